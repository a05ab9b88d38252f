r"""D-Adaptation finds the rate by bounding from below how far the start is from the minimum.

For AdaGrad's dual averaging, with $\gamma_t = d_t \alpha$:

$$
\begin{aligned}
s_t &= s_{t-1} + \gamma_t\, g_t, \qquad a_t = a_{t-1} + g_t^2 \\
d_{t+1} &= \max\left( d_t,\; \frac{\sum s_t^2 / (\sqrt{a_t} + \epsilon)
- \sum_i \gamma_i^2 \sum g_i^2 / (\sqrt{a_i} + \epsilon)}{\lVert s_t \rVert_1} \right) \\
z_t &= \theta_0 - s_t / (\sqrt{a_t} + \epsilon), \qquad \theta_t = \mu\, \theta_{t-1} + (1 - \mu)\, z_t
\end{aligned}
$$

For gradient descent $a$ is constant, the squared length of the first gradient, and the bound is
$2 \sum_i \gamma_i \langle g_i, s_{i-1} \rangle / \lVert s_t \rVert$. For Adam sums become running means:
$s_t = \sqrt{\beta_2}\, s_{t-1} + (1 - \sqrt{\beta_2})\, \gamma_t\, g_t$ and
$d_{t+1} = \max(d_t,\; r_t / ((1 - \sqrt{\beta_2}) \lVert s_t \rVert_1))$.

**Shines** where nobody wants to search for a rate: $\alpha$ stays at 1.
**Fails** by the size of its bound: it may stay far below the true distance, and $d$ never falls.

**Forms.** Version 3 of the authors' code, which differs from both options of the paper. Optax corrects the bias of
the Adam form, the authors by default do not.

Source: Defazio and Mishchenko, Learning-rate-free learning by D-Adaptation, 2023, arXiv:2301.07733.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import BIAS_CORRECTION, Hyper, OptimizerSpec, Option, decay, lr
from optimizers.explain import GRADIENT, STEP, Line, Shown, when
from optimizers.rate_free.prodigy import D0
from optimizers.trees import debias, difference, ewma, full_like, inner, norm, scalar, squares, zeros_like

FIRST_SQUARE = 1e-6  # where the sums of squares start in the authors' AdaGrad form


class DAdaptState(NamedTuple):
    """The step count, the weighted gradients, the start, squares, the mean (Adam), the distance and its numerator."""

    count: jax.Array  # ()
    s: Any  # as params
    start: Any  # as params, empty for Adam
    v: Any  # as params, empty for gradient descent
    m: Any  # as params for Adam, else empty
    d: jax.Array  # ()
    r: jax.Array  # ()
    first: jax.Array  # (), the length of the first gradient

    @property
    def points(self) -> tuple[str, ...]:
        """The fields that change as the parameters do when a wrapper changes a step."""
        return ("start",) if jax.tree.leaves(self.start) else ()


def dadaptation(
    lr: float,
    d0: float,
    momentum: float,
    b1: float,
    b2: float,
    eps: float,
    base: str = "adam",
    bias_correction: str = "off",
) -> optax.GradientTransformationExtraArgs:
    """D-Adaptation on "adam", "sgd" or "adagrad"; ``bias_correction`` counts for Adam."""

    def init(params: optax.Params) -> DAdaptState:
        zeros, nothing = zeros_like(params), scalar(0.0, params)
        v = {"adam": zeros, "adagrad": full_like(params, FIRST_SQUARE), "sgd": ()}[base]
        start, m = ((), zeros) if base == "adam" else (params, ())
        d = scalar(d0, params)
        return DAdaptState(jnp.zeros((), jnp.int32), zeros, start, v, m, d, nothing, nothing)

    step = {
        "adam": partial(_adam, lr=lr, b1=b1, b2=b2, eps=eps, bias_correction=bias_correction),
        "sgd": partial(_sgd, lr=lr, momentum=momentum),
        "adagrad": partial(_adagrad, lr=lr, momentum=momentum, eps=eps),
    }[base]

    def update(grads: Any, state: DAdaptState, params: Any = None, **extra: Any) -> tuple[Any, DAdaptState]:
        return step(grads, state, params)

    return optax.GradientTransformationExtraArgs(init, update)


def _adam(
    grads: Any, state: DAdaptState, params: Any, *, lr: float, b1: float, b2: float, eps: float, bias_correction: str
) -> tuple[Any, DAdaptState]:
    count, b3 = state.count + 1, jnp.sqrt(b2)
    corrected = jnp.sqrt(debias(b2, count)) / debias(b1, count) if bias_correction == "on" else 1.0
    rate = state.d * lr * corrected
    scaled = jax.tree.map(lambda s, v: jnp.where(s == 0, 0.0, s / (jnp.sqrt(v) + eps)), state.s, state.v)
    r = b3 * state.r + (1 - b3) * rate * inner(grads, scaled)
    m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * rate * g, state.m, grads)
    v = ewma(b2, state.v, squares(grads))
    s = jax.tree.map(lambda s, g: b3 * s + (1 - b3) * rate * g, state.s, grads)
    d = _larger(state.d, r, (1 - b3) * inner(s, jax.tree.map(jnp.sign, s)))
    updates = jax.tree.map(lambda m, v: jnp.where(m == 0, 0.0, -m / (jnp.sqrt(v) + eps)), m, v)
    return updates, state._replace(count=count, s=s, v=v, m=m, d=d, r=r)


def _sgd(grads: Any, state: DAdaptState, params: Any, *, lr: float, momentum: float) -> tuple[Any, DAdaptState]:
    first = jnp.where(state.count == 0, norm(grads), state.first)
    known = jnp.where(first > 0, first, 1.0)
    rate = state.d * lr / known
    r = state.r + rate * inner(grads, state.s)
    s = jax.tree.map(lambda s, g: s + rate * g, state.s, grads)
    d = _larger(state.d, 2 * r, norm(s))
    z = jax.tree.map(lambda x, s: x - s, state.start, s)
    updates = jax.tree.map(lambda u: (1 - momentum) * u, difference(z, params))
    return updates, state._replace(count=state.count + 1, s=s, d=d, r=r, first=first)


def _adagrad(
    grads: Any, state: DAdaptState, params: Any, *, lr: float, momentum: float, eps: float
) -> tuple[Any, DAdaptState]:
    rate = state.d * lr
    v = jax.tree.map(lambda v, g: v + g**2, state.v, grads)
    root = jax.tree.map(lambda v: jnp.sqrt(v) + eps, v)
    r = state.r + rate**2 * inner(grads, jax.tree.map(jnp.divide, grads, root))
    s = jax.tree.map(lambda s, g: s + rate * g, state.s, grads)
    scaled = jax.tree.map(jnp.divide, s, root)
    d = _larger(state.d, inner(s, scaled) - r, inner(s, jax.tree.map(jnp.sign, s)))
    z = jax.tree.map(lambda x, u: x - u, state.start, scaled)
    updates = jax.tree.map(lambda u: (1 - momentum) * u, difference(z, params))
    return updates, state._replace(count=state.count + 1, s=s, v=v, d=d, r=r)


def _larger(d: jax.Array, above: jax.Array, below: jax.Array) -> jax.Array:
    """The larger of ``d`` and the quotient, where there is one."""
    return jnp.where(below > 0, jnp.maximum(d, above / jnp.where(below > 0, below, 1.0)), d)


_ADAM, _DUAL = when(base="adam"), when(base=("sgd", "adagrad"))

SPEC = OptimizerSpec(
    name="dadaptation",
    label="D-Adaptation",
    family="Rate-free",
    summary="Finds the rate by bounding from below how far the start is from the minimum.",
    make=dadaptation,
    hypers=(
        lr(1.0, (0.01, 10.0)),
        D0,
        replace(decay("momentum", "Momentum", r"\mu", 0.0, (0.0, 0.99), momentum=True), when=_DUAL),
        replace(decay("b1", "First-moment decay", r"\beta_1", 0.9, (0.0, 0.99), momentum=True), when=_ADAM),
        Hyper("b2", "Second-moment decay", r"\beta_2", 0.999, 0.0, 0.9999999, (0.5, 0.9999), memory=True, when=_ADAM),
        Hyper(
            "eps", "Epsilon", r"\epsilon", 1e-8, 0.0, 1e3, (1e-12, 1.0), log=True, when=when(base=("adam", "adagrad"))
        ),
    ),
    options=(
        Option("base", "On", (("adam", "Adam"), ("sgd", "gradient descent"), ("adagrad", "AdaGrad")), "adam"),
        Option(BIAS_CORRECTION.name, "Bias correction (Adam)", BIAS_CORRECTION.choices, "off"),
    ),
    lines=(
        GRADIENT,
        Line(r"s", "weighted sum of gradients", lambda s: s.s),
        Line(r"\sum |s|", "its length", lambda s: np.sum(np.abs(s.s), axis=1, keepdims=True)),
        Line(r"r", "way made, of which the distance is a share", lambda s: s.r),
        Line(r"d", "distance to the minimum, at least", lambda s: s.d),
        Line(r"m", "running mean of gradients, each times its rate", lambda s: s.m, when=_ADAM),
        Line(r"v", "running mean of squares", lambda s: s.v, when=_ADAM),
        Line(r"v", "sum of squares", lambda s: s.v, when=when(base="adagrad")),
        Line(r"\lVert g_1 \rVert", "length of the first gradient", lambda s: s.first, when=when(base="sgd")),
        STEP,
    ),
    shows=(Shown("reach", lambda s: s.d),),
    memory=lambda s: -s.s,
    source="Defazio and Mishchenko 2023, arXiv:2301.07733",
    module=__name__,
)
