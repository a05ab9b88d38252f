"""Basins of attraction: from every start of a frame, which minimum an optimizer reaches, and after how many steps.

A run has reached a minimum at the step from which on it stays within ``NEAR`` of it to its end, a share of the frame's
longer side, as the endings of :mod:`training.outcome` have it. Elsewhere in the frame it is at rest if it stands still
by the rule of those endings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

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
from training.loop import step
from training.outcome import NEAR, REST, stretch
from training.pieces import in_pieces
from training.race.descend import CAPACITY, QUICK, Given, as_problem, drawn, given

SIDE = 128  # starts along each side of a whole picture
TOGETHER = 1_024  # starts of a chunk
CHUNKS = SIDE * SIDE // TOGETHER
# What is no place in the list of minima: still moving, outside the frame, not finite, at rest away from all of them.
MOVING, LEFT, LOST, RESTING = -1, -2, -3, -4


class Fates(NamedTuple):
    """What became of starts, each (starts,): ``fate`` is the place of a minimum, or MOVING, LEFT, LOST or RESTING;
    ``steps`` when it was reached."""

    fate: np.ndarray
    steps: np.ndarray


class Asked(NamedTuple):
    """All that is traced of the runs but their starts: what a run is given, the minima (k, 2), when one is near, and in
    a box of which side a run is at rest that stays in it from step ``late`` on."""

    given: Given
    minima: np.ndarray
    near: float
    rest: float
    late: int
    frame: np.ndarray  # (4,)


class Under(NamedTuple):
    """A run under way: the optimizer's parameters and state, since which step it is near each minimum, (k,), and the
    box of its late steps, from ``low`` (2,) to ``high`` (2,)."""

    params: jax.Array
    state: ScheduledState
    since: jax.Array
    low: jax.Array
    high: jax.Array


class _Rule(NamedTuple):
    """What is static: an optimizer in its form, on a surface."""

    surface: Surface
    spec: OptimizerSpec
    options: dict

    def optimizer(self, asked: Asked) -> Scheduled:
        return Scheduled(self.spec, asked.given.numbers, self.options)


def cells(chunk: int) -> np.ndarray:
    """Which cells of the picture a chunk has, rows from y0 up: (TOGETHER,), each SIDE * row + column.

    Each chunk lies evenly over the whole picture; the first four are every second cell of every second of those.
    """
    apart = round(CHUNKS**0.5)
    down, across = _ORDER[chunk]
    rows, columns = np.arange(down, SIDE, apart), np.arange(across, SIDE, apart)
    return (SIDE * rows[:, None] + columns).ravel()


def starts(frame: Frame, chunk: int) -> np.ndarray:
    """The starts of a chunk, the middles of its cells: (TOGETHER, 2)."""
    row, column = np.divmod(cells(chunk), SIDE)
    x0, x1, y0, y1 = frame
    return np.stack([x0 + (column + 0.5) / SIDE * (x1 - x0), y0 + (row + 0.5) / SIDE * (y1 - y0)], axis=1)


def fates(
    surface: str,
    choice: Choice,
    frame: Frame,
    points: np.ndarray,
    steps: int,
    seed: int = 7,
    noise: float = 0.0,
    batch: int = 0,
    beat: Callable[[float], None] = lambda share: None,
) -> Fates:
    """Run ``choice`` for ``steps`` updates from each of ``points`` (n, 2), all with the same draws; see ``descend``.

    ``beat`` is called every ``training.pieces.MOMENT`` or so with the share of the steps that is done, at first
    when all is compiled; what it raises ends the work. Numbers compile nothing, the number of points does.
    """
    if not 0 <= steps <= CAPACITY:
        raise ValueError(f"steps must be from 0 to {CAPACITY:,}, not {steps}")
    known = find(surface)
    about = given(surface, choice, (0.0, 0.0), steps, drawn(surface, seed, noise, batch))
    minima = np.asarray(known.minima, about.start.dtype).reshape(-1, 2)
    side = max(frame[1] - frame[0], frame[3] - frame[2])
    asked = Asked(about, minima, NEAR * side, REST * side, steps - stretch(steps), np.asarray(frame))
    begin, further, end = _compiled(known.untuned, choice.optimizer, choice.options, forms_of(choice.wrappers))
    under = begin(asked, np.asarray(points, about.start.dtype))
    under = jax.block_until_ready(further(asked, under, 0, 0))  # no step: compiles, so that pieces tell of steps alone
    beat(0.0)

    def go(under: Under, first: int, last: int) -> Under:
        return jax.block_until_ready(further(asked, under, first, last))

    under = in_pieces(go, under, 0, steps, lambda done: beat(done / steps))
    fate, when = end(asked, under)
    return Fates(np.asarray(fate).astype(np.int8), np.asarray(when).astype(np.int32))


def chunk_of(
    surface: str,
    choice: Choice,
    frame: Frame,
    chunk: int,
    rest: tuple[int, int, float, int],
    beat: Callable[[float], None] = lambda share: None,
) -> Fates:
    """The fates of one chunk of a picture; ``rest`` are steps, seed, noise and batch."""
    return fates(surface, choice, frame, starts(frame, chunk), *rest, beat=beat)


@kept
def _compiled(surface: Surface, optimizer: str, options: tuple, forms: tuple) -> tuple[Callable, Callable, Callable]:
    """How the runs begin, go on and end, jitted, for each surface, optimizer and form of its rule."""
    rule = _Rule(surface, wrapped(OPTIMIZERS[optimizer], forms), dict(options))
    parts = (
        jax.vmap(partial(_begin, rule), in_axes=(None, 0)),
        jax.vmap(partial(_further, rule), in_axes=(None, 0, None, None)),
        jax.vmap(partial(_end, rule), in_axes=(None, 0)),
    )
    begin, further, end = (jax.jit(part, compiler_options=understood(*QUICK)) for part in parts)
    return begin, further, end


def _begin(rule: _Rule, asked: Asked, start: jax.Array) -> Under:
    nowhere, since = jnp.full_like(start, jnp.inf), jnp.full(len(asked.minima), -1, jnp.int32)
    return Under(start, rule.optimizer(asked).init(start), since, nowhere, -nowhere)


def _further(rule: _Rule, asked: Asked, under: Under, first: jax.Array, last: jax.Array) -> Under:
    """The steps from ``first`` to before ``last``."""
    problem, optimizer = as_problem(rule.surface, asked.given.knobs, asked.given.draws), rule.optimizer(asked)

    def body(t: jax.Array, under: Under) -> Under:
        row, ahead, after = step(problem, optimizer, under.params, under.state, problem.draw(None, t))
        return Under(ahead, after, _since(asked, row.params, t, under.since), *_box(asked, row.params, t, under))

    return jax.lax.fori_loop(first, last, body, under)


def _end(rule: _Rule, asked: Asked, under: Under) -> tuple[jax.Array, jax.Array]:
    """What became of a run, and the step at which it reached its minimum, or the last one."""
    point, steps = rule.optimizer(asked).stands(under.params, under.state), jnp.asarray(asked.given.steps)
    since = _since(asked, point, steps, under.since)
    inside = (point >= asked.frame[::2]).all() & (point <= asked.frame[1::2]).all()
    low, high = _box(asked, point, steps, under)
    still = ((high - low).max() <= asked.rest) & (steps > 0)
    fate = jnp.where(jnp.isfinite(point).all(), jnp.where(inside, jnp.where(still, RESTING, MOVING), LEFT), LOST)
    if not len(asked.minima):
        return fate, steps
    nearest = jnp.argmin(jnp.linalg.norm(asked.minima - point, axis=1))
    there = since[nearest] >= 0
    return jnp.where(there, nearest, fate), jnp.where(there, since[nearest], steps)


def _since(asked: Asked, point: jax.Array, t: jax.Array, since: jax.Array) -> jax.Array:
    """Since which step a run is near each minimum, -1 where it is not, given that of the step before: (k,)."""
    close = jnp.linalg.norm(asked.minima - point, axis=1) <= asked.near
    return jnp.where(close, jnp.where(since >= 0, since, t), -1)


def _box(asked: Asked, point: jax.Array, t: jax.Array, under: Under) -> tuple[jax.Array, jax.Array]:
    """The box of the late steps with the point of step ``t``, where that is one of them."""
    late = t >= asked.late
    low, high = jnp.minimum(under.low, point), jnp.maximum(under.high, point)
    return jnp.where(late, low, under.low), jnp.where(late, high, under.high)


def _order() -> list[tuple[int, int]]:
    """The chunks by row and column of their first cell, so that those before any lie as evenly as can be."""
    apart = round(CHUNKS**0.5)
    found, stride = [(0, 0)], apart
    while stride > 1:
        half = stride // 2
        found += [(r, c) for r in range(0, apart, half) for c in range(0, apart, half) if (r, c) not in found]
        stride = half
    return found


_ORDER = _order()
