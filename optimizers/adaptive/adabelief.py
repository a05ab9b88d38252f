r"""AdaBelief scales by how far the gradient is from what its running mean led one to expect.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
s_t &= \beta_2 s_{t-1} + (1 - \beta_2) (g_t - m_t)^2 + \epsilon \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat s_t} + \epsilon)
\end{aligned}
$$

**Shines** on long even slopes: where gradients agree, $s$ is small and the step long, unlike Adam's.
**Fails** on its own confidence: near a straight line $s$ falls to epsilon and the step grows without warning.

**Forms.** Epsilon is added to $s$ at every step, so $s$ holds up to $\epsilon / (1 - \beta_2)$, and once more outside
the root; it acts like the square of Adam's. The authors' newer code rectifies as RAdam does, by default, with epsilon
$10^{-16}$.

Source: Zhuang and others, AdaBelief optimizer: adapting stepsizes by the belief in observed gradients, 2020,
arXiv:2010.07468, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.bases import mean_rate, rectified
from optimizers.base import ADAM_HYPERS, OptimizerSpec, Option, eps, lr
from optimizers.explain import (
    GRADIENT,
    M_HAT,
    Line,
    M,
    m_hat,
    rate_outside,
    root,
    step_line,
    when,
)
from optimizers.trees import debias, ewma, quotient, rectifier, zeros_like


class BeliefState(NamedTuple):
    """The step count, the running mean and the running mean of squared surprises."""

    count: jax.Array  # ()
    m: Any  # as params
    s: Any  # as params


def adabelief(
    lr: float, b1: float, b2: float, eps: float, rectify: str = "off"
) -> optax.GradientTransformationExtraArgs:
    """AdaBelief; ``rectify`` "on" makes it wait as RAdam does."""

    def init(params: optax.Params) -> BeliefState:
        return BeliefState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: BeliefState, params: Any = None, **extra: Any) -> tuple[Any, BeliefState]:
        count = state.count + 1
        m = ewma(b1, state.m, grads)
        s = jax.tree.map(lambda s, g, m: b2 * s + (1 - b2) * (g - m) ** 2 + eps, state.s, grads, m)
        c1, c2 = debias(b1, count), debias(b2, count)
        trusted, r = rectifier(b2, count)

        def step(m: jax.Array, s: jax.Array) -> jax.Array:
            if rectify == "off":
                return -lr * quotient(m, s, c1, c2, eps, "outside")
            return -lr * jnp.where(trusted, r * quotient(m, s, c1, c2, eps, "hat"), m / c1)

        return jax.tree.map(step, m, s), BeliefState(count, m, s)

    return optax.GradientTransformationExtraArgs(init, update)


def _s_hat(s: SimpleNamespace) -> np.ndarray:
    return s.s / (1 - s.b2**s.t)


_RATES = (
    rate_outside(_s_hat, r"\hat s", when(rectify="off")),
    rectified(mean_rate("hat", when(rectify="on"), lambda s: s.s, "s")),
)

SPEC = OptimizerSpec(
    name="adabelief",
    label="AdaBelief",
    family="Adam",
    summary="Scales by how far the gradient is from what its running mean led one to expect.",
    make=adabelief,
    hypers=(lr(0.001, (1e-4, 1.0)), *ADAM_HYPERS[1:3], eps(1e-12, (1e-18, 0.01))),
    options=(Option("rectify", "Rectified", (("off", "off"), ("on", "waits as RAdam does")), "off"),),
    lines=(
        GRADIENT,
        M,
        Line(
            r"s = \beta_2 s + (1 - \beta_2) (g - m)^2 + \epsilon",
            "running mean of squared surprises",
            lambda s: s.s,
            "{} · {} + {} · {} + {}",
            lambda s: (s.b2, s.prev_s, 1 - s.b2, (s.g - s.m) ** 2, s.eps),
        ),
        M_HAT,
        Line(
            r"\hat s = s / (1 - \beta_2^t)",
            "start-up bias removed",
            _s_hat,
            "{} / {}",
            lambda s: (s.s, 1 - s.b2**s.t),
        ),
        *_RATES,
        *(step_line(rate, r"\hat m", m_hat) for rate in _RATES),
    ),
    shows=(root(_s_hat),),
    memory=lambda s: -s.m,
    source="Zhuang and others 2020, arXiv:2010.07468, algorithm 2",
    module=__name__,
)
