"""Runs of one rule on one surface, side by side, of which only what became of them is kept.

A run has reached a minimum at the step from which on it stays within ``NEAR`` of it to its end, a share of the frame's
longer side, as the endings of :mod:`training.outcome` have it. Elsewhere in the frame it is at rest if it stands still
by the rule of those endings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.scheduled import Scheduled, ScheduledState
from optimizers.wrappers import wrapped
from surfaces import find
from surfaces.base import Frame, Surface
from surfaces.programs import kept, understood
from training.choice import Choice, forms_of
from training.loop import Problem, step
from training.outcome import NEAR, REST, stretch
from training.pieces import in_pieces
from training.race.descend import CAPACITY, SIMPLE, Draws, Given, as_problem

# What is no place in the list of minima: still moving, outside the frame, not finite, at rest away from all of them.
MOVING, LEFT, LOST, RESTING = -1, -2, -3, -4
NEVER = -1  # a tolerance that is not reached
POINTS = 25  # of a path that is remembered
# Which parts of what runs are given are their own, along a first axis: their starts, all their numbers, or these and
# what they draw. The rest is the same for all.
STARTS = Given(None, None, 0, None, Draws(None, None, None, None))  # type: ignore[arg-type]
NUMBERS = Given(0, 0, 0, None, Draws(None, None, 0, 0))  # type: ignore[arg-type]
DRAWS = Given(0, 0, 0, None, Draws(0, 0, 0, 0))  # type: ignore[arg-type]


class Ends(NamedTuple):
    """What became of runs, each (runs,).

    ``fate`` is the place of a minimum, or MOVING, LEFT, LOST or RESTING, ``since`` the step at which it was reached, or
    the last one, ``loss`` the noise-free loss at the end, and ``reached`` the first step at which that was within the
    tolerance of the lowest value, NEVER where it never was.
    """

    fate: np.ndarray
    since: np.ndarray
    loss: np.ndarray
    reached: np.ndarray


class _Asked(NamedTuple):
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


class _Seen(NamedTuple):
    """What is remembered of the steps of a run: since which it is near each minimum, (k,), the box of its late ones,
    from ``low`` (2,) to ``high`` (2,), and at which the tolerance was reached; -1 is never."""

    since: jax.Array
    low: jax.Array
    high: jax.Array
    reached: jax.Array


class _Under(NamedTuple):
    """A run under way: the optimizer's parameters and state, and what was seen before."""

    params: jax.Array
    state: ScheduledState
    seen: _Seen


class _Rule(NamedTuple):
    """What is static: an optimizer in its form, on a surface."""

    surface: Surface
    spec: OptimizerSpec
    options: dict

    def optimizer(self, asked: _Asked) -> Scheduled:
        return Scheduled(self.spec, asked.given.numbers, self.options)

    def problem(self, asked: _Asked) -> Problem:
        return as_problem(self.surface, asked.given.knobs, asked.given.draws)


def ends(
    surface: str,
    choice: Choice,
    frame: Frame,
    own: Given,
    given: Given,
    tolerance: float | None = None,
    beat: Callable[[float], None] = lambda share: None,
) -> Ends:
    """What becomes of runs of ``choice`` that are ``given`` numbers of their own in those parts that ``own`` says.

    ``own`` is STARTS, NUMBERS or DRAWS. ``beat`` is called every ``training.pieces.MOMENT`` or so with the share of the
    steps that is done, at first when all is compiled; what it raises ends the work. Numbers compile nothing, the
    number of runs does.
    """
    if not 0 <= given.steps <= CAPACITY:
        raise ValueError(f"steps must be from 0 to {CAPACITY:,}, not {given.steps}")
    known, steps = find(surface), given.steps
    asked = _asked(known.minima, frame, given, tolerance)
    begin, further, end = _compiled(known.untuned, choice.optimizer, choice.options, forms_of(choice.wrappers), own)
    under = begin(asked)
    under = jax.block_until_ready(further(asked, under, 0, 0))  # no step: compiles, so that pieces tell of steps alone
    beat(0.0)

    def go(under: _Under, first: int, last: int) -> _Under:
        return jax.block_until_ready(further(asked, under, first, last))

    under = in_pieces(go, under, 0, steps, lambda done: beat(done / steps))
    return _ends(end(asked, under))


def at_once(surface: Surface, choice: Choice, own: Given) -> Callable[..., tuple[Ends, np.ndarray]]:
    """A function ``(minima, frame, given, tolerance)`` of Ends like ``ends``, with all steps in one program, and of
    where each run stands after a part of them, the first ones closer together: (runs, POINTS, 2).

    It compiles in half the time of ``ends``, cannot be ended under way, and is not kept. ``minima`` (k, 2) are those of
    the run, which may be a traced part of what ``surface`` is.
    """
    rule = _Rule(surface, wrapped(OPTIMIZERS[choice.optimizer], forms_of(choice.wrappers)), dict(choice.options))

    def whole(asked: _Asked) -> tuple[tuple[jax.Array, ...], jax.Array]:
        bounds = (asked.given.steps * jnp.linspace(0, 1, POINTS) ** 2).round().astype(jnp.int32)

        def part(under: _Under, ends: tuple[jax.Array, jax.Array]) -> tuple[_Under, jax.Array]:
            after = _further(rule, asked, under, *ends)
            return after, rule.optimizer(asked).stands(after.params, after.state)

        first = _begin(rule, asked)
        last, path = jax.lax.scan(part, first, (bounds[:-1], bounds[1:]))
        return _end(rule, asked, last), jnp.concatenate([asked.given.start[None], path])

    program = jax.jit(jax.vmap(whole, in_axes=(_axes(own),)), compiler_options=understood(*SIMPLE))

    def run(minima: Any, frame: Frame, given: Given, tolerance: float | None) -> tuple[Ends, np.ndarray]:
        found, path = program(_asked(minima, frame, given, tolerance))
        return _ends(found), np.asarray(path)

    return run


