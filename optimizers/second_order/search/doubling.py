r"""Nocedal and Wright's line search for the strong Wolfe conditions, as scipy uses it where its first one will not do.

Along a direction with $\phi(t) = f(\theta + t\, d)$ it doubles $t$ until a step that will do lies between two points.
Then it closes in: at the lowest point of the cubic through the better end with its slope, the other end and the end
given up last; where that is too near an end, of the parabola through both; where that is, too, in the middle. Beside
the conditions the step must pass a test of the method's own.
Source: Nocedal and Wright, Numerical optimization, 2006, algorithms 3.5 and 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from optimizers.second_order.search.wolfe import ENOUGH, Point, Walk, choose

MOST = 10  # doublings; one trial more between two points
NEAR_CUBIC, NEAR_PARABOLA = 0.2, 0.1  # of the width: how near an end is too near

Accept = Callable[[Point], jax.Array]  # of a point on the line: whether its step will do


class _Bracket(NamedTuple):
    """Both ends, the better one first, the end given up last, a count of trials, whether the better one will do."""

    low: Point
    high: Point
    last: Point
    count: jax.Array
    found: jax.Array


def double_and_close(
    phi: Callable[[jax.Array], tuple], first: jax.Array, accept: Accept
) -> tuple[jax.Array, jax.Array]:
    """The length of the step along a direction of descent, tried ``first``, and whether one was found.

    ``phi(t)`` returns the loss and the slope at ``t``; ``accept`` is asked only of points that are low enough.
    """

    def at(t: jax.Array) -> Point:
        f, slope = phi(t)
        return Point(t, f, slope)

    start = at(jnp.zeros_like(first))
    walk = jax.lax.while_loop(
        lambda w: _between(w, start, accept) == 0,
        lambda w: Walk(w.here, at(2 * w.here.t), w.count + 1),
        Walk(start, at(first), jnp.zeros((), jnp.int32)),
    )
    verdict = _between(walk, start, accept)
    low, high = choose(verdict == 1, walk.behind, walk.here), choose(verdict == 1, walk.here, walk.behind)
    bracket = jax.lax.while_loop(
        lambda b: ~b.found & (b.count <= MOST),
        lambda b: _closer(b, at, start, accept),
        _Bracket(low, high, start, jnp.zeros((), jnp.int32), verdict == 2),
    )
    return bracket.low.t, bracket.found


def _low_enough(point: Point, start: Point) -> jax.Array:
    return point.f <= start.f + ENOUGH * point.t * start.slope


def _between(walk: Walk, start: Point, accept: Accept) -> jax.Array:
    """0 to walk on, 1 if the step lies behind a higher point, 3 behind a rising one, 2 if this one is taken."""
    here = walk.here
    higher = ~_low_enough(here, start) | ((walk.count > 0) & (here.f >= walk.behind.f))
    verdict = jnp.where(higher, 1, jnp.where(accept(here), 2, jnp.where(here.slope >= 0, 3, 0)))
    return jnp.where(walk.count >= MOST, 2, verdict)


def _closer(b: _Bracket, at: Callable[[jax.Array], Point], start: Point, accept: Accept) -> _Bracket:
    new = at(_trial(b))
    worse = ~_low_enough(new, start) | (new.f >= b.low.f)
    crossed = ~worse & (new.slope * (b.high.t - b.low.t) >= 0)
    high = choose(worse, new, choose(crossed, b.low, b.high))
    last = choose(worse | crossed, b.high, b.low)
    return _Bracket(choose(worse, b.low, new), high, last, b.count + 1, ~worse & accept(new))


def _trial(b: _Bracket) -> jax.Array:
    width = b.high.t - b.low.t  # negative where the better end is the farther one, and so are the margins: as in scipy
    least, most = jnp.minimum(b.low.t, b.high.t), jnp.maximum(b.low.t, b.high.t)

    def near(t: jax.Array, share: float) -> jax.Array:
        return ~jnp.isfinite(t) | (t > most - share * width) | (t < least + share * width)

    cubic, parabola = _cubic(b), b.low.t - b.low.slope / (2 * _bend(b.low, b.high))
    inner = jnp.where(near(parabola, NEAR_PARABOLA), b.low.t + width / 2, parabola)
    return jnp.where((b.count == 0) | near(cubic, NEAR_CUBIC), inner, cubic)


def _bend(low: Point, end: Point) -> jax.Array:
    """The quadratic coefficient of the parabola through two points with the slope of the first."""
    width = end.t - low.t
    return (end.f - low.f - low.slope * width) / width**2


def _cubic(b: _Bracket) -> jax.Array:
    """Where the cubic through three points with the slope of the first is lowest; not finite if nowhere."""
    near, far = b.high.t - b.low.t, b.last.t - b.low.t
    third = (_bend(b.low, b.high) - _bend(b.low, b.last)) / (near - far)
    second = _bend(b.low, b.high) - third * near
    return b.low.t + (-second + jnp.sqrt(second**2 - 3 * third * b.low.slope)) / (3 * third)
