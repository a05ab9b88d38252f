"""Runs of one rule on one surface, side by side, of which only what became of them is kept.

What can become of a run says :mod:`training.many.fates`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from locales.formats import grouped
from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.scheduled import Scheduled, ScheduledState
from optimizers.wrappers import wrapped
from surfaces import find
from surfaces.base import Frame, Surface
from surfaces.programs import kept
from training.choice import Choice, forms_of
from training.loop import Problem, step
from training.many.blocks import ALL, FEW_LANES, LANES, Kernel, alike, mapped, once, owned
from training.many.fates import UNKNOWN, Asked, Ends, Seen, as_ends, became, goal_of, look, unseen
from training.network import devices
from training.network.figures import SAME
from training.outcome import NEAR, REST, stretch
from training.process.pieces import Pace, in_pieces
from training.race.descend import CAPACITY, SIMPLE, Draws, Given, as_problem

POINTS = 25  # of a path that is remembered
SEARCH = {"value", "value_fn"}  # what a rule needs that searches along a line, for as many steps as that takes
OF_EXAMPLE = 8  # numbers that a run holds of each example on a card, at most
# Which parts of what runs are given are their own, along a first axis: their starts, all their numbers, or these and
# what they draw. The rest is the same for all.
STARTS = Given(None, None, 0, None, Draws(None, None, None, None))  # type: ignore[arg-type]
NUMBERS = Given(0, 0, 0, None, Draws(None, None, 0, 0))  # type: ignore[arg-type]
DRAWS = Given(0, 0, 0, None, Draws(0, 0, 0, 0))  # type: ignore[arg-type]


class _Under(NamedTuple):
    """A run under way: the optimizer's parameters and state, and what was seen before."""

    params: jax.Array
    state: ScheduledState
    seen: Seen


class _SoFar(NamedTuple):
    """Runs under way, and what became of them if this is their end, as Ends has it."""

    under: _Under
    found: tuple[jax.Array, ...]


class _Rule(NamedTuple):
    """What is static: an optimizer in its form, on a surface, and how :func:`training.loop.step` takes gradients."""

    surface: Surface
    spec: OptimizerSpec
    options: dict
    sloped: Callable

    def optimizer(self, asked: Asked) -> Scheduled:
        return Scheduled(self.spec, asked.given.numbers, self.options)

    def problem(self, asked: Asked) -> Problem:
        return as_problem(self.surface, asked.given.knobs, asked.given.draws)


def ends(
    surface: str,
    choice: Choice,
    frame: Frame,
    own: Given,
    given: Given,
    tolerance: float | None = None,
    beat: Callable[[float], None] = lambda share: None,
    card: jax.Device | None = None,
    minima: Any = None,
) -> Ends:
    """What becomes of runs of ``choice`` that are ``given`` numbers of their own in those parts that ``own`` says.

    ``own`` is STARTS, NUMBERS or DRAWS. ``minima`` (k, 2) are those that count, by default those of the surface.
    ``beat`` is called every ``training.process.pieces.MOMENT`` or so with the share of the steps that is done, at first
    when all is compiled; what it raises ends the work. Numbers compile nothing, the number of runs and that of minima
    do. All runs are side by side on the graphics ``card``, if there is one.
    """
    if not 0 <= given.steps <= CAPACITY:
        raise ValueError(f"steps must be from 0 to {grouped(CAPACITY)}, not {given.steps}")
    known, steps = find(surface), given.steps
    if tolerance is not None and not known.has_lowest:
        tolerance = np.nan  # which nothing is below
    asked = _asked(known.minima if minima is None else minima, frame, given, tolerance)
    asked = _sent(asked) if card is None else jax.device_put(asked, card)
    rule = known.untuned, choice.optimizer, choice.options, forms_of(choice.wrappers)
    program = _compiled(*rule, own, _form(asked), card is None)

    def go(so_far: _SoFar, first: int, last: int) -> _SoFar:
        return jax.block_until_ready(program.further(asked, so_far.under, first, last))

    with devices.used(card):
        so_far = _SoFar(program.blank(asked), ())
        if not (program.further.one is not None and steps):
            so_far = go(so_far, 0, 0)  # no step: compiles, so that pieces tell of steps alone
        beat(0.0)
        return as_ends(in_pieces(go, so_far, 0, steps, lambda done: beat(done / steps), program.pace).found)


