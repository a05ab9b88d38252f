"""What can become of one of many runs, and what is seen of its steps to tell.

A run has reached a minimum at the step from which on it stays within ``NEAR`` of it to its end, a share of the frame's
longer side, as the endings of :mod:`training.outcome` have it. Elsewhere in the frame it is at rest if it stands still
by the rule of those endings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.loop import Problem
from training.race.descend import Given

# What is no place in the list of minima: still moving, outside the frame, not finite, at rest away from all of them.
MOVING, LEFT, LOST, RESTING = -1, -2, -3, -4
NEVER = -1  # a tolerance that is not reached, and a step that there was not
UNKNOWN = (np.nan, np.nan)  # in the place of a minimum where none is known: nothing is near it
NOWHERE = 1e30  # a coordinate of a minimum that is none


class Ends(NamedTuple):
    """What became of runs, each (runs,).

    ``fate`` is the place of a minimum, or MOVING, LEFT, LOST or RESTING, ``since`` the step at which it was reached, or
    from which on the run is outside the frame or not finite, else the last one, ``loss`` the noise-free loss at the
    end, and ``reached`` the step from which on that is within the tolerance of the lowest value, in the frame, NEVER
    where it is not there at the end.
    """

    fate: np.ndarray
    since: np.ndarray
    loss: np.ndarray
    reached: np.ndarray


class Asked(NamedTuple):
    """All that is traced of the runs: what each is given, the minima (k, 2), when one is near, and in a box of which
    side a run is at rest that stays in it from step ``late`` on; within ``tolerance`` of the loss at the first minimum
    it is reached, which nobody asks where that is None."""

    given: Given
    minima: np.ndarray
    near: float
    rest: float
    late: int
    frame: np.ndarray  # (4,)
    tolerance: float | None


class Seen(NamedTuple):
    """What is remembered of the steps of a run: the last one at which it is ``far`` from each minimum, (k,), and
    ``within`` the frame, the box of its late ones, from ``low`` (2,) to ``high`` (2,), and the step from which on it is
    within the tolerance; -1 is never."""

    far: jax.Array
    within: jax.Array
    low: jax.Array
    high: jax.Array
    reached: jax.Array


def padded(minima: Any, count: int) -> np.ndarray:
    """Minima and behind them such that are none, ``count`` in all: (count, 2)."""
    places = np.full((count, 2), NOWHERE)
    places[: len(minima)] = np.reshape(minima, (-1, 2))
    return places


def unseen(asked: Asked) -> Seen:
    """What is seen of a run before its first step."""
    nowhere, never = jnp.full_like(asked.given.start, jnp.inf), jnp.full((), NEVER, jnp.int32)
    return Seen(jnp.full(len(asked.minima), NEVER, jnp.int32), never, nowhere, -nowhere, never)


def look(asked: Asked, goal: jax.Array | None, point: jax.Array, loss: jax.Array, t: jax.Array, seen: Seen) -> Seen:
    """What is seen of a run with its point and loss of step ``t``."""
    close = jnp.square(asked.minima - point).sum(axis=1) <= asked.near**2  # roots are dear
    x, y = point
    inside = (x >= asked.frame[0]) & (x <= asked.frame[1]) & (y >= asked.frame[2]) & (y <= asked.frame[3])
    far, within = jnp.where(close, seen.far, t), jnp.where(inside, t, seen.within)

    def boxed(low: jax.Array, high: jax.Array) -> tuple[jax.Array, jax.Array]:
        return jnp.minimum(low, point), jnp.maximum(high, point)

    low, high = jax.lax.cond(t >= asked.late, boxed, lambda *box: box, seen.low, seen.high)  # most steps do without
    there = None if goal is None else inside & (loss <= goal)
    reached = seen.reached if there is None else jnp.where(there, jnp.where(seen.reached < 0, t, seen.reached), NEVER)
    return Seen(far, within, low, high, reached)


def goal_of(problem: Problem, asked: Asked) -> jax.Array | None:
    """The loss that counts as reached: a little above that at the first minimum, whatever the surface's knobs."""
    if asked.tolerance is None:
        return None
    return problem.full_loss(jnp.asarray(asked.minima[0])) + asked.tolerance  # type: ignore[misc]


def became(
    problem: Problem, asked: Asked, point: jax.Array, seen: Seen
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """What became of a run that stands at a point after its last step, as Ends has it."""
    steps, loss = jnp.asarray(asked.given.steps), problem.full_loss(point)  # type: ignore[misc]
    seen = look(asked, goal_of(problem, asked), point, loss, steps, seen)
    inside, nearest = seen.within == steps, jnp.argmin(jnp.linalg.norm(asked.minima - point, axis=1))
    still = ((seen.high - seen.low).max() <= asked.rest) & (steps > 0)
    fate = jnp.where(jnp.isfinite(point).all(), jnp.where(inside, jnp.where(still, RESTING, MOVING), LEFT), LOST)
    there = seen.far[nearest] < steps
    since = jnp.where(there, seen.far[nearest] + 1, jnp.where(inside, steps, seen.within + 1))
    return jnp.where(there, nearest, fate), since, loss, seen.reached


def as_ends(found: tuple[jax.Array, ...]) -> Ends:
    """What became of runs, as a program returns it of each."""
    fate, since, loss, reached = map(np.asarray, found)
    return Ends(fate.astype(np.int8), since.astype(np.int32), loss, reached.astype(np.int32))
