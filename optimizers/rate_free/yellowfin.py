r"""YellowFin tunes the rate and the momentum of gradient descent at every step from what it measures on the way.

With $h = \lVert g \rVert^2$ as a stand-in for curvature, it keeps the range $[h_{\min}, h_{\max}]$ over a window, the
variance $C$ of the gradient and the distance $D$ to the minimum, all as running means, and chooses

$$
\begin{aligned}
x\, D^2 h_{\min}^2 &= 2\, C\, (1 - x)^3 \quad \text{gives } x \text{ between 0 and 1} \\
\mu_t &= \max\left( x^2,\; \left( \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1} \right)^2 \right), \qquad
\kappa = h_{\max} / h_{\min} \\
\alpha_t &= \frac{(1 - \sqrt{\mu_t})^2}{h_{\min}} \min\left(1,\; \frac{t}{10 w}\right) \\
v_t &= \mu_t v_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \alpha_t\, v_t
\end{aligned}
$$

**Shines** where gradients are noisy and nobody wants to tune: it finds momentum's rate and memory.
**Fails** on a surface without noise: $\lVert g \rVert^2$ is no curvature there, $C$ measures only how the path bends,
and over 200 steps a memory of 0.999 never settles.

**Forms.** The authors' PyTorch code, which uses $\mu_t$ and $\alpha_t$ as they are, tunes from the second step on and
starts slowly; smoothing them as the paper does is an option. Clipping limits the gradient by $\sqrt{h_{\max}}$.

Source: Zhang and Mitliagkas, YellowFin and the art of momentum tuning, 2019, arXiv:1706.03471; code: version b87aed1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, decay, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line, Shown, when
from optimizers.trees import debias, ewma, inner, norm, scalar, whole, zeros_like

MOST = 100  # the widest window
EPS = 1e-6  # of the authors' code
PROTECT = 100.0  # gradients longer than ten times the largest seen are shortened before they are measured
LONGEST = 100.0  # no step longer than this


class YellowfinState(NamedTuple):
    """The step count, the velocity, the running means, the window of curvatures and the pair last used."""

    count: jax.Array  # ()
    v: Any  # as params
    mean: Any  # as params
    square: jax.Array  # (), of the squared length of the gradient
    length: jax.Array  # ()
    distance: jax.Array  # ()
    low: jax.Array  # (), of log h_min
    high: jax.Array  # (), of log h_max
    past: jax.Array  # (MOST,), the window, newest first
    tuned_lr: jax.Array  # ()
    tuned_mu: jax.Array  # ()


def yellowfin(
    lr: float, mu: float, beta: float, window: float, clipping: str = "off", smoothing: str = "off"
) -> optax.GradientTransformationExtraArgs:
    """YellowFin; ``lr`` and ``mu`` serve the first step, ``clipping`` and ``smoothing`` are "on" or "off"."""

    def init(params: optax.Params) -> YellowfinState:
        zeros, zero = zeros_like(params), scalar(0.0, params)
        pair = scalar(lr, params), scalar(mu, params)
        past = jnp.zeros(MOST, zero.dtype)
        return YellowfinState(jnp.zeros((), jnp.int32), zeros, zeros, zero, zero, zero, zero, zero, past, *pair)

    def update(grads: Any, state: YellowfinState, params: Any = None, **extra: Any) -> tuple[Any, YellowfinState]:
        highest = jnp.exp(state.high / debias(beta, jnp.maximum(state.count, 1)))
        if clipping == "on":
            loose = jnp.where(state.count > 1, jnp.sqrt(PROTECT * highest) + EPS, jnp.inf)
            grads = _shorten(grads, loose)
        measured, (low, high, variance, distance) = _measure(state, grads, beta, window)
        fresh_mu = _momentum(low, high, variance, distance)
        slow = jnp.minimum(1.0, measured.count / (10.0 * whole(window)))
        fresh_lr = (1 - jnp.sqrt(fresh_mu)) ** 2 / (low + EPS) * slow
        if smoothing == "on":
            fresh_mu, fresh_lr = ewma(beta, (state.tuned_mu, state.tuned_lr), (fresh_mu, fresh_lr))
        first = state.count == 0
        used_mu = jnp.where(first, state.tuned_mu, fresh_mu)
        used_lr = jnp.where(first, state.tuned_lr, fresh_lr)
        rate = used_lr
        if clipping == "on":
            square = inner(grads, grads)
            rate = jnp.where(rate * jnp.sqrt(square) >= LONGEST, LONGEST / jnp.sqrt(square + EPS), rate)
            grads = _shorten(grads, jnp.where(~first & (square >= highest), jnp.sqrt(highest) + EPS, jnp.inf))
        v = jax.tree.map(lambda v, g: used_mu * v + g, state.v, grads)
        updates = jax.tree.map(lambda v: -rate * v, v)
        # Torch's momentum starts at the first step that has any; a first momentum of 0 leaves no velocity behind.
        kept = jax.tree.map(lambda v: jnp.where(first & (used_mu == 0), 0.0, v), v)
        return updates, measured._replace(v=kept, tuned_lr=used_lr, tuned_mu=used_mu)

    return optax.GradientTransformationExtraArgs(init, update)


def _measure(state: YellowfinState, grads: Any, beta: float, window: float) -> tuple[YellowfinState, tuple]:
    """The state with this gradient in its means, and h_min, h_max, the variance and the distance."""
    count = state.count + 1
    h = inner(grads, grads)
    past = jnp.concatenate([h[None], state.past[:-1]])
    seen = jnp.arange(MOST) < jnp.minimum(count, whole(window))
    logs = jnp.log(past + EPS)
    low = ewma(beta, state.low, jnp.min(jnp.where(seen, logs, jnp.inf)))
    high = ewma(beta, state.high, jnp.max(jnp.where(seen, logs, -jnp.inf)))
    square, length = ewma(beta, (state.square, state.length), (h, jnp.sqrt(h)))
    mean = ewma(beta, state.mean, grads)
    distance = ewma(beta, state.distance, length / (square + EPS))
    share = debias(beta, count)
    variance = jnp.maximum(square / share - inner(mean, mean) / share**2, EPS)
    measured = state._replace(
        count=count, mean=mean, square=square, length=length, distance=distance, low=low, high=high, past=past
    )
    return measured, (jnp.exp(low / share), jnp.exp(high / share), variance, distance / share)


def _momentum(low: jax.Array, high: jax.Array, variance: jax.Array, distance: jax.Array) -> jax.Array:
    """The momentum: the larger of the root of a cubic (by Vieta's substitution) and what the range demands."""
    p = (distance + EPS) ** 2 * (low + EPS) ** 2 / 2 / (variance + EPS)
    w = jnp.cbrt((-jnp.sqrt(p**2 + 4 / 27 * p**3) - p) / 2)
    root = w - p / 3 / (w + EPS) + 1
    ratio = jnp.sqrt(jnp.maximum((high + EPS) / (low + EPS), 1 + EPS))
    return jnp.maximum(root**2, ((ratio - 1) / (ratio + 1)) ** 2)


def _shorten(grads: Any, longest: jax.Array) -> Any:
    scale = jnp.where(jnp.isfinite(longest), jnp.minimum(1.0, longest / (norm(grads) + EPS)), 1.0)
    return jax.tree.map(lambda g: g * scale, grads)


SPEC = OptimizerSpec(
    name="yellowfin",
    label="YellowFin",
    family="Rate-free",
    summary="Tunes the rate and the momentum of gradient descent at every step from what it measures on the way.",
    make=yellowfin,
    hypers=(
        lr(0.01, (1e-4, 1.0), help="For the first step.", initial=True),
        Hyper(
            "mu",
            "Initial momentum",
            r"\mu",
            0.0,
            0.0,
            0.9999999,
            (0.0, 0.99),
            memory=True,
            initial=True,
            when=when(smoothing="on"),
        ),
        decay("beta", "Measurement decay", r"\beta", 0.999, (0.9, 0.9999)),
        Hyper("window", "Curvature window", "w", 20.0, 1.0, float(MOST), (5.0, 50.0), whole=True, help="Steps."),
    ),
    options=(
        Option("clipping", "Clipping", (("off", "off"), ("on", "by the largest gradient seen")), "off"),
        Option("smoothing", "Rate and momentum", (("off", "fresh at every step"), ("on", "smoothed (paper)")), "off"),
    ),
    lines=(
        GRADIENT,
        Line(
            r"h = \lVert g \rVert^2",
            "stand-in for curvature",
            lambda s: s.past[:, :1],
        ),
        Line(r"\ln h_{\min}", "running mean of the least of the window", lambda s: s.low),
        Line(r"\ln h_{\max}", "running mean of the largest of the window", lambda s: s.high),
        Line(r"\bar g", "running mean of gradients", lambda s: s.mean),
        Line(r"\overline{\lVert g \rVert^2}", "running mean of their squared lengths", lambda s: s.square),
        Line(r"\overline{\lVert g \rVert}", "running mean of their lengths", lambda s: s.length),
        Line(r"\bar D", "running mean of the distance to the minimum", lambda s: s.distance),
        Line(r"\mu", "momentum chosen", lambda s: s.tuned_mu),
        Line(r"\alpha", "rate chosen", lambda s: s.tuned_lr),
        Line(r"v = \mu v + g", "velocity", lambda s: s.v),
        Line(r"\Delta\theta = -\alpha v", STEP_WORDS, lambda s: s.step),
    ),
    shows=(Shown("lr", lambda s: s.tuned_lr), Shown("momentum", lambda s: s.tuned_mu)),
    memory=lambda s: -s.prev_v,
    source="Zhang and Mitliagkas 2019, arXiv:1706.03471; code: version b87aed1",
    module=__name__,
)
