r"""Conjugate gradients go downhill along directions that do not undo one another.

$$
\begin{aligned}
d_t &= -g_t + \beta_t\, d_{t-1} \\
\alpha_t &= -\frac{g_t^\top d_t}{d_t^\top H_t\, d_t}, \qquad \theta_t = \theta_{t-1} + \alpha\, \alpha_t\, d_t
\end{aligned}
$$

with $\beta_t$ of Fletcher and Reeves $\frac{g_t^\top g_t}{g_{t-1}^\top g_{t-1}}$, of Polak and Ribière
$\max(0, \frac{g_t^\top (g_t - g_{t-1})}{g_{t-1}^\top g_{t-1}})$ or of Hestenes and Stiefel
$\max(0, \frac{g_t^\top (g_t - g_{t-1})}{d_{t-1}^\top (g_t - g_{t-1})})$, which is 0 where its denominator is negative.
With jaxopt's search every denominator is $10^{-6}$ at least.

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

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import Hyper, OptimizerSpec, Option
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.second_order.curvature import LINE_SEARCH, PRODUCT, flat, times
from optimizers.second_order.search.base import Ask, Search, stateless
from optimizers.second_order.search.doubling import double_and_close
from optimizers.second_order.search.more_thuente import expecting, more_thuente
from optimizers.second_order.search.wolfe import ENOUGH, Point
from optimizers.second_order.search.zoom import from_last
from optimizers.trees import norm

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


class _Length(NamedTuple):
    """Where the length of a step comes from, and what its code does to the direction.

    ``search(lr, share)`` makes the search; ``least`` bounds the denominator of beta from below; with ``downhill`` a
    direction that is not downhill is replaced by the gradient.
    """

    search: Callable[[float, Callable], Search]
    least: float
    downhill: bool


def cg(lr: float, method: str = "polak_ribiere", length: str = "parabola") -> optax.GradientTransformationExtraArgs:
    """Conjugate gradients by "polak_ribiere", "fletcher_reeves" or "hestenes_stiefel"; needs ``value_fn``.

    The ``length`` of a step comes from a "parabola" or from the line search of jaxopt, "zoom", or of "scipy".
    """
    known = LENGTHS[length]
    share = partial(_share, METHODS[method], known.least)
    search = known.search(lr, share)

    def init(params: optax.Params) -> CgState:
        zeros = jnp.zeros_like(ravel_pytree(params)[0])
        return CgState(jnp.zeros((), jnp.int32), zeros, zeros, search.init(params))

    def update(grads: Any, state: CgState, params: Any = None, **extra: Any) -> tuple[Any, CgState]:
        g, back = ravel_pytree(grads)
        d = -g + jnp.where(state.count > 0, share(g, state.last, state.d), 0.0) * state.d
        if known.downhill:
            d = jnp.where(jnp.dot(g, d) < 0, d, -g)
        found = search.find(Ask(params, grads, d, state.count, extra), state.search)
        return back(found.moved), CgState(state.count + 1, g, found.direction, found.state)

    return optax.GradientTransformationExtraArgs(init, update)


def _polak_ribiere(g: jax.Array, last: jax.Array, d: jax.Array) -> tuple[jax.Array, jax.Array]:
    return jnp.dot(g, g - last), jnp.dot(last, last)


def _fletcher_reeves(g: jax.Array, last: jax.Array, d: jax.Array) -> tuple[jax.Array, jax.Array]:
    return jnp.dot(g, g), jnp.dot(last, last)


def _hestenes_stiefel(g: jax.Array, last: jax.Array, d: jax.Array) -> tuple[jax.Array, jax.Array]:
    return jnp.dot(g, g - last), jnp.dot(d, g - last)


def _share(quotient: Callable, least: float, g: jax.Array, last: jax.Array, d: jax.Array) -> jax.Array:
    """Beta: the share of the last direction, from the gradients here and there."""
    above, below = quotient(g, last, d)
    below = jnp.maximum(below, least)
    return jnp.maximum(0.0, jnp.where(below == 0, 0.0, above / jnp.where(below == 0, 1.0, below)))


def _parabola(lr: float, share: Callable) -> Search:
    """To the bottom of the parabola along the direction; where there is none, down the gradient."""

    def find(ask: Ask) -> tuple[jax.Array, jax.Array]:
        g, d = ask.g, ask.direction
        curvature = jnp.dot(d, times(ask.extra["value_fn"], ask.params, d))
        known = curvature > 0
        d = jnp.where(known, d, -g)
        capped = 1 / jnp.maximum(1.0, norm(g))
        return d, lr * jnp.where(known, -jnp.dot(g, d) / jnp.where(known, curvature, 1.0), capped) * d

    return stateless(find)


def _of_scipy(lr: float, share: Callable) -> Search:
    """Moré and Thuente's step, or that of a second search where this one will not do."""

    def length(ask: Ask, first: jax.Array) -> jax.Array:
        fn, vector, _ = flat(ask.extra["value_fn"], ask.params)
        g, d, phi = ask.g, ask.direction, ask.phi
        slope = jnp.dot(g, d)

        def accept(point: Point) -> jax.Array:
            after = jax.grad(fn)(vector + point.t * d)
            ahead = -after + share(after, g, d) * d
            downhill = jnp.dot(ahead, after) <= -DOWNHILL * jnp.dot(after, after)
            return downhill & (jnp.abs(point.slope) <= -FLAT * slope)

        t = more_thuente(phi, first, FLAT)
        value, there = phi(t)
        done = accept(Point(t, value, there)) & (value <= phi(jnp.zeros_like(t))[0] + ENOUGH * t * slope)
        second, found = jax.lax.cond(done, lambda: (t, done), lambda: double_and_close(phi, first, accept))
        return jnp.where(found, second, t)

    return expecting(length)


METHODS = {
    "polak_ribiere": _polak_ribiere,
    "fletcher_reeves": _fletcher_reeves,
    "hestenes_stiefel": _hestenes_stiefel,
}
LENGTHS = {
    "parabola": _Length(_parabola, 0.0, True),
    "zoom": _Length(lambda lr, share: from_last(LONGER), LEAST, False),
    "scipy": _Length(_of_scipy, 0.0, True),
}

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
