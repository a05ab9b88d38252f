"""One optimizer's training run of a network, with what happened in every layer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.scheduled import Number
from optimizers.wrappers import wrapped
from surfaces.programs import kept
from training.choice import Choice, forms_of, scheduled
from training.loop import Carry, Keep, Setup, advance, begin
from training.network import devices
from training.network.figures import JUDGED, ONCE, Figures, jitted, recorded, seen_of
from training.network.held import of_all, rule_of
from training.network.histograms import small
from training.network.joined import Joined, all_apart, apart, of_either, suited
from training.network.looks import Following, looks_of, together
from training.network.model import (
    MOST,
    Batches,
    Examples,
    Memory,
    Params,
    Structure,
    filled,
    over_epoch,
    room,
)
from training.network.network import NO_TRANSFER, Network
from training.network.objective import as_problem
from training.network.rates import default_choice
from training.network.refused import unless
from training.network.resolve import Initial, Task, resolve
from training.network.run import Run
from training.network.statistics import PROBE, UNSEEN, Layers, settled
from training.network.transfer import source_of
from training.parts.layers import Numbers
from training.parts.normalization import EPOCH
from training.process.pieces import Beat, Pace, Watch, in_pieces, unheard

FEWEST_ROWS = 200  # of statistics, where a run has as many steps
AT_ONCE = FEWEST_ROWS // 6 + 1  # rows that are looked at while the next ones are made
KEPT_NUMBERS = 4_000_000  # the most weights that a run keeps, over all its frames
MOST_FRAMES = 200
MOST_LEARNED = 4
# What networks have learned before, in floats of one kind: runners have it in common.
LEARNED: OrderedDict[tuple[Network, np.dtype], Begun] = OrderedDict()
LOOKED = 1.5e9  # weights times examples of figures, at most, that are computed at once: some 0.05 seconds


class Given(NamedTuple):
    """What is traced of a run but its first parameters and its steps: numbers of the rule and of the network's
    techniques, examples, their order, every how many steps a row is kept, and what layers remember at first, or ()."""

    numbers: Mapping[str, Number]
    techniques: Numbers
    train: Examples
    order: Batches
    every: int
    memory: Memory | tuple = ()


def train(
    network: Network,
    choice: Choice,
    beat: Beat = unheard,
    hand_over: Callable[[Run], None] = lambda run: None,
) -> Run:
    """Train ``network`` with one optimizer. A structure and an optimizer compile once; numbers compile nothing.

    ``beat`` is called every ``training.process.pieces.MOMENT`` or so with the share of the steps that is done, at first
    when its loop is compiled; with None before each program that may have to be compiled, while another run compiles
    it, and while rows are looked at. What it raises ends the run. ``hand_over`` gets the run before its layers are
    looked into, where the program that does so is still being compiled when all losses and scores are found. Of
    networks so large that not all rows can wait for it, it does not: they train longer.

    ``network.steps`` counts gradients: a rule that takes two a step makes half as many updates. Raises Refused
    where :meth:`training.network.resolve.Task.refusal` has a reason.
    """
    task = resolve(network)
    unless(lambda: task.refusal(choice))
    structure, prepared, steps = task.structure, task.prepared, network.steps // choice.gradients
    plan = planned(structure, steps)
    dtype = np.dtype(jnp.result_type(float))
    params, memory = jax.tree.map(lambda x: np.asarray(x, dtype), begun_with(task, beat))
    seen = seen_of(prepared, task.numbers, dtype)
    examples = filled(prepared.train_x, prepared.train_y, MOST, dtype)
    with devices.on(network.device, structure, task.batch) as device:
        on_cpu = device == devices.CPU
        looks = looks_of(structure, on_cpu)
        begun, further = _compiled(task.trained, choice.optimizer, choice.options, forms_of(choice.wrappers), on_cpu)
        examples, order = jax.device_put((examples, task.order(steps)))
        given = Given(numbers_of(task, choice, steps), task.numbers, examples, order, plan.every, memory)
        seen = jax.device_put(seen)
        with (
            looks.wanted(),
            Following(looks.judge, seen, beat) as judging,
            Following(looks.layers, seen, beat) as inside,
        ):
            with looks.turn(beat):
                carry = begun(given, suited(task.trained, choice, params))
                looks.compile_beside(seen, carry.buffers[1])
                beat(None)
                carry = further(given, carry, 0, 0, steps)  # no step: compiles, so that no time of it is counted
            watch = Watch(lambda carry, *piece: further(given, carry, *piece, steps))
            go = partial(in_pieces, watch, beat=lambda done: beat(done / (steps + 1)), pace=Pace())
            losses, params = _followed(carry, go, (judging, inside), plan)
            figures, sizes = judging.found()
            rough = UNSEEN._replace(**sizes)
            run = _run(task, plan, figures, rough, losses, params, device=device, seconds=watch.of(steps + 1))
            if not looks.layers.compiled:
                hand_over(run)
            return _whole(run, inside.found()._replace(**sizes), structure)


def numbers_of(task: Task, choice: Choice, updates: int) -> dict[str, Number]:
    """The numbers of a rule and of what is put on it, as the program of a run of so many updates takes them."""
    return scheduled(choice, updates, room(updates), task.epoch)


class Begun(NamedTuple):
    """What a run begins with: parameters, and what layers remember for the test where they have learned before."""

    params: Initial
    memory: Initial | tuple = ()


def begun_with(task: Task, beat: Beat = unheard) -> Begun:
    """What there is before step 0: of a network that has learned before, where it has.

    ``beat`` is called with None while it learns: no share of what follows is done, and its programs are to compile.
    """
    if task.network.transfer == NO_TRANSFER:
        return Begun(task.initial)
    source = source_of(task.network)
    key = source, np.dtype(jnp.result_type(float))
    if (known := LEARNED.get(key)) is not None:
        return known
    run = train(source, default_choice("adam", source.data), lambda share: beat(None))
    last = [{name: values[-1] for name, values in layer.items()} for layer in run.params]
    params = [{name: end[name] for name in start} for end, start in zip(last, task.initial, strict=True)]
    kinds = [layer.remembered for layer in task.structure.layers]
    memory = [{name: end[name] for name in kind} for end, kind in zip(last, kinds, strict=True)]
    LEARNED[key] = found = Begun(params, memory if task.structure.remembers else ())
    while len(LEARNED) > MOST_LEARNED:
        LEARNED.popitem(last=False)
    return found


def states(
    task: Task, choice: Choice, at: Sequence[int], on_cpu: bool, beat: Beat = unheard
) -> Iterator[tuple[Params, Any]]:
    """Where the method stands, and the state of its rule, before each of these updates, ascending, as numpy arrays.

    The run is that of :func:`train`, made once more by the same programs, for as many updates as the last of them. Of
    layers that are held the state has zeros. ``beat`` is called every MOMENT or so, with 0 whatever is done, and
    before as in :func:`begun_with`; what it raises ends it.
    """
    prepared, updates, dtype = task.prepared, at[-1], np.dtype(jnp.result_type(float))
    forms = forms_of(choice.wrappers)
    begun, further = _compiled(task.trained, choice.optimizer, choice.options, forms, on_cpu)
    examples = filled(prepared.train_x, prepared.train_y, MOST, dtype)
    examples, order = jax.device_put((examples, task.order(updates)))
    every = planned(task.structure, updates).every
    params, memory = jax.tree.map(lambda x: np.asarray(x, dtype), begun_with(task, beat))
    given = Given(numbers_of(task, choice, updates), task.numbers, examples, order, every, memory)
    rule, done = rule_of(task.trained, wrapped(choice.spec, forms), {}, {}), 0
    carry = begun(given, suited(task.trained, choice, params))
    watch = Watch(lambda carry, *piece: further(given, carry, *piece, updates))
    for step in at:
        carry, done = in_pieces(watch, carry, done, step, beat=lambda done: beat(0.0)), step
        params, state = jax.tree.map(np.array, (carry.params, carry.state))  # the next call takes the buffers
        yield apart(rule.stands(params, state)), of_all(task.trained, apart(params), all_apart(state.inner))


def _run(task: Task, plan: Plan, figures: Figures, layers: Layers, losses: Any, params: Any, **known: Any) -> Run:
    """The run of what was found in its rows, with what else is ``known`` of it, before its layers are looked into."""
    prepared = task.prepared
    return Run(
        steps=np.minimum(np.arange(plan.rows + 1) * plan.every, plan.steps).astype(np.int32),
        figures=figures,
        layers=layers,
        axes=None,
        fine=None,
        losses=losses,
        frames=plan.frames,
        params=params,
        probe=min(PROBE, len(prepared.train_x)),
        judged=(min(JUDGED, len(prepared.train_x)), min(JUDGED, len(prepared.valid_x))),
        **known,
    )


def _whole(run: Run, found: Layers, structure: Structure) -> Run:
    """The run with what was ``found`` in its layers."""
    fine = small(found.pre_hist), small(found.act_hist)
    layers, axes = settled(found, structure)
    return run._replace(layers=layers, axes=axes, fine=fine)


class Plan(NamedTuple):
    """Which rows a run keeps: 0 to ``rows``, one ``every`` so many steps and the last step.

    The loop has buffers for ``together`` of them: then their figures are computed. ``frames`` are the rows whose
    weights are kept, ascending.
    """

    steps: int
    every: int
    rows: int
    together: int
    frames: np.ndarray

    def step(self, row: int) -> int:
        """The step at which a row is kept."""
        return min(row * self.every, self.steps)


def planned(structure: Structure, steps: int) -> Plan:
    """What is kept of a run of so many updates of a network of this size."""
    every = max(1, steps // FEWEST_ROWS)
    rows = -(-steps // every)
    apart = max(1, -(-rows // frames_of(structure)))
    frames = np.minimum(np.arange(-(-rows // apart) + 1) * apart, rows)
    return Plan(steps, every, rows, rows_at_once(structure), frames.astype(np.int32))


def rows_at_once(structure: Structure) -> int:
    """How many rows of weights of a network of this size the loop keeps until they are looked at."""
    return max(1, min(AT_ONCE, KEPT_NUMBERS // structure.count, int(LOOKED / (2 * JUDGED * structure.weights))))


def _followed(carry: Carry, go: Callable, followers: Sequence[Following], plan: Plan) -> tuple[np.ndarray, Any]:
    """The losses of all steps of a run that has begun and the weights of all its frames; followers get its rows, and
    are helped with what is left of all of them before one is waited for."""
    weights, done = [], 0
    for first in range(0, plan.rows + 1, plan.together):
        last = min(first + plan.together, plan.rows + 1)
        carry = go(carry, done, done := plan.step(last - 1) + 1)
        rows = jax.tree.map(np.array, carry.buffers[1])  # the next piece takes the buffers
        for follower in followers:
            follower.bring(rows, last - first)
        frames = plan.frames[(plan.frames >= first) & (plan.frames < last)] - first
        weights.append([{name: x[frames] for name, x in layer.items()} for layer in rows.layers])
    for follower in followers:
        follower.help()
    return np.asarray(carry.buffers[0])[: plan.steps + 1].copy(), together(weights)


def frames_of(structure: Structure) -> int:
    """How many frames of weights a run of this size keeps, besides the first."""
    return max(1, min(MOST_FRAMES, KEPT_NUMBERS // structure.count))


@kept
def _compiled(
    structure: Structure, optimizer: str, options: tuple, forms: tuple, on_cpu: bool
) -> tuple[Callable, Callable]:
    """How a run begins and how it goes on, jitted, for each structure, optimizer and form of its rule.

    Numbers are traced, those of the steps that a piece has, too: none compiles again.
    """
    setup = partial(_setup, structure, wrapped(OPTIMIZERS[optimizer], forms), dict(options))
    return jitted(partial(_start, setup), on_cpu, ONCE), jitted(partial(_further, setup), on_cpu, donate_argnums=1)


def _start(setup: Callable[[Given], Setup], given: Given, params: Params | Joined) -> Carry:
    return begin(setup(given), params)


def _further(setup: Callable[[Given], Setup], given: Given, carry: Carry, first: Any, last: Any, steps: Any) -> Carry:
    return advance(setup(given), carry, first, last, steps)


def _setup(structure: Structure, spec: OptimizerSpec, options: dict, given: Given) -> Setup:
    def averages(params: Params) -> Memory:
        return over_epoch(structure, params, given.train, given.order, given.techniques)

    record = partial(recorded, averages=averages) if structure.test == EPOCH and not structure.held else recorded
    most = len(given.order.count) - 1
    keeps = [Keep(lambda row: row.loss, most), Keep(record, rows_at_once(structure) - 1, given.every)]
    problem = of_either(as_problem(structure, given.train, given.order, given.techniques, given.memory))
    return Setup(problem, rule_of(structure, spec, given.numbers, options), keeps)
