r"""Levenberg and Marquardt's method damps Gauss-Newton, as much as its last step showed to be needed.

For a loss that is a sum of squares, $f = \sum_i r_i^2$, with the Jacobian $J$ of the residuals:

$$
\begin{aligned}
\delta_t &= -(J_t^\top J_t + \mu_t I)^{-1} J_t^\top r_t, \qquad
\varrho_t = \frac{f(\theta_{t-1}) - f(\theta_{t-1} + \delta_t)}{\delta_t^\top (\mu_t \delta_t - J_t^\top r_t)} \\
\theta_t &= \theta_{t-1} + \delta_t, \quad \mu_{t+1} = \mu_t \max(\tfrac{1}{3},\, 1 - (2 \varrho_t - 1)^3), \; \nu = 2
&& \text{if } \varrho_t > 0 \\
\theta_t &= \theta_{t-1}, \quad \mu_{t+1} = \nu \mu_t, \quad \nu := 2 \nu && \text{if not}
\end{aligned}
$$

with $\mu_1 = \tau \max \text{diag}(J_1^\top J_1)$.

**Shines** in fitting curves: never uphill, and as fast as Gauss-Newton at the end.
**Fails** on losses that are no sum of squares, and stands still at a step that is refused.

**Forms.** The damping follows Nielsen; others scale it up and down by fixed factors. A step costs one more value of
the loss.

Source: Marquardt 1963; Nielsen, Damping parameter in Marquardt's method, 1999.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import GRADIENT, Hyper, Line, OptimizerSpec
from optimizers.gaussnewton import linearized
from optimizers.lines import STEP_WORDS
from optimizers.moments import scalar


class LevenbergState(NamedTuple):
    """The step count, the damping and the factor by which it grows next."""

    count: jax.Array  # ()
    mu: jax.Array  # ()
    nu: jax.Array  # ()


def levenberg(damping: float) -> optax.GradientTransformationExtraArgs:
    """Levenberg and Marquardt's method with Nielsen's damping; ``update`` needs ``residual_fn``."""

    def init(params: optax.Params) -> LevenbergState:
        return LevenbergState(jnp.zeros((), jnp.int32), scalar(0.0, params), scalar(2.0, params))

    def update(
        grads: Any, state: LevenbergState, params: Any = None, *, residual_fn: Any = None, **extra: Any
    ) -> tuple[Any, LevenbergState]:
        r, jacobian, back = linearized(residual_fn, params)
        product, slope = jacobian.T @ jacobian, jacobian.T @ r
        mu = jnp.where(state.count == 0, damping * jnp.max(jnp.diagonal(product)), state.mu)
        step = -jnp.linalg.solve(product + mu * jnp.eye(len(slope), dtype=slope.dtype), slope)
        tried = residual_fn(jax.tree.map(jnp.add, params, back(step)))
        gain = (jnp.sum(r**2) - jnp.sum(tried**2)) / jnp.dot(step, mu * step - slope)
        better = gain > 0
        after = jnp.where(better, mu * jnp.maximum(1 / 3, 1 - (2 * gain - 1) ** 3), state.nu * mu)
        nu = jnp.where(better, 2.0, 2 * state.nu)
        return back(jnp.where(better, step, 0.0)), LevenbergState(state.count + 1, after, nu)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="levenberg",
    label="Levenberg-Marquardt",
    family="Second order",
    summary="Damps Gauss-Newton, as much as its last step showed to be needed.",
    make=levenberg,
    hypers=(Hyper("damping", "First damping", r"\tau", 1e-3, 0.0, 1e9, (1e-6, 1e3), log=True),),
    lines=(
        GRADIENT,
        Line(r"\Delta\theta = -(J^\top J + \mu I)^{-1} J^\top r", STEP_WORDS, lambda s: s.step),
        Line(r"\mu", "damping, for the next step", lambda s: s.mu),
    ),
    needs=("residual_fn",),
    source="Marquardt 1963; Nielsen 1999, Damping parameter in Marquardt's method",
    module=__name__,
)
