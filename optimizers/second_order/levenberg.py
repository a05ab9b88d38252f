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

**Forms.** The damping follows Nielsen (jaxopt); or it starts at 1, falls by 3.5 when a step brings nearly all that it
promised and rises by 4 when it brings next to nothing (optimistix). A step costs one more value of the loss.

Source: Marquardt 1963; Nielsen, Damping parameter in Marquardt's method, 1999.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec, Option
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.second_order.gaussnewton import SLOPES, linearized
from optimizers.trees import scalar

ENOUGH, AS_HOPED = 0.01, 0.99  # of the promised descent: to take a step, and to trust it further
GROW, SHRINK = 3.5, 0.25  # of the trust, the inverse of the damping


class LevenbergState(NamedTuple):
    """The step count, the damping and the factor by which it grows next."""

    count: jax.Array  # ()
    mu: jax.Array  # ()
    nu: jax.Array  # ()


def levenberg(damping: float, form: str = "nielsen") -> optax.GradientTransformationExtraArgs:
    """Levenberg and Marquardt's method; ``form`` is "nielsen" or "trust"; ``update`` needs ``residual_fn``."""

    def init(params: optax.Params) -> LevenbergState:
        return LevenbergState(jnp.zeros((), jnp.int32), scalar(1.0, params), scalar(2.0, params))

    def update(
        grads: Any, state: LevenbergState, params: Any = None, *, residual_fn: Any = None, **extra: Any
    ) -> tuple[Any, LevenbergState]:
        r, jacobian, back = linearized(residual_fn, params)
        product, slope = jacobian.T @ jacobian, jacobian.T @ r
        mu = state.mu
        if form == "nielsen":
            mu = jnp.where(state.count == 0, damping * jnp.max(jnp.diagonal(product)), mu)
        step = -jnp.linalg.solve(product + mu * jnp.eye(len(slope), dtype=slope.dtype), slope)
        tried = residual_fn(jax.tree.map(jnp.add, params, back(step)))
        gained = jnp.sum(r**2) - jnp.sum(tried**2)
        if form == "trust":
            hoped = jnp.sum(r**2) - jnp.sum((jacobian @ step + r) ** 2)
            better, nu = gained >= ENOUGH * hoped, state.nu
            well = (gained > AS_HOPED * hoped) & (hoped > 0)
            after = jnp.where(better, jnp.where(well, mu / GROW, mu), mu / SHRINK)
        else:
            gain = gained / jnp.dot(step, mu * step - slope)
            better, nu = gain > 0, jnp.where(gain > 0, 2.0, 2 * state.nu)
            after = jnp.where(better, mu * jnp.maximum(1 / 3, 1 - (2 * gain - 1) ** 3), state.nu * mu)
        return back(jnp.where(better, step, 0.0)), LevenbergState(state.count + 1, after, nu)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="levenberg",
    label="Levenberg-Marquardt",
    family="Second order",
    summary="Damps Gauss-Newton, as much as its last step showed to be needed.",
    make=levenberg,
    hypers=(
        Hyper(
            "damping",
            "Initial damping",
            r"\tau",
            0.1,
            0.0,
            1e9,
            (1e-6, 1e3),
            log=True,
            initial=True,
            when=when(form="nielsen"),
        ),
    ),
    options=(
        Option("form", "Damping", (("nielsen", "by the gain (Nielsen)"), ("trust", "by fixed factors")), "nielsen"),
    ),
    lines=(
        GRADIENT,
        Line(r"\Delta\theta = -(J^\top J + \mu I)^{-1} J^\top r", STEP_WORDS, lambda s: s.step),
        Line(r"\mu", "damping, for the next step", lambda s: s.mu),
        Line(r"\nu", "its factor, should that step fail", lambda s: s.nu, when=when(form="nielsen")),
    ),
    needs=("residual_fn",),
    uncounted=lambda options: f"{SLOPES}; the loss at the point that it tries",
    most_parameters=lambda options: 300,
    most_parameters_note="solves with a matrix of one row and one column for each parameter",
    source="Marquardt 1963; Nielsen 1999, Damping parameter in Marquardt's method",
    module=__name__,
)
