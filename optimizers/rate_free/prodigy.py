r"""Prodigy is Adam that finds its rate by estimating how far the start is from the minimum.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, d\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, d^2 g_t^2 \\
r_t &= \beta_3 r_{t-1} + \frac{d}{d_0} \alpha d \langle g_t,\, \theta_0 - \theta_{t-1} \rangle, \qquad
s_t = \beta_3 s_{t-1} + \frac{d}{d_0} \alpha d\, g_t, \qquad \beta_3 = \sqrt{\beta_2} \\
d' &= \max(d,\; r_t / \lVert s_t \rVert_1) \\
\theta_t &= \theta_{t-1} - \alpha d\, m_t / (\sqrt{v_t} + d' \epsilon)
\end{aligned}
$$

**Shines** where nobody wants to search for a rate: $\alpha$ stays at 1, and $d$ grows by itself.
**Fails** to shrink: $d$ never falls, so near the minimum it still needs a schedule.

**Forms.** With bias correction $\alpha$ is multiplied by Adam's $\sqrt{1 - \beta_2^t} / (1 - \beta_1^t)$: an option
of the authors' code, always so in optax.

Source: Mishchenko and Defazio, Prodigy: an expeditiously adaptive parameter-free learner, 2024, arXiv:2306.06101.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import ADAM_HYPERS, BIAS_CORRECTION, Hyper, OptimizerSpec, Option, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line, Shown
from optimizers.trees import debias, difference, inner, scalar, zeros_like

D0 = Hyper("d0", "Initial distance", "d_0", 1e-6, 1e-12, 1e6, (1e-8, 1.0), log=True, initial=True)


class ProdigyState(NamedTuple):
    """The step count, Adam's means, the weighted gradients, the start, the distance and its numerator."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    s: Any  # as params
    start: Any  # as params
    d: jax.Array  # ()
    r: jax.Array  # ()


def prodigy(
    lr: float, b1: float, b2: float, eps: float, d0: float, wd: float, bias_correction: str = "off"
) -> optax.GradientTransformationExtraArgs:
    """Prodigy; ``bias_correction`` is "on" or "off"."""

    def init(params: optax.Params) -> ProdigyState:
        zeros = zeros_like(params)
        d, r = scalar(d0, params), scalar(0.0, params)
        return ProdigyState(jnp.zeros((), jnp.int32), zeros, zeros, zeros, params, d, r)

    def update(grads: Any, state: ProdigyState, params: Any = None, **extra: Any) -> tuple[Any, ProdigyState]:
        count, b3 = state.count + 1, jnp.sqrt(b2)
        corrected = jnp.sqrt(debias(b2, count)) / debias(b1, count) if bias_correction == "on" else 1.0
        d, rate = state.d, state.d * lr * corrected
        m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * d * g, state.m, grads)
        v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * d**2 * g**2, state.v, grads)
        r = b3 * state.r + d / d0 * rate * inner(grads, difference(state.start, params))
        s = jax.tree.map(lambda s, g: b3 * s + d / d0 * rate * g, state.s, grads)
        length = inner(s, jax.tree.map(jnp.sign, s))
        after = jnp.where(length > 0, jnp.maximum(d, r / jnp.where(length > 0, length, 1.0)), d)

        def step(m: jax.Array, v: jax.Array, p: jax.Array) -> jax.Array:
            root = jnp.sqrt(v) + after * eps
            return -rate * (jnp.where(m == 0, 0.0, m / root) + wd * p)

        return jax.tree.map(step, m, v, params), ProdigyState(count, m, v, s, state.start, after, r)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="prodigy",
    label="Prodigy",
    family="Rate-free",
    summary="Adam that finds its rate by estimating how far the start is from the minimum.",
    make=prodigy,
    hypers=(lr(1.0, (0.01, 10.0)), *ADAM_HYPERS[1:], D0, weight_decay(0.0)),
    options=(Option(BIAS_CORRECTION.name, BIAS_CORRECTION.label, BIAS_CORRECTION.choices, "off"),),
    lines=(
        GRADIENT,
        Line(
            r"m = \beta_1 m + (1 - \beta_1)\, d\, g",
            "running mean of gradients, times d",
            lambda s: s.m,
            "{} · {} + {} · {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, s.prev_d, s.g),
        ),
        Line(
            r"v = \beta_2 v + (1 - \beta_2)\, d^2 g^2",
            "running mean of squares, times d²",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.b2, s.prev_v, 1 - s.b2, s.prev_d**2 * s.g**2),
        ),
        Line(
            r"r = \beta_3 r + \alpha d^2 / d_0 \cdot \langle g,\, \theta_0 - \theta \rangle", "way made", lambda s: s.r
        ),
        Line(r"s", "weighted sum of gradients", lambda s: s.s),
        Line(
            r"d = \max(d,\; r / \lVert s \rVert_1)",
            "distance to the minimum, at least",
            lambda s: s.d,
            "max({}, {} / {})",
            lambda s: (s.prev_d, s.r, np.sum(np.abs(s.s), axis=1, keepdims=True)),
        ),
        Line(r"\Delta\theta = -\alpha d\, m / (\sqrt v + d \epsilon)", STEP_WORDS, lambda s: s.step),
    ),
    shows=(Shown("reach", lambda s: s.d),),
    memory=lambda s: -s.m,
    source="Mishchenko and Defazio 2024, arXiv:2306.06101",
    module=__name__,
)
