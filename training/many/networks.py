"""Many trainings of networks, of which only what became of them is kept: one after the other, each a single run.

A run is the program of a single one, to its last digit, and the numbers of each may be any that compile nothing. Where
they are many, and small, :mod:`training.many.together` computes them in a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.wrappers import wrapped
from surfaces.programs import kept
from training.choice import Choice, forms_of
from training.data.preprocessing import Prepared
from training.loop import Carry, Setup, advance, begin
from training.many.axes import put
from training.many.fates import LEFT, LOST, MOVING, NEVER
from training.network import devices
from training.network.figures import Figures, Seen, jitted, judged, seen_of
from training.network.held import rule_of
from training.network.model import MOST, Examples, Params, Structure, filled, over_epoch
from training.network.network import Network
from training.network.objective import as_problem
from training.network.refused import unless
from training.network.resolve import Task, resolve
from training.network.train import Given, begun_with, numbers_of
from training.parts.normalization import EPOCH
from training.process.pieces import Beat, Pace, in_pieces, unheard

GOAL = 0.95  # the score from which on a training has come to the tolerance
THERE = 0  # a fate: it ends with that, or better


class Course(NamedTuple):
    """Mean loss and score at each look, of the training and the validation part, each (runs, looks).

    They are those of :class:`training.network.figures.Figures`; NaN without a validation part.
    """

    train_loss: np.ndarray
    valid_loss: np.ndarray
    train_score: np.ndarray
    valid_score: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """That of the validation part, of the training part without one."""
        return np.where(np.isnan(self.valid_score), self.train_score, self.valid_score)


class Ends(NamedTuple):
    """What became of trainings, each (runs,): what a Course has after the last step, both losses before the first one,
    and at which gradient the score was GOAL or more, the first of those at which it was looked; NEVER where at none."""

    train_loss: np.ndarray
    valid_loss: np.ndarray
    train_score: np.ndarray
    valid_score: np.ndarray
    train_start: np.ndarray
    valid_start: np.ndarray
    reached: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """That of the validation part, of the training part without one: (runs,)."""
        return Course(*self[:4]).score

    @property
    def fate(self) -> np.ndarray:
        """THERE, else MOVING, or LEFT where the training loss is above that at the start, LOST where it is not finite:
        (runs,)."""
        below = np.where(self.train_loss > self.train_start, LEFT, MOVING)
        fate = np.where(self.score >= GOAL, THERE, below)
        return np.where(np.isfinite(self.train_loss), fate, LOST).astype(np.int8)


class Program(NamedTuple):
    """How a training begins, goes on and ends."""

    begin: Callable
    further: Callable
    end: Callable


def ends(network: Network, own: Mapping[str, np.ndarray], beat: Beat = unheard, looks: int = 1) -> Ends:
    """What becomes of the one runner of a network with numbers of its ``own`` in each training, (runs,) by name.

    So many ``looks`` at the score are spread evenly over a training, the last one at its end; each takes as long as
    some dozens of short steps. ``beat`` is called every ``training.process.pieces.MOMENT`` or so with the share that
    is done, at first when all is compiled, and with None while a network learns before; what it raises ends the work.
    Numbers compile nothing. Raises Refused where :meth:`training.network.resolve.Task.refusal` has a reason.
    """
    places = looks_of(network, looks)
    return ends_of(courses(network, own, places, beat), places)


def looks_of(network: Network, looks: int) -> list[int]:
    """After which gradients of a training it is looked, besides before the first one: the last one among them."""
    return [0, *sorted({round(network.steps * turn / looks) for turn in range(1, looks + 1)} - {0})]


def ends_of(course: Course, looks: Sequence[int]) -> Ends:
    """What became of trainings at which it was looked before the first gradient and after some more."""
    there = course.score[:, 1:] >= GOAL
    reached = np.where(there.any(axis=1), np.array(looks)[1:][np.argmax(there, axis=1)], NEVER)
    last, first = [values[:, -1] for values in course], [course.train_loss[:, 0], course.valid_loss[:, 0]]
    return Ends._make([*last, *first, reached.astype(np.int32)])


def courses(
    network: Network,
    own: Mapping[str, np.ndarray],
    looks: Sequence[int],
    beat: Beat = unheard,
) -> Course:
    """The figures of the same after each of so many gradients, ascending."""
    count, dtype, found = len(next(iter(own.values()))), np.dtype(jnp.result_type(float)), []
    data: tuple[Prepared, Examples, Seen] | None = None
    for place in range(count):
        one = network
        for name, values in own.items():
            one = put(one, one.slots[0][0], name, values[place])
        task = resolve(one)
        unless(partial(task.refusal, one.slots[0][1]))
        if data is None or data[0] is not task.prepared:
            data = task.prepared, *examples_of(task, dtype)

        def tell(share: float | None, place: int = place) -> None:
            beat(None if share is None else (place + share) / count)

        found.append(_course(task, one.slots[0][1], *data[1:], looks, tell))
    return Course(
        *(np.array([[getattr(one, name) for one in course] for course in found], dtype) for name in Course._fields)
    )


def examples_of(task: Task, dtype: np.dtype) -> tuple[Examples, Seen]:
    """The examples of a training, filled up as its program has them, and those that it is judged by."""
    prepared = task.prepared
    return filled(prepared.train_x, prepared.train_y, MOST, dtype), seen_of(prepared, task.numbers, dtype)


def _course(task: Task, chosen: Choice, train: Examples, seen: Seen, looks: Sequence[int], beat: Beat) -> list[Figures]:
    """The figures of a training after each of so many gradients."""
    steps = task.network.steps // chosen.gradients
    params, memory = jax.tree.map(lambda x: np.asarray(x, train.x.dtype), begun_with(task, beat))
    given = Given(numbers_of(task, chosen, steps), task.numbers, train, task.order(steps), steps, memory)
    with devices.on("cpu", task.structure, task.batch):
        program = _compiled(task.trained, chosen.optimizer, chosen.options, forms_of(chosen.wrappers))
        carry = program.further(given, program.begin(given, params), 0, 0)  # no step: compiles
        beat(0.0)
        ends = [look // chosen.gradients for look in looks]
        found, pace = [], Pace()
        for first, last in pairwise([0, *ends]):
            carry = in_pieces(partial(piece, program, given), carry, first, last, lambda done: beat(done / steps), pace)
            found.append(jax.tree.map(float, program.end(given, seen._replace(numbers=task.numbers), carry)))
    return found


def piece(program: Program, given: Given, carry: Carry, first: int, last: int) -> Carry:
    """Take the steps from ``first`` to before ``last``, and wait for them."""
    return jax.block_until_ready(program.further(given, carry, first, last))


@kept
def _compiled(structure: Structure, optimizer: str, options: tuple, forms: tuple) -> Program:
    """For each structure, optimizer and form of its rule."""
    begin, further, end = parts(structure, optimizer, options, forms)
    return Program(jitted(begin, True), jitted(further, True, donate_argnums=1), jitted(end, True))


def parts(structure: Structure, optimizer: str, options: tuple, forms: tuple) -> Program:
    """How a training begins, goes on and ends, not yet jitted."""
    setup = partial(_setup, structure, wrapped(OPTIMIZERS[optimizer], forms), dict(options))

    def start(given: Given, params: Params) -> Carry:
        return begin(setup(given), params)

    def further(given: Given, carry: Carry, first: Any, last: Any) -> Carry:
        return advance(setup(given), carry, first, last, given.every)

    def finish(given: Given, seen: Seen, carry: Carry) -> Figures:
        return judged(structure, seen, _standing(structure, setup(given), given, carry))

    return Program(start, further, finish)


def _setup(structure: Structure, spec: OptimizerSpec, options: dict, given: Given) -> Setup:
    problem = as_problem(structure, given.train, given.order, given.techniques, given.memory)
    return Setup(problem, rule_of(structure, spec, given.numbers, options), [])


def _standing(structure: Structure, setup: Setup, given: Given, carry: Carry) -> Params:
    """Where the method stands, with what the layers remember for the test."""
    params, memory = setup.optimizer.stands(carry.params, carry.state), carry.memory
    if structure.test == EPOCH and not structure.held:
        memory = over_epoch(structure, params, given.train, given.order, given.techniques)
    return [layer | held for layer, held in zip(params, memory, strict=True)] if memory else params
