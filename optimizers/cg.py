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

**Forms.** Most codes search along the line, as jaxopt's form here does: that costs further gradients, which the count
does not include. The other form takes the length from one product with the Hessian, exact on quadratics. Where
curvature along $d$ is not positive the direction is the gradient, and its length 1 at most. A direction that is not
downhill is replaced by the gradient, too.

Source: Hestenes and Stiefel 1952; Fletcher and Reeves 1964; Nocedal and Wright, Numerical optimization, 2006, chapter
5.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import GRADIENT, Hyper, Line, OptimizerSpec, Option, when
from optimizers.curvature import times
from optimizers.lines import STEP_WORDS
from optimizers.zoom import asked, from_last, guessed

LEAST = 1e-6  # jaxopt's least denominator
LONGER = 1.2  # than the last step: where jaxopt starts a search


class CgState(NamedTuple):
    """The step count, the last gradient, the last direction and the state of the line search."""

    count: jax.Array  # ()
    last: jax.Array  # (n,)
    d: jax.Array  # (n,)
    search: Any  # of the line search, else empty


def cg(lr: float, method: str = "polak_ribiere", length: str = "parabola") -> optax.GradientTransformationExtraArgs:
    """Conjugate gradients by "polak_ribiere", "fletcher_reeves" or "hestenes_stiefel"; needs ``value_fn``.

    The ``length`` of a step comes from a "parabola" or from jaxopt's line search, "zoom".
    """
    search = from_last()

    def init(params: optax.Params) -> CgState:
        zeros = jnp.zeros_like(ravel_pytree(params)[0])
        return CgState(jnp.zeros((), jnp.int32), zeros, zeros, search.init(params) if length == "zoom" else ())

    def update(grads: Any, state: CgState, params: Any = None, **extra: Any) -> tuple[Any, CgState]:
        g, back = ravel_pytree(grads)
        least = LEAST if length == "zoom" else 0.0
        d = -g + jnp.where(state.count > 0, _share(g, state, method, least), 0.0) * state.d
        if length == "zoom":
            guess = guessed(state.search, LONGER)
            updates, searched = search.update(back(d), guess, params, **asked(grads, extra))
            return updates, CgState(state.count + 1, g, d, searched)
        d, size = _parabola(g, d, extra["value_fn"], params)
        return back(lr * size * d), CgState(state.count + 1, g, d, ())

    return optax.GradientTransformationExtraArgs(init, update)


def _parabola(g: jax.Array, d: jax.Array, value_fn: Any, params: Any) -> tuple[jax.Array, jax.Array]:
    """A direction downhill and the way along it to the bottom of the parabola, where there is one."""
    d = jnp.where(jnp.dot(g, d) < 0, d, -g)
    curvature = jnp.dot(d, times(value_fn, params, d))
    known = curvature > 0
    d = jnp.where(known, d, -g)
    capped = 1 / jnp.maximum(1.0, jnp.sqrt(jnp.sum(g**2)))
    return d, jnp.where(known, -jnp.dot(g, d) / jnp.where(known, curvature, 1.0), capped)


def _share(g: jax.Array, state: CgState, method: str, least: float) -> jax.Array:
    change = g - state.last
    above = jnp.dot(g, g) if method == "fletcher_reeves" else jnp.dot(g, change)
    below = jnp.dot(state.d, change) if method == "hestenes_stiefel" else jnp.dot(state.last, state.last)
    below = jnp.maximum(below, least)
    return jnp.maximum(0.0, jnp.where(below == 0, 0.0, above / jnp.where(below == 0, 1.0, below)))


SPEC = OptimizerSpec(
    name="cg",
    label="Conjugate gradients",
    family="Second order",
    summary="Goes downhill along directions that do not undo one another.",
    make=cg,
    hypers=(
        Hyper(
            "lr",
            "Learning rate",
            r"\alpha",
            1.0,
            0.0,
            1e3,
            (0.01, 2.0),
            log=True,
            help="Share of the way to the bottom of the parabola.",
            when=when(length="parabola"),
        ),
    ),
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
        Option(
            "length",
            "Length of the step",
            (("parabola", "to the bottom of the parabola"), ("zoom", "line search (jaxopt)")),
            "parabola",
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