def _asked(minima: Any, frame: Frame, given: Given, tolerance: float | None) -> _Asked:
    places = np.asarray(minima, given.start.dtype).reshape(-1, 2)
    side, late = max(frame[1] - frame[0], frame[3] - frame[2]), given.steps - stretch(given.steps)
    return _Asked(given, places, NEAR * side, REST * side, late, np.asarray(frame), tolerance)


def _axes(own: Given) -> Any:
    return _Asked(own, None, None, None, None, None, None)  # type: ignore[arg-type]


def _ends(found: tuple[jax.Array, ...]) -> Ends:
    fate, since, loss, reached = map(np.asarray, found)
    return Ends(fate.astype(np.int8), since.astype(np.int32), loss, reached.astype(np.int32))


@kept
def _compiled(
    surface: Surface, optimizer: str, options: tuple, forms: tuple, own: Given
) -> tuple[Callable, Callable, Callable]:
    """How the runs begin, go on and end, jitted, for each surface, optimizer and form of its rule."""
    rule = _Rule(surface, wrapped(OPTIMIZERS[optimizer], forms), dict(options))
    asked = _axes(own)
    parts = (
        jax.vmap(partial(_begin, rule), in_axes=(asked,)),
        jax.vmap(partial(_further, rule), in_axes=(asked, 0, None, None)),
        jax.vmap(partial(_end, rule), in_axes=(asked, 0)),
    )
    begin, further, end = (jax.jit(part, compiler_options=understood(*SIMPLE)) for part in parts)
    return begin, further, end


def _begin(rule: _Rule, asked: _Asked) -> _Under:
    start = asked.given.start
    nowhere, never = jnp.full_like(start, jnp.inf), jnp.full(len(asked.minima), -1, jnp.int32)
    seen = _Seen(never, nowhere, -nowhere, jnp.full((), NEVER, jnp.int32))
    return _Under(start, rule.optimizer(asked).init(start), seen)


def _further(rule: _Rule, asked: _Asked, under: _Under, first: jax.Array, last: jax.Array) -> _Under:
    """The steps from ``first`` to before ``last``."""
    problem, optimizer = rule.problem(asked), rule.optimizer(asked)
    goal = _goal(problem, asked)

    def body(t: jax.Array, under: _Under) -> _Under:
        row, ahead, after = step(problem, optimizer, under.params, under.state, problem.draw(None, t))
        return _Under(ahead, after, _look(asked, goal, row.params, row.loss, t, under.seen))

    return jax.lax.fori_loop(first, last, body, under)


def _end(rule: _Rule, asked: _Asked, under: _Under) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """What became of a run, as Ends has it."""
    problem, steps = rule.problem(asked), jnp.asarray(asked.given.steps)
    point = rule.optimizer(asked).stands(under.params, under.state)
    loss = problem.full_loss(point)  # type: ignore[misc]
    seen = _look(asked, _goal(problem, asked), point, loss, steps, under.seen)
    inside = (point >= asked.frame[::2]).all() & (point <= asked.frame[1::2]).all()
    still = ((seen.high - seen.low).max() <= asked.rest) & (steps > 0)
    fate = jnp.where(jnp.isfinite(point).all(), jnp.where(inside, jnp.where(still, RESTING, MOVING), LEFT), LOST)
    if not len(asked.minima):
        return fate, steps, loss, seen.reached
    nearest = jnp.argmin(jnp.linalg.norm(asked.minima - point, axis=1))
    there = seen.since[nearest] >= 0
    return jnp.where(there, nearest, fate), jnp.where(there, seen.since[nearest], steps), loss, seen.reached


def _goal(problem: Problem, asked: _Asked) -> jax.Array | None:
    """The loss that counts as reached: a little above that at the first minimum, whatever the surface's knobs."""
    if asked.tolerance is None or not len(asked.minima):
        return None
    return problem.full_loss(jnp.asarray(asked.minima[0])) + asked.tolerance  # type: ignore[misc]


def _look(asked: _Asked, goal: jax.Array | None, point: jax.Array, loss: jax.Array, t: jax.Array, seen: _Seen) -> _Seen:
    """What is seen of a run with its point and loss of step ``t``."""
    close, late = jnp.linalg.norm(asked.minima - point, axis=1) <= asked.near, t >= asked.late
    since = jnp.where(close, jnp.where(seen.since >= 0, seen.since, t), -1)
    low = jnp.where(late, jnp.minimum(seen.low, point), seen.low)
    high = jnp.where(late, jnp.maximum(seen.high, point), seen.high)
    reached = seen.reached if goal is None else jnp.where((seen.reached < 0) & (loss <= goal), t, seen.reached)
    return _Seen(since, low, high, reached)
