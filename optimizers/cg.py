r"""Conjugate gradients go downhill along directions that do not undo one another.

$$
\begin{aligned}
d_t &= -g_t + \beta_t\, d_{t-1} \\
\alpha_t &= -\frac{g_t^\top d_t}{d_t^\top H_t\, d_t}, \qquad \theta_t = \theta_{t-1} + \alpha\, \alpha_t\, d_t
\end{aligned}
$$

with $\beta_t$ of Fletcher and Reeves $\frac{g_t^\top g_t}{g_{t-1}^\top g_{t-1}}$, of Polak and Ribière
$\max(0, \frac{g_t^\top (g_t - g_{t-1})}{g_{t-1}^\top g_{t-1}})$ or of Hestenes and Stiefel
$\frac{g_t^\top (g_t - g_{t-1})}{d_{t-1}^\top (g_t - g_{t-1})}$.

**Shines** on quadratics: $n$ steps for $n$ coordinates, with no matrix stored.
**Fails** far from a minimum: where the curvature along $d$ is not positive no parabola tells the length of the step.

**Forms.** Most codes search along the line; here one product with the Hessian gives the length, exact on quadratics.
Where curvature along $d$ is not positive the direction is the gradient, and its length 1 at most. A direction that is
not downhill is replaced by the gradient, too.

Source: Hestenes and Stiefel 1952; Fletcher and Reeves 1964; Nocedal and Wright, Numerical optimization, 2006, chapter
5.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import GRADIENT, Line, OptimizerSpec, Option, lr
from optimizers.curvature import times
from optimizers.lines import STEP_WORDS


class CgState(NamedTuple):
    """The step count, the last gradient and the last direction."""

    count: jax.Array  # ()
    last: jax.Array  # (n,)
    d: jax.Array  # (n,)


def cg(lr: float, method: str = "polak_ribiere") -> optax.GradientTransformationExtraArgs:
    """Conjugate gradients by "polak_ribiere", "fletcher_reeves" or "hestenes_stiefel"; needs ``value_fn``."""

    def init(params: optax.Params) -> CgState:
        zeros = jnp.zeros_like(ravel_pytree(params)[0])
        return CgState(jnp.zeros((), jnp.int32), zeros, zeros)

    def update(grads: Any, state: CgState, params: Any = None, *, value_fn: Any, **extra: Any) -> tuple[Any, CgState]:
        g, back = ravel_pytree(grads)
        d = -g + jnp.where(state.count > 0, _share(g, state, method), 0.0) * state.d
        d = jnp.where(jnp.dot(g, d) < 0, d, -g)
        curvature = jnp.dot(d, times(value_fn, params, d))
        known = curvature > 0
        d = jnp.where(known, d, -g)
        norm = jnp.sqrt(jnp.sum(g**2))
        capped = 1 / jnp.maximum(1.0, norm)
        length = jnp.where(known, -jnp.dot(g, d) / jnp.where(known, curvature, 1.0), capped)
        return back(lr * length * d), CgState(state.count + 1, g, d)

    return optax.GradientTransformationExtraArgs(init, update)


def _share(g: jax.Array, state: CgState, method: str) -> jax.Array:
    change = g - state.last
    above = jnp.dot(g, g) if method == "fletcher_reeves" else jnp.dot(g, change)
    below = jnp.dot(state.d, change) if method == "hestenes_stiefel" else jnp.dot(state.last, state.last)
    share = jnp.where(below == 0, 0.0, above / jnp.where(below == 0, 1.0, below))
    return jnp.maximum(0.0, share) if method == "polak_ribiere" else share


SPEC = OptimizerSpec(
    name="cg",
    label="Conjugate gradients",
    family="Second order",
    summary="Goes downhill along directions that do not undo one another.",
    make=cg,
    hypers=(lr(1.0, (0.01, 2.0), help="Share of the step to the bottom of the parabola."),),
    options=(
        Option(
            "method",
            "Method",
            (
                ("polak_ribiere", "Polak and Ribière, at least 0"),
                ("fletcher_reeves", "Fletcher and Reeves"),
                ("hestenes_stiefel", "Hestenes and Stiefel"),
            ),
            "polak_ribiere",
        ),
    ),
    lines=(
        GRADIENT,
        Line(r"d = -g + \beta\, d", "direction", lambda s: s.d),
        Line(r"\Delta\theta = \alpha\, \alpha_t\, d", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: s.prev_d,
    needs=("value_fn",),
    source="Hestenes and Stiefel 1952; Fletcher and Reeves 1964; Nocedal and Wright 2006, chapter 5",
    module=__name__,
)
