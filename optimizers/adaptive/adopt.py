r"""ADOPT scales each gradient by the mean square of the gradients before it, and only then averages.

$$
\begin{aligned}
v_0 &= g_0^2 \quad \text{(without a move)} \\
d_t &= \text{clip}\left( \frac{g_t}{\max(\sqrt{v_{t-1}},\, \epsilon)},\, \pm t^{1/4} \right) \\
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, d_t, \qquad \theta_t = \theta_{t-1} - \alpha\, m_t \\
v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2
\end{aligned}
$$

**Shines** in theory and with any $\beta_2$: a gradient never scales itself, so it converges where Adam may not.
**Fails** to use the first gradient for a move, and a tiny first gradient makes a long second step: hence the
clipping.

**Forms.** The first version does not clip. One package clips with $t + 1$, another with exponent 1/3.

Source: Taniguchi and others, ADOPT: modified Adam can converge with any β₂ with the optimal rate, 2024,
arXiv:2411.02853, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.base import ADAM_HYPERS, OptimizerSpec, Option, decay, eps
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.trees import zeros_like


def adopt(lr: float, b1: float, b2: float, eps: float, clipping: str = "on") -> optax.GradientTransformationExtraArgs:
    """ADOPT; ``clipping`` "off" is the first version."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        first = state.count == 0
        limit = (1.0 * state.count) ** 0.25 if clipping == "on" else jnp.inf

        def mean(m: jax.Array, v: jax.Array, g: jax.Array) -> jax.Array:
            scaled = jnp.clip(g / jnp.maximum(jnp.sqrt(v), eps), -limit, limit)
            return jnp.where(first, m, b1 * m + (1 - b1) * scaled)

        m = jax.tree.map(mean, state.m, state.v, grads)
        v = jax.tree.map(lambda v, g: jnp.where(first, g**2, b2 * v + (1 - b2) * g**2), state.v, grads)
        return jax.tree.map(lambda m: jnp.where(first, 0.0, -lr * m), m), AdamState(state.count + 1, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


def _scaled(s: SimpleNamespace) -> np.ndarray:
    return np.where(s.t == 1, 0, s.g / np.maximum(np.sqrt(s.prev_v), s.eps))


def _clipped(s: SimpleNamespace) -> np.ndarray:
    limit = (s.t - 1) ** 0.25
    return np.clip(_scaled(s), -limit, limit)


SPEC = OptimizerSpec(
    name="adopt",
    label="ADOPT",
    family="Adam",
    summary="Scales each gradient by the mean square of the gradients before it, and only then averages.",
    make=adopt,
    hypers=(*ADAM_HYPERS[:2], decay("b2", "Second-moment decay", r"\beta_2", 0.9999, (0.5, 0.9999)), eps(1e-6)),
    options=(Option("clipping", "Clipping", (("on", "to ±t^¼"), ("off", "none (first version)")), "on"),),
    lines=(
        GRADIENT,
        Line(
            r"d = \text{clip}(g / \max(\sqrt v, \epsilon),\; \pm t^{1/4})",
            "gradient, scaled by those before it",
            _clipped,
            when=when(clipping="on"),
        ),
        Line(
            r"d = g / \max(\sqrt v, \epsilon)",
            "gradient, scaled by those before it",
            _scaled,
            when=when(clipping="off"),
        ),
        Line(
            r"m = \beta_1 m + (1 - \beta_1)\, d",
            "its running mean",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, _clipped(s)),
            when(clipping="on"),
        ),
        Line(
            r"m = \beta_1 m + (1 - \beta_1)\, d",
            "its running mean",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, _scaled(s)),
            when(clipping="off"),
        ),
        Line(r"\Delta\theta = -\alpha\, m", STEP_WORDS, lambda s: s.step, "−{} · {}", lambda s: (s.lr, s.m)),
        Line(r"v = \beta_2 v + (1 - \beta_2)\, g^2", "running mean of squares, for the next step", lambda s: s.v),
    ),
    memory=lambda s: -s.m,
    source="Taniguchi and others 2024, arXiv:2411.02853, algorithm 2",
    module=__name__,
)
