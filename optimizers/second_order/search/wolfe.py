r"""A line search for the strong Wolfe conditions, with cubic interpolation.

Along a direction $d$ with $\phi(t) = f(\theta + t\, d)$ it seeks a $t$ that lowers the loss enough and flattens the
slope:

$$
\phi(t) \le \phi(0) + 10^{-4}\, t\, \phi'(0), \qquad |\phi'(t)| \le 0.9\, |\phi'(0)|
$$

It first walks outwards until such a $t$ lies between two points, then closes in on it. Its constants and safeguards
are those of torch. Source: Nocedal and Wright, Numerical optimization, 2006, algorithms 3.5 and 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from optimizers.second_order.search.base import Ask, Search, stateless
from optimizers.trees import scalar

ENOUGH = 1e-4  # of the first slope: the least descent
FLAT = 0.9  # of the first slope: the steepest end
MOST = 25  # evaluations after the first
NARROW = 1e-9  # the bracket that is not closed in further, times the largest entry of the direction


class Point(NamedTuple):
    """A step with the loss and the slope there, all ()."""

    t: jax.Array
    f: jax.Array
    slope: jax.Array


class Walk(NamedTuple):
    """The last two points of the way out and a count, of evaluations or of doublings."""

    behind: Point
    here: Point
    count: jax.Array


class _Bracket(NamedTuple):
    """Both ends, the better one first, evaluations, whether the last trial was near an end, whether it is all over."""

    low: Point
    high: Point
    count: jax.Array
    stuck: jax.Array
    over: jax.Array


def wolfe(lr: float) -> Search:
    """This search, begun at ``lr`` times the trial asked for; needs ``value_fn``."""

    def find(ask: Ask) -> tuple[jax.Array, jax.Array]:
        first = scalar(lr * ask.trial, ask.params)
        return ask.direction, strong_wolfe(ask.phi, first, jnp.max(jnp.abs(ask.direction))) * ask.direction

    return stateless(find)


def strong_wolfe(phi: Callable[[jax.Array], tuple], first: jax.Array, size: jax.Array) -> jax.Array:
    """The length of the step along a direction of descent.

    ``phi(t)`` returns the loss and the slope at ``t``; ``first`` is the step to try first, ``size`` the largest entry
    of the direction.
    """

    def at(t: jax.Array) -> Point:
        f, slope = phi(t)
        return Point(t, f, slope)

    start = at(jnp.zeros_like(first))
    walk = jax.lax.while_loop(
        lambda w: _between(w, start) == 0, lambda w: _further(w, at), Walk(start, at(first), jnp.zeros((), jnp.int32))
    )
    late, found = walk.count >= MOST, _between(walk, start) == 2
    low, high = _sorted(choose(late, start, walk.behind), walk.here)
    low = choose(found & ~late, walk.here, low)
    bracket = _Bracket(low, high, walk.count, jnp.array(False), found)
    closed = jax.lax.while_loop(
        lambda b: ~b.over & (b.count < MOST) & (jnp.abs(b.high.t - b.low.t) * size >= NARROW),
        lambda b: _closer(b, at, start),
        bracket,
    )
    return closed.low.t


def _between(walk: Walk, start: Point) -> jax.Array:
    """0 to walk on, 1 if the step lies between the last two points, 2 if the last point will do or time is up."""
    here = walk.here
    high = (here.f > start.f + ENOUGH * here.t * start.slope) | ((walk.count > 1) & (here.f >= walk.behind.f))
    good = jnp.abs(here.slope) <= -FLAT * start.slope
    verdict = jnp.where(high, 1, jnp.where(good, 2, jnp.where(here.slope >= 0, 1, 0)))
    return jnp.where(walk.count >= MOST, 2, verdict)


def _further(walk: Walk, at: Callable[[jax.Array], Point]) -> Walk:
    t, before = walk.here.t, walk.behind.t
    there = _cubic(walk.behind, walk.here, t + 0.01 * (t - before), 10 * t)
    return Walk(walk.here, at(there), walk.count + 1)


def _closer(b: _Bracket, at: Callable[[jax.Array], Point], start: Point) -> _Bracket:
    least, most = jnp.minimum(b.low.t, b.high.t), jnp.maximum(b.low.t, b.high.t)
    t = _cubic(b.low, b.high, least, most)
    margin = 0.1 * (most - least)
    near = jnp.minimum(most - t, t - least) < margin
    moved = near & (b.stuck | (t >= most) | (t <= least))
    t = jnp.where(moved, jnp.where(jnp.abs(t - most) < jnp.abs(t - least), most - margin, least + margin), t)
    new = at(t)
    worse = (new.f > start.f + ENOUGH * t * start.slope) | (new.f >= b.low.f)
    good = jnp.abs(new.slope) <= -FLAT * start.slope
    crossed = new.slope * (b.high.t - b.low.t) >= 0
    low, high = _sorted(b.low, new)
    better = choose(crossed & ~good, b.low, b.high)
    return _Bracket(choose(worse, low, new), choose(worse, high, better), b.count + 1, near & ~moved, ~worse & good)


def _cubic(a: Point, b: Point, least: jax.Array, most: jax.Array) -> jax.Array:
    """Where the cubic through two points with their slopes is lowest, within bounds; their middle if nowhere."""
    left, right = choose(a.t <= b.t, a, b), choose(a.t <= b.t, b, a)
    d1 = left.slope + right.slope - 3 * (left.f - right.f) / (left.t - right.t)
    square = d1**2 - left.slope * right.slope
    d2 = jnp.sqrt(jnp.maximum(square, 0.0))
    lowest = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2))
    return jnp.where(square >= 0, jnp.minimum(jnp.maximum(lowest, least), most), (least + most) / 2)


def _sorted(a: Point, b: Point) -> tuple[Point, Point]:
    """The two points, that with the lower loss first."""
    return choose(a.f <= b.f, a, b), choose(a.f <= b.f, b, a)


def choose(condition: jax.Array, yes: Any, no: Any) -> Any:
    """The one tree or the other."""
    return jax.tree.map(lambda x, y: jnp.where(condition, x, y), yes, no)
