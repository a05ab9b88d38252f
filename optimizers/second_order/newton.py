r"""Newton's method jumps to the minimum of the parabola that touches the loss at the current point.

$$
\theta_t = \theta_{t-1} - \alpha\, (H_t + \lambda I)^{-1} g_t, \qquad H_t = \nabla^2 f(\theta_{t-1})
$$

**Shines** near a minimum: on a quadratic one step is enough, whatever its shape or scale.
**Fails** elsewhere: where curvature is negative the parabola has no minimum, and the step goes to a saddle or a
maximum. And $H$ has $n^2$ entries.

**Forms.** What is done where $H + \lambda I$ is not positive: solve all the same; fall back to the gradient; or take
the curvature's absolute value, $|H| + \lambda I$, which leaves saddles instead of seeking them (saddle-free Newton).
A line search for the length of the step costs further gradients, which the count here does not include.

Source: Nocedal and Wright, Numerical optimization, 2006, chapter 3; Dauphin and others, Identifying and attacking the
saddle point problem in high-dimensional non-convex optimization, 2014, arXiv:1406.2572.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import Hyper, OptimizerSpec, Option, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.second_order.curvature import LINE_SEARCH, PRODUCT, hessian
from optimizers.second_order.search.base import Ask, fixed
from optimizers.second_order.search.wolfe import wolfe


def _solved(matrix: jax.Array, damping: float, g: jax.Array) -> jax.Array:
    return jnp.linalg.solve(_damped(matrix, damping), g)


def _else_gradient(matrix: jax.Array, damping: float, g: jax.Array) -> jax.Array:
    positive = jnp.all(jnp.isfinite(jnp.linalg.cholesky(_damped(matrix, damping))))
    return jnp.where(positive, _solved(matrix, damping, g), g)


def _absolute(matrix: jax.Array, damping: float, g: jax.Array) -> jax.Array:
    values, vectors = jnp.linalg.eigh(matrix)
    return vectors @ ((vectors.T @ g) / (jnp.abs(values) + damping))


def _damped(matrix: jax.Array, damping: float) -> jax.Array:
    return matrix + damping * jnp.eye(len(matrix), dtype=matrix.dtype)


DIRECTIONS = {"solve": _solved, "gradient": _else_gradient, "absolute": _absolute}  # uphill
SEARCHES = {"off": fixed, "on": wolfe}


def newton(
    lr: float, damping: float, indefinite: str = "absolute", search: str = "off"
) -> optax.GradientTransformationExtraArgs:
    """Newton's method; where the curvature is ``indefinite``: "solve", "gradient" or "absolute"; needs ``value_fn``.

    With ``search`` "on" the length of each step is searched for, from ``lr`` on.
    """
    uphill, searching = DIRECTIONS[indefinite], SEARCHES[search](lr)

    def init(params: optax.Params) -> optax.EmptyState:
        return optax.EmptyState()

    def update(
        grads: Any, state: optax.EmptyState, params: Any = None, *, value_fn: Any, **extra: Any
    ) -> tuple[Any, optax.EmptyState]:
        g, back = ravel_pytree(grads)
        direction = -uphill(hessian(value_fn, params), damping, g)
        ask = Ask(params, grads, direction, jnp.zeros((), jnp.int32), {"value_fn": value_fn})
        return back(searching.find(ask, ()).moved), state

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="newton",
    label="Newton",
    family="Second order",
    summary="Jumps to the minimum of the parabola that touches the loss at the current point.",
    make=newton,
    hypers=(
        lr(1.0, (0.01, 1.0)),
        Hyper("damping", "Damping", r"\lambda", 1.0, 0.0, 1e9, (1e-6, 1e3), log=True),
    ),
    options=(
        Option(
            "indefinite",
            "Where curvature is negative",
            (("solve", "solve all the same"), ("gradient", "take the gradient"), ("absolute", "take its size")),
            "absolute",
        ),
        Option("search", "Line search", (("off", "off"), ("on", "strong Wolfe conditions")), "off"),
    ),
    lines=(
        GRADIENT,
        Line(r"\Delta\theta = -\alpha\, (H + \lambda I)^{-1} g", STEP_WORDS, lambda s: s.step),
    ),
    needs=("value_fn",),
    uncounted=lambda options: (
        f"the Hessian, {PRODUCT} for each coordinate" + (f"; {LINE_SEARCH}" if options["search"] == "on" else "")
    ),
    most_parameters=lambda options: 300,
    most_parameters_note="solves with the matrix of all second derivatives",
    source="Nocedal and Wright 2006, chapter 3; Dauphin and others 2014, arXiv:1406.2572",
    module=__name__,
)
