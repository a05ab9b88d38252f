r"""AdaDelta replaces the rate by the size of its own recent steps.

$$
\begin{aligned}
E_t &= \rho E_{t-1} + (1 - \rho)\, g_t^2 \\
d_t &= \frac{\sqrt{D_{t-1} + \epsilon}}{\sqrt{E_t + \epsilon}}\, g_t \\
D_t &= \rho D_{t-1} + (1 - \rho)\, d_t^2 \\
\theta_t &= \theta_{t-1} - \alpha\, d_t
\end{aligned}
$$

**Shines** in that no rate must be found: steps have the units of the parameters.
**Fails** to start quickly: the first step is about $\sqrt{\epsilon / (1 - \rho)}$, so epsilon is the real rate, and
the usual $10^{-6}$ makes for many tiny steps.

**Forms.** All sources agree on the rule; the paper has no $\alpha$ (1), Keras sets it to 0.001.

Source: Zeiler, ADADELTA: an adaptive learning rate method, 2012, arXiv:1212.5701.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, decay, eps, lr
from optimizers.explain import GRADIENT, RATE_WORDS, STEP_WORDS, Line
from optimizers.trees import ewma, squares, zeros_like


class AdadeltaState(NamedTuple):
    """Running means of squared gradients and of squared steps."""

    e: Any  # as params
    d: Any  # as params


def adadelta(lr: float, rho: float, eps: float) -> optax.GradientTransformationExtraArgs:
    """AdaDelta."""

    def init(params: optax.Params) -> AdadeltaState:
        return AdadeltaState(zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdadeltaState, params: Any = None, **extra: Any) -> tuple[Any, AdadeltaState]:
        e = ewma(rho, state.e, squares(grads))
        step = jax.tree.map(lambda d, e, g: jnp.sqrt(d + eps) / jnp.sqrt(e + eps) * g, state.d, e, grads)
        d = ewma(rho, state.d, squares(step))
        return jax.tree.map(lambda x: -lr * x, step), AdadeltaState(e, d)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="adadelta",
    label="AdaDelta",
    family="Accumulators",
    summary="Replaces the rate by the size of its own recent steps.",
    make=adadelta,
    hypers=(
        lr(1.0, (0.1, 10.0)),
        decay("rho", "Mean-square decay", r"\rho", 0.9, (0.5, 0.999)),
        eps(1e-6, (1e-8, 0.1), help="It starts the motion: the real learning rate of this rule."),
    ),
    lines=(
        GRADIENT,
        Line(
            r"E = \rho E + (1 - \rho)\, g^2",
            "running mean of squares",
            lambda s: s.e,
            "{} · {} + {} · {}",
            lambda s: (s.rho, s.prev_e, 1 - s.rho, s.g**2),
        ),
        Line(
            r"\text{rate} = \alpha \sqrt{D + \epsilon} / \sqrt{E + \epsilon}",
            RATE_WORDS,
            lambda s: s.lr * np.sqrt(s.prev_d + s.eps) / np.sqrt(s.e + s.eps),
            "{} · √({} + {}) / √({} + {})",
            lambda s: (s.lr, s.prev_d, s.eps, s.e, s.eps),
            quantity="rate",
        ),
        Line(
            r"\Delta\theta = -\text{rate} \cdot g",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr * np.sqrt(s.prev_d + s.eps) / np.sqrt(s.e + s.eps), s.g),
        ),
        Line(
            r"D = \rho D + (1 - \rho)\, (\Delta\theta / \alpha)^2",
            "running mean of squared steps, for the next rate",
            lambda s: s.d,
            "{} · {} + {} · {}",
            lambda s: (s.rho, s.prev_d, 1 - s.rho, (s.step / s.lr) ** 2),
        ),
    ),
    source="Zeiler 2012, arXiv:1212.5701",
    module=__name__,
)
