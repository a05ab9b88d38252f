r"""Lion steps by the sign of a mixture of its running mean and the new gradient.

$$
\begin{aligned}
c_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
\theta_t &= \theta_{t-1} - \alpha\, (\text{sign}(c_t) + \lambda\, \theta_{t-1}) \\
m_t &= \beta_2 m_{t-1} + (1 - \beta_2)\, g_t
\end{aligned}
$$

**Shines** with large batches: one number a weight to remember, and every weight moves by the same amount.
**Fails** to settle: each step is $\alpha$ in each coordinate, however flat the ground; the rate must fall with time.

**Forms.** All sources agree on the rule; optax decays by 0.001 unless told otherwise.

Source: Chen and others, Symbolic discovery of optimization algorithms, 2023, arXiv:2302.06675, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, decay, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.trees import ewma, zeros_like


class LionState(NamedTuple):
    """The running mean of gradients."""

    m: Any  # as params


def lion(lr: float, b1: float, b2: float, wd: float) -> optax.GradientTransformationExtraArgs:
    """Lion."""

    def init(params: optax.Params) -> LionState:
        return LionState(zeros_like(params))

    def update(grads: Any, state: LionState, params: Any = None, **extra: Any) -> tuple[Any, LionState]:
        mixture = ewma(b1, state.m, grads)
        updates = jax.tree.map(lambda c, p: -lr * (jnp.sign(c) + wd * p), mixture, params)
        return updates, LionState(ewma(b2, state.m, grads))

    return optax.GradientTransformationExtraArgs(init, update)


def _mixture(s: SimpleNamespace) -> np.ndarray:
    return s.b1 * s.prev_m + (1 - s.b1) * s.g


SPEC = OptimizerSpec(
    name="lion",
    label="Lion",
    family="Sign",
    summary="Steps by the sign of a mixture of its running mean and the new gradient.",
    make=lion,
    hypers=(
        lr(1e-4, (1e-4, 1.0)),
        decay("b1", "Interpolation", r"\beta_1", 0.9, (0.0, 0.99), "Share of the momentum in the step."),
        decay("b2", "Momentum decay", r"\beta_2", 0.99, (0.0, 0.999)),
        weight_decay(0.0),
    ),
    lines=(
        GRADIENT,
        Line(
            r"c = \beta_1 m + (1 - \beta_1)\, g",
            "mixture of mean and gradient",
            _mixture,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, s.g),
        ),
        Line(
            r"\Delta\theta = -\alpha\, (\text{sign}(c) + \lambda\, \theta)",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · ({} + {} · {})",
            lambda s: (s.lr, np.sign(_mixture(s)), s.wd, s.params),
        ),
        Line(
            r"m = \beta_2 m + (1 - \beta_2)\, g",
            "running mean, for the next step",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b2, s.prev_m, 1 - s.b2, s.g),
        ),
    ),
    memory=lambda s: -s.m,
    source="Chen and others 2023, arXiv:2302.06675, algorithm 2",
    module=__name__,
)
