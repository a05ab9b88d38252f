r"""Gauss and Newton's method solves the least-squares problem that touches the residuals at the current point.

For a loss that is a sum of squares, $f = \sum_i r_i^2$, with the Jacobian $J$ of the residuals:

$$
\theta_t = \theta_{t-1} - \alpha\, (J_t^\top J_t)^{-1} J_t^\top r_t
$$

**Shines** where residuals are small or nearly linear: it needs no second derivatives and nearly equals Newton's
method.
**Fails** where $J$ loses rank: then the step is as long as it likes; Levenberg and Marquardt's damping is the cure.

**Forms.** With a Gaussian model of unit variance it is the natural gradient with rate 1. It exists only on losses
with residuals.

Source: Nocedal and Wright, Numerical optimization, 2006, chapter 10.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import OptimizerSpec, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line

SLOPES = "the slope of each residual, which is more work than that of their sum"


def gaussnewton(lr: float) -> optax.GradientTransformationExtraArgs:
    """Gauss and Newton's method; ``update`` needs ``residual_fn``. It keeps no state."""

    def init(params: optax.Params) -> optax.EmptyState:
        return optax.EmptyState()

    def update(
        grads: Any, state: optax.EmptyState, params: Any = None, *, residual_fn: Any = None, **extra: Any
    ) -> tuple[Any, optax.EmptyState]:
        residuals, jacobian, back = linearized(residual_fn, params)
        return back(-lr * jnp.linalg.solve(jacobian.T @ jacobian, jacobian.T @ residuals)), state

    return optax.GradientTransformationExtraArgs(init, update)


def linearized(residual_fn: Any, params: Any) -> tuple[jax.Array, jax.Array, Any]:
    """The residuals (r,), their Jacobian (r, n), and the way back from n numbers to the tree.

    Raises ValueError where there are no residuals: the loss is then no sum of squares.
    """
    if residual_fn is None:
        raise ValueError("This rule needs a loss that is a sum of squares, and its residuals.")
    vector, back = ravel_pytree(params)

    def residuals(x: jax.Array) -> jax.Array:
        return residual_fn(back(x))

    return residuals(vector), jax.jacobian(residuals)(vector), back


SPEC = OptimizerSpec(
    name="gaussnewton",
    label="Gauss-Newton",
    family="Second order",
    summary="Solves the least-squares problem that touches the residuals at the current point.",
    make=gaussnewton,
    hypers=(lr(1.0, (0.01, 1.0)),),
    lines=(
        GRADIENT,
        Line(r"\Delta\theta = -\alpha\, (J^\top J)^{-1} J^\top r", STEP_WORDS, lambda s: s.step),
    ),
    needs=("residual_fn",),
    uncounted=lambda options: SLOPES,
    most_parameters=lambda options: 300,
    most_parameters_note="solves with a matrix of one row and one column for each parameter",
    source="Nocedal and Wright 2006, chapter 10",
    module=__name__,
)
