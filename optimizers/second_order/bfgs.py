r"""BFGS keeps a whole approximation of the inverse Hessian and searches along every direction it gives.

$$
\begin{aligned}
d_t &= -H_t\, g_t, \qquad \theta_t = \theta_{t-1} + \alpha\, \alpha_t\, d_t \\
H_{t+1} &= (I - \rho\, s\, y^\top)\, H_t\, (I - \rho\, y\, s^\top) + \rho\, s\, s^\top, \qquad
s = \theta_t - \theta_{t-1}, \quad y = g_{t+1} - g_t, \quad \rho = 1 / (y^\top s)
\end{aligned}
$$

with $H_1 = I$.

**Shines** on smooth losses of few coordinates: after some steps it is as fast as Newton's method.
**Fails** in size: $H$ has $n^2$ entries. And its line search wants losses without noise.

**Forms.** As in scipy: the search is Moré and Thuente's, its first trial expects the loss to fall as much as in the
step before. Scipy takes the whole step found, $\alpha = 1$. The search costs further gradients, which the count here
does not include.

Source: Nocedal and Wright, Numerical optimization, 2006, algorithm 6.1; code: scipy.optimize.minimize, method BFGS.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import Hyper, OptimizerSpec, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.second_order.curvature import LINE_SEARCH
from optimizers.second_order.search.base import Ask
from optimizers.second_order.search.more_thuente import expecting, more_thuente

LARGE = 1000.0  # scipy's rho where y and s are orthogonal


class BfgsState(NamedTuple):
    """The step count, the inverse Hessian, the last gradient and step, and the last loss."""

    count: jax.Array  # ()
    h: jax.Array  # (n, n)
    last: jax.Array  # (n,)
    moved: jax.Array  # (n,)
    value: jax.Array  # ()

    @property
    def points(self) -> tuple[str, ...]:
        """The fields that change as the parameters do when a wrapper changes a step."""
        return ("moved",)


def bfgs(lr: float, flat: float) -> optax.GradientTransformationExtraArgs:
    """BFGS, ``lr`` of each step found at ``flat`` times the first slope; needs ``value`` and ``value_fn``."""
    search = expecting(lambda ask, first: lr * more_thuente(ask.phi, first, flat))

    def init(params: optax.Params) -> BfgsState:
        zeros = jnp.zeros_like(ravel_pytree(params)[0])
        h = jnp.eye(zeros.size, dtype=zeros.dtype)
        return BfgsState(jnp.zeros((), jnp.int32), h, zeros, zeros, search.init(params))

    def update(
        grads: Any, state: BfgsState, params: Any = None, *, value: Any, value_fn: Any, **extra: Any
    ) -> tuple[Any, BfgsState]:
        g, back = ravel_pytree(grads)
        h = jnp.where(state.count > 0, _updated(state, g), state.h)
        d = -h @ g
        ask = Ask(params, grads, d, state.count, {"value": value, "value_fn": value_fn})
        found = search.find(ask, state.value)
        moved = jnp.where(jnp.dot(g, d) < 0, found.moved, 0.0)
        return back(moved), BfgsState(state.count + 1, h, g, moved, found.state)

    return optax.GradientTransformationExtraArgs(init, update)


def _updated(state: BfgsState, g: jax.Array) -> jax.Array:
    s, y = state.moved, g - state.last
    product = jnp.dot(y, s)
    rho = jnp.where(product == 0, LARGE, 1 / jnp.where(product == 0, 1.0, product))
    left = jnp.eye(len(s), dtype=s.dtype) - rho * jnp.outer(s, y)
    return left @ state.h @ left.T + rho * jnp.outer(s, s)


SPEC = OptimizerSpec(
    name="bfgs",
    label="BFGS",
    family="Second order",
    summary="Keeps a whole approximation of the inverse Hessian and searches along every direction it gives.",
    make=bfgs,
    hypers=(
        lr(1.0, (0.01, 1.0), help="Share of the step that the search finds."),
        Hyper(
            "flat",
            "Curvature condition",
            "c_2",
            0.9,
            1e-4,
            0.9999,
            (0.1, 0.9),
            help="The slope at the end of a step, as a share of the slope at its start.",
        ),
    ),
    lines=(
        GRADIENT,
        Line(r"\text{diag}(H)", "of the inverse Hessian", lambda s: np.diagonal(s.h, axis1=1, axis2=2)),
        Line(r"\Delta\theta = -\alpha\, \alpha_t\, H\, g", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: s.prev_moved,
    needs=("value", "value_fn"),
    uncounted=lambda options: LINE_SEARCH,
    most_parameters=lambda options: 1_500,
    most_parameters_note="keeps a matrix of one row and one column for each parameter",
    source="Nocedal and Wright 2006, algorithm 6.1; code: scipy.optimize.minimize, method BFGS",
    module=__name__,
)