def held(surface: str, choice: Choice, frame: Frame, own: Given, given: Given) -> int:
    """About how many numbers each of these runs holds on a graphics card.

    They are those that it is given of its own, three times what it takes along from step to step, and for each example
    of the surface a few, or as many as there are where the rule solves for its step with all residuals. XLA lays out
    every rule for an H100 with no more.
    """
    known, asked = find(surface), _asked(find(surface).minima, frame, given, None)
    spec, axes = wrapped(OPTIMIZERS[choice.optimizer], forms_of(choice.wrappers)), _axes(own)
    begin = partial(_begin, _Rule(known.untuned, spec, dict(choice.options), _sloped))
    under = jax.tree.leaves(jax.eval_shape(jax.vmap(begin, (axes,)), asked))
    mine = [x for x, is_own in zip(jax.tree.leaves(asked), owned((axes,), (asked,)), strict=True) if is_own]
    each = OF_EXAMPLE + (known.size if "residual_fn" in spec.needs else 0)
    return (sum(map(np.size, mine)) + 3 * sum(x.size for x in under)) // len(given.start) + known.size * each


def at_once(surface: Surface, choice: Choice, own: Given) -> Callable[..., tuple[Ends, np.ndarray]]:
    """A function ``(minima, frame, given, tolerance)`` of Ends like ``ends``, with all steps in one program, and of
    where each run stands after a part of them, the first ones closer together: (runs, POINTS, 2).

    It cannot be ended under way, and is not kept. ``minima`` (k, 2) are those of the run, which may be a traced part of
    what ``surface`` is.
    """
    spec = wrapped(OPTIMIZERS[choice.optimizer], forms_of(choice.wrappers))
    rule = _Rule(surface, spec, dict(choice.options), _sloped)

    def whole(asked: Asked) -> tuple[tuple[jax.Array, ...], jax.Array]:
        bounds = (asked.given.steps * jnp.linspace(0, 1, POINTS) ** 2).round().astype(jnp.int32)

        def part(under: _Under, ends: tuple[jax.Array, jax.Array]) -> tuple[_Under, jax.Array]:
            after = _further(rule, asked, under, *ends)
            return after, rule.optimizer(asked).stands(after.params, after.state)

        first = _begin(rule, asked)
        last, path = jax.lax.scan(part, first, (bounds[:-1], bounds[1:]))
        return _end(rule, asked, last), jnp.concatenate([asked.given.start[None], path])

    program = Kernel(partial(mapped, whole, (_axes(own),)), *SIMPLE)

    def run(minima: Any, frame: Frame, given: Given, tolerance: float | None) -> tuple[Ends, np.ndarray]:
        found, path = program(_asked(minima, frame, given, tolerance))
        return as_ends(found), np.asarray(path)

    return run


def _asked(minima: Any, frame: Frame, given: Given, tolerance: float | None) -> Asked:
    places = np.asarray(minima if len(minima) else [UNKNOWN], given.start.dtype).reshape(-1, 2)
    side, late = max(frame[1] - frame[0], frame[3] - frame[2]), given.steps - stretch(given.steps)
    return Asked(given, places, NEAR * side, REST * side, late, np.asarray(frame), tolerance)


def _sent(asked: Asked) -> Asked:
    """What is asked with its numbers on the device: they are the same for many chunks, and sent there once."""
    dtype = asked.given.start.dtype
    return jax.tree.map(lambda x: _number(x, dtype) if isinstance(x, int | float) else x, asked)


@lru_cache(maxsize=1_024, typed=True)
def _number(value: float, dtype: np.dtype) -> jax.Array:
    """A number on the device, while floats are of ``dtype``."""
    return jax.device_put(value)


