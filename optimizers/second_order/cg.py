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

**Forms.** Most codes search along the line, as jaxopt's form here does and scipy's, whose step must also leave a next
direction that goes downhill: that costs further gradients, which the count does not include. The other form takes the
length from one product with the Hessian, exact on quadratics. Where curvature along $d$ is not positive the direction
is the gradient, and its length 1 at most. A direction that is not downhill is replaced by the gradient, too.

Source: Hestenes and Stiefel 1952; Fletcher and Reeves 1964; Nocedal and Wright, Numerical optimization, 2006, chapter
5; Gilbert and Nocedal, Global convergence properties of conjugate gradient methods, 1992; code: scipy, method CG.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import Hyper, OptimizerSpec, Option
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.second_order.curvature import LINE_SEARCH, PRODUCT, along, flat, times
from optimizers.second_order.search.doubling import double_and_close
from optimizers.second_order.search.more_thuente import expected, more_thuente
from optimizers.second_order.search.wolfe import ENOUGH, Point
from optimizers.second_order.search.zoom import asked, from_last, guessed
from optimizers.trees import norm, scalar

LEAST = 1e-6  # jaxopt's least denominator
LONGER = 1.2  # than the last step: where jaxopt starts a search
FLAT = 0.4  # of the first slope: the steepest end of scipy's search
DOWNHILL = 0.01  # of the squared gradient: how little descent scipy allows the next direction


class CgState(NamedTuple):
    """The step count, the last gradient, the last direction and the state of the line search."""

    count: jax.Array  # ()
    last: jax.Array  # (n,)
    d: jax.Array  # (n,)
    search: Any  # of the line search, else empty


def cg(lr: float, method: str = "polak_ribiere", length: str = "parabola") -> optax.GradientTransformationExtraArgs:
    """Conjugate gradients by "polak_ribiere", "fletcher_reeves" or "hestenes_stiefel"; needs ``value_fn``.

    The ``length`` of a step comes from a "parabola" or from the line search of jaxopt, "zoom", or of "scipy".
    """
    search = from_last()

    def init(params: optax.Params) -> CgState:
        zeros = jnp.zeros_like(ravel_pytree(params)[0])
        searched = {"zoom": lambda: search.init(params), "scipy": lambda: scalar(0.0, params)}.get(length, tuple)()
        return CgState(jnp.zeros((), jnp.int32), zeros, zeros, searched)

    def update(grads: Any, state: CgState, params: Any = None, **extra: Any) -> tuple[Any, CgState]:
        g, back = ravel_pytree(grads)
        least = LEAST if length == "zoom" else 0.0
        d = -g + jnp.where(state.count > 0, _share(g, state, method, least), 0.0) * state.d
        if length == "zoom":
            guess = guessed(state.search, LONGER)
            updates, searched = search.update(back(d), guess, params, **asked(grads, extra))
            return updates, CgState(state.count + 1, g, d, searched)
        if length == "scipy":
            d = jnp.where(jnp.dot(g, d) < 0, d, -g)
            first = expected(state.count, state.search, extra["value"], g, d)
            size = _searched(g, d, first, method, extra["value_fn"], params)
            return back(size * d), CgState(state.count + 1, g, d, scalar(extra["value"], params))
        d, size = _parabola(g, d, extra["value_fn"], params)
        return back(lr * size * d), CgState(state.count + 1, g, d, ())

    return optax.GradientTransformationExtraArgs(init, update)


def _parabola(g: jax.Array, d: jax.Array, value_fn: Any, params: Any) -> tuple[jax.Array, jax.Array]:
    """A direction downhill and the way along it to the bottom of the parabola, where there is one."""
    d = jnp.where(jnp.dot(g, d) < 0, d, -g)
    curvature = jnp.dot(d, times(value_fn, params, d))
    known = curvature > 0
    d = jnp.where(known, d, -g)
    capped = 1 / jnp.maximum(1.0, norm(g))
    return d, jnp.where(known, -jnp.dot(g, d) / jnp.where(known, curvature, 1.0), capped)


def _searched(g: jax.Array, d: jax.Array, first: jax.Array, method: str, value_fn: Any, params: Any) -> jax.Array:
    """The length of scipy's step: Moré and Thuente's, or that of a second search where this one will not do."""
    fn, vector, _ = flat(value_fn, params)
    phi, slope, before = along(value_fn, params, d), jnp.dot(g, d), CgState(jnp.ones(()), g, d, ())

    def accept(point: Point) -> jax.Array:
        after = jax.grad(fn)(vector + point.t * d)
        ahead = -after + _share(after, before, method, 0.0) * d
        downhill = jnp.dot(ahead, after) <= -DOWNHILL * jnp.dot(after, after)
        return downhill & (jnp.abs(point.slope) <= -FLAT * slope)

    t = more_thuente(phi, first, FLAT)
    value, there = phi(t)
    done = accept(Point(t, value, there)) & (value <= phi(jnp.zeros_like(t))[0] + ENOUGH * t * slope)
    second, found = jax.lax.cond(done, lambda: (t, done), lambda: double_and_close(phi, first, accept))
    return jnp.where(found, second, t)


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
            (
                ("parabola", "to the bottom of the parabola"),
                ("zoom", "line search (jaxopt)"),
                ("scipy", "line search (scipy)"),
            ),
            "parabola",
        ),
    ),
    lines=(
        GRADIENT,
        Line(r"d = -g + \beta\, d", "direction", lambda s: s.d),
        Line(r"\Delta\theta = \alpha\, \alpha_t\, d", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: s.prev_d,
    needs=("value", "value_fn"),
    uncounted=lambda options: (
        f"a product with the Hessian, {PRODUCT}" if options["length"] == "parabola" else LINE_SEARCH
    ),
    source="Hestenes and Stiefel 1952; Fletcher and Reeves 1964; Nocedal and Wright 2006, chapter 5",
    module=__name__,
)
