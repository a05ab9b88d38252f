r"""Moré and Thuente's line search for the strong Wolfe conditions, as scipy uses it.

Along a direction with $\phi(t) = f(\theta + t\, d)$ it seeks a $t$ with

$$
\phi(t) \le \phi(0) + c_1\, t\, \phi'(0), \qquad |\phi'(t)| \le c_2\, |\phi'(0)|
$$

by cubic and quadratic interpolation between the best point so far and a second one. Until the loss has fallen enough
with the slope no longer negative, it works on $\phi(t) - c_1\, t\, \phi'(0)$.
Source: Moré and Thuente, Line search algorithms with guaranteed sufficient decrease, 1994.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from optimizers.second_order.search.base import Ask, Found, Search
from optimizers.second_order.search.wolfe import ENOUGH, Point, choose
from optimizers.trees import norm, scalar

CLOSE = 1e-14  # relative width of an interval that is not searched further
MOST = 100  # evaluations


class _Search(NamedTuple):
    """Three points, whether two of them bracket a minimum, whether phi itself is searched, widths, bounds, a count."""

    best: Point  # the lowest so far
    other: Point
    here: Point  # the trial
    bracketed: jax.Array
    second: jax.Array
    width: jax.Array  # between best and other
    wider: jax.Array  # the width before
    least: jax.Array  # of the trial
    most: jax.Array
    count: jax.Array


def expecting(length: Callable[[Ask, jax.Array], jax.Array]) -> Search:
    """A search that begins as scipy's do: ``length(ask, first)`` is the step found from the first trial ``expected``.

    It remembers the last loss; needs ``value`` and ``value_fn``.
    """

    def find(ask: Ask, before: jax.Array) -> Found:
        value, d = ask.extra["value"], ask.direction
        first = expected(ask.count, before, value, ask.g, d)
        return Found(d, length(ask, first) * d, scalar(value, ask.params))

    return Search(lambda params: scalar(0.0, params), find)


def more_thuente(phi: Callable[[jax.Array], tuple], first: jax.Array, flat: float) -> jax.Array:
    """The length of the step along a direction of descent, tried ``first``; ``flat`` is the constant of the slope."""

    def at(t: jax.Array) -> Point:
        f, slope = phi(t)
        return Point(t, f, slope)

    start = at(jnp.zeros_like(first))
    wide, no = jnp.full_like(first, 1e100 if first.dtype == jnp.float64 else 1e30), jnp.array(False)
    begun = _Search(start, start, at(first), no, no, wide, 2 * wide, 0 * first, 5 * first, jnp.zeros((), jnp.int32))
    ended = jax.lax.while_loop(lambda s: ~_good(s, start, flat) & ~_exhausted(s), lambda s: _move(s, start, at), begun)
    return jnp.where(_good(ended, start, flat), ended.here.t, ended.best.t)


def expected(count: jax.Array, before: jax.Array, value: jax.Array, g: jax.Array, d: jax.Array) -> jax.Array:
    """The step to try first: one that would lower the loss as much as the last one did, and at most 1.

    ``before`` is the loss before the last step; ``count``, 0 at the first one, says whether there was one.
    """
    above = jnp.where(count > 0, before, value + norm(g) / 2)
    slope = jnp.dot(g, d)
    step = jnp.minimum(1.0, 2.02 * (value - above) / jnp.where(slope == 0, 1.0, slope))
    return jnp.where((slope == 0) | (step < 0), 1.0, step)


def _good(s: _Search, start: Point, flat: float) -> jax.Array:
    low = s.here.f <= start.f + ENOUGH * s.here.t * start.slope
    return low & (jnp.abs(s.here.slope) <= -flat * start.slope)


def _exhausted(s: _Search) -> jax.Array:
    outside = (s.here.t <= s.least) | (s.here.t >= s.most)
    return (s.bracketed & (outside | (s.most - s.least <= CLOSE * s.most))) | (s.count >= MOST)


def _move(s: _Search, start: Point, at: Callable[[jax.Array], Point]) -> _Search:
    """One trial further."""
    slope = ENOUGH * start.slope
    floor = start.f + s.here.t * slope
    second = s.second | ((s.here.f <= floor) & (s.here.slope >= 0))
    tilt = jnp.where(~second & (s.here.f <= s.best.f) & (s.here.f > floor), slope, 0.0)
    best, other, here = (_tilted(point, -tilt) for point in (s.best, s.other, s.here))
    best, other, t, bracketed = _interpolate(best, other, here, s.bracketed, s.least, s.most)
    best, other = _tilted(best, tilt), _tilted(other, tilt)
    gap = jnp.abs(other.t - best.t)
    t = jnp.where(bracketed & (gap >= 0.66 * s.wider), best.t + 0.5 * (other.t - best.t), t)
    least = jnp.where(bracketed, jnp.minimum(best.t, other.t), t + 1.1 * (t - best.t))
    most = jnp.where(bracketed, jnp.maximum(best.t, other.t), t + 4.0 * (t - best.t))
    finished = (t <= least) | (t >= most) | (most - least <= CLOSE * most)
    here = at(jnp.where(bracketed & finished, best.t, t))
    width, wider = (jnp.where(bracketed, new, old) for new, old in ((gap, s.width), (s.width, s.wider)))
    return _Search(best, other, here, bracketed, second, width, wider, least, most, s.count + 1)


def _tilted(point: Point, slope: jax.Array) -> Point:
    return Point(point.t, point.f + slope * point.t, point.slope + slope)


def _interpolate(
    best: Point, other: Point, here: Point, bracketed: jax.Array, least: jax.Array, most: jax.Array
) -> tuple[Point, Point, jax.Array, jax.Array]:
    """The best and the second point with the trial taken in, the next trial, and whether they bracket a minimum."""
    higher = here.f > best.f
    turned = jnp.sign(here.slope) * jnp.sign(best.slope) < 0
    flatter = jnp.abs(here.slope) < jnp.abs(best.slope)
    beyond = here.t > best.t
    forward, _ = _cubic(best, here)
    quadratic = best.t + best.slope / ((best.f - here.f) / (here.t - best.t) + best.slope) / 2 * (here.t - best.t)
    near_best = jnp.abs(forward - best.t) <= jnp.abs(quadratic - best.t)
    first = jnp.where(near_best, forward, forward + (quadratic - forward) / 2)
    backward, past = _cubic(here, best)
    secant = here.t + here.slope / (here.slope - best.slope) * (best.t - here.t)
    farther = jnp.abs(backward - here.t) > jnp.abs(secant - here.t)
    second = jnp.where(farther, backward, secant)
    ahead = jnp.where(past, backward, jnp.where(beyond, most, least))
    nearer = jnp.where(jnp.abs(ahead - here.t) < jnp.abs(secant - here.t), ahead, secant)
    limit = here.t + 0.66 * (other.t - here.t)
    kept = jnp.where(beyond, jnp.minimum(limit, nearer), jnp.maximum(limit, nearer))
    longer = jnp.where(jnp.abs(ahead - here.t) > jnp.abs(secant - here.t), ahead, secant)
    third = jnp.where(bracketed, kept, jnp.clip(longer, least, most))
    fourth = jnp.where(bracketed, _cubic(here, other)[0], jnp.where(beyond, most, least))
    t = jnp.where(higher, first, jnp.where(turned, second, jnp.where(flatter, third, fourth)))
    after = choose(higher, here, choose(turned, best, other))
    return choose(higher, best, here), after, t, bracketed | higher | turned


def _cubic(a: Point, b: Point) -> tuple[jax.Array, jax.Array]:
    """Where the cubic through two points with their slopes is lowest, and whether that is past ``a``."""
    theta = 3 * (a.f - b.f) / (b.t - a.t) + a.slope + b.slope
    scale = jnp.maximum(jnp.abs(theta), jnp.maximum(jnp.abs(a.slope), jnp.abs(b.slope)))
    gamma = scale * jnp.sqrt(jnp.maximum(0.0, (theta / scale) ** 2 - a.slope / scale * (b.slope / scale)))
    gamma = jnp.where(b.t < a.t, -gamma, gamma)
    share = (gamma - a.slope + theta) / (gamma - a.slope + gamma + b.slope)
    return a.t + share * (b.t - a.t), (share < 0) & (gamma != 0)