def _form(asked: Asked) -> tuple:
    """What decides a program that is asked this, as far as its numbers and arrays do."""
    leaves, tree = jax.tree.flatten(asked)
    return tree, *map(np.shape, leaves), asked.given.start.dtype


def _axes(own: Given) -> Any:
    return Asked(own, None, None, None, None, None, None)  # type: ignore[arg-type]


@dataclass
class _Program:
    """How runs go on, ``further(asked, under, first, last)``, and how they ``begin(asked)``, which that begins with."""

    further: Kernel
    begin: Callable[[Asked], _Under]
    pace: Pace
    on_cpu: bool
    _blank: _Under | None = None

    def blank(self, asked: Asked) -> _Under:
        """What stands in the place of runs under way before they begin; a card has no room to keep it."""
        if self._blank is not None:
            return self._blank
        blank = jax.tree.map(lambda x: jnp.zeros(x.shape, x.dtype), jax.eval_shape(self.begin, asked))
        self._blank = blank if self.on_cpu else None
        return blank


@kept
def _compiled(
    surface: Surface, optimizer: str, options: tuple, forms: tuple, own: Given, form: tuple, on_cpu: bool
) -> _Program:
    """For each surface, optimizer and form of its rule, each form of what is asked of it, and either device."""
    spec, axes = wrapped(OPTIMIZERS[optimizer], forms), _axes(own)
    # A card starts each operation by itself, and would start three times as many beside a gradient that is a call.
    rule = _Rule(surface, spec, dict(options), _sloped if on_cpu else jax.value_and_grad)
    blocks = FEW_LANES if {*spec.needs} >= SEARCH else LANES
    lanes, of_xla = (blocks, SIMPLE) if on_cpu else (ALL, tuple(SAME.items()))
    further = Kernel(partial(_together, rule, axes), *of_xla, lanes=lanes)
    return _Program(further, jax.vmap(partial(_begin, rule), (axes,)), Pace(), on_cpu)


def _together(rule: _Rule, axes: Any, lanes: int, asked: Asked, under: _Under, first: Any, last: Any) -> _SoFar:
    """The steps from ``first`` to before ``last`` of many runs, which begin where that is the first one."""

    @jax.jit
    def further(asked: Asked, under: _Under) -> _SoFar:
        before = jax.tree.map(partial(jnp.where, first == 0), _begin(rule, asked), under)
        after = _further(rule, asked, before, first, last)
        return _SoFar(after, _end(rule, asked, after))

    own = alike(lambda asked: further(asked, _begin(rule, asked)), (axes,), asked).under
    one = jax.tree.map(lambda axis, x: x if axis == 0 else x[0], own, under, is_leaf=lambda x: x is None)
    return mapped(further, (axes, own), lanes, asked, one)


def _begin(rule: _Rule, asked: Asked) -> _Under:
    start = asked.given.start
    return _Under(start, rule.optimizer(asked).init(start), unseen(asked))


def _further(rule: _Rule, asked: Asked, under: _Under, first: jax.Array, last: jax.Array) -> _Under:
    """The steps from ``first`` to before ``last``."""
    problem, optimizer = rule.problem(asked), rule.optimizer(asked)
    goal = goal_of(problem, asked)

    def body(t: jax.Array, under: _Under) -> _Under:
        row, ahead, after = step(problem, optimizer, under.params, under.state, problem.draw(None, t), rule.sloped)
        return _Under(ahead, after, look(asked, goal, row.params, row.loss, t, under.seen))

    return jax.lax.fori_loop(first, last, body, under)


def _sloped(function: Callable[[jax.Array], jax.Array]) -> Callable[[jax.Array], tuple[jax.Array, jax.Array]]:
    """``jax.value_and_grad`` with the gradient as a call: most rules read it more than once, and few the value."""
    slope = once(jax.grad(function))
    return lambda params: (function(params), slope(params))


def _end(rule: _Rule, asked: Asked, under: _Under) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """What became of a run, as Ends has it."""
    return became(rule.problem(asked), asked, rule.optimizer(asked).stands(under.params, under.state), under.seen)
