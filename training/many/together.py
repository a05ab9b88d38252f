"""Many trainings of a small network side by side, on the same mini-batches: one program for all of them.

A step of such a network is so short that most of its time passes between its operations, which are the same for all
runs, and its products are soonest many at a time. Each run is that of :mod:`training.many.networks` but for the last
digits of its sums. Where training is unstable these grow, and a run may end elsewhere than the same one by itself: of
256 drawn at random from the preset on the edge of trainability, the losses of 121 are more than a tenth apart in 32-bit
floats, and of 63 in 64-bit ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.choice import Choice, forms_of
from training.many import networks
from training.many.axes import put
from training.many.networks import Course, Ends, Program, ends_of, looks_of
from training.many.precision import precise
from training.network import devices
from training.network.devices import Crossover
from training.network.figures import FAST, Seen, jitted
from training.network.model import Structure
from training.network.network import BAGGING, Network
from training.network.refused import unless
from training.network.resolve import Task, resolve
from training.network.train import Begun, Given, begun_with, numbers_of
from training.network.transfer import NO_TRANSFER
from training.process.parts import in_turn, on_threads
from training.process.pieces import Beat, Pace, in_pieces, unheard

FEW, SOME, TOGETHER = 8, 16, 256  # trainings of a chunk: one after the other, and side by side
MANY = 512  # from so many on it pays to compile TOGETHER
WORTH = 100_000  # steps of all trainings, from which on it pays to compile SOME
MOST_WORK = 30_000  # weights times examples of a step TOGETHER: beyond, a training takes no longer among SOME
MOST_OF_SOME = 600_000  # the same among SOME: beyond, a training takes no longer by itself
MOST_ON_CARD = 50_000_000  # weights and outputs of units in a step of all trainings of a chunk: about a gigabyte there
INITIAL = ("gain", "initvalue", "biasvalue", "seed", "lambda")  # of a network that leave examples and structure alike


def chunk(network: Network, names: Sequence[str], count: int) -> int:
    """How many of ``count`` trainings of a network in which these numbers differ are done together: on a graphics card,
    which takes as long for many as for one, all that find room."""
    if not fits(network, names):
        return FEW
    task = resolve(network)
    if device(network, names, count) == "gpu":
        numbers = task.structure.count + task.batch * sum(task.structure.sizes)
        return min(count, max(SOME, MOST_ON_CARD // numbers))
    work, whole = task.structure.count * task.batch, task.batch == task.examples and network.shuffle == "on"
    if whole and work <= MOST_WORK and count >= MANY:
        return TOGETHER
    return SOME if work <= MOST_OF_SOME and count * network.steps >= WORTH else FEW


def device(network: Network, names: Sequence[str], count: int) -> str:
    """Where so many trainings of a network in which these numbers differ are computed, as its field has it: "gpu" where
    they are side by side and a card is wished, or has enough to do; else "cpu"."""
    if count <= FEW or not fits(network, names):
        return "cpu"
    task = resolve(network)
    return "cpu" if devices.name(network.device, task.structure, task.batch * count) == devices.CPU else "gpu"


def trained(
    network: Network,
    own: Mapping[str, np.ndarray],
    precision: str,
    looks: int = 1,
    beat: Beat = unheard,
) -> Ends:
    """What :func:`training.many.networks.ends` gives, of a chunk of trainings, in such floats, on a card where that is
    the network's ``device``."""
    with precise(precision):
        return (ends if network.device == "gpu" or _count(own) > FEW else networks.ends)(network, own, beat, looks)


def trained_with(
    known: Crossover, network: Network, own: Mapping[str, np.ndarray], precision: str, looks: int, beat: Beat = unheard
) -> Ends:
    """The same where the crossover that is ``known`` says: a process that only trains has not measured it."""
    devices.learn(known)
    return trained(network, own, precision, looks, beat)


def all_ends(network: Network, own: Mapping[str, np.ndarray], beat: Beat = unheard, looks: int = 1) -> Ends:
    """What :func:`training.many.networks.ends` gives, of any number of trainings: so many side by side as pays, and on
    the processor on all its cores."""
    count = _count(own)
    network = replace(network, device=device(network, [*own], count))
    size = chunk(network, [*own], count)
    ended, each = networks.ends if size == FEW else ends, in_turn if network.device == "gpu" else on_threads

    def part(first: int, beat: Beat) -> Ends:
        return ended(network, {name: values[first : first + size] for name, values in own.items()}, beat, looks)

    return Ends(*map(np.concatenate, zip(*each(part, range(0, count, size), beat), strict=True)))


def fits(network: Network, names: Sequence[str]) -> bool:
    """Whether trainings of the one runner of a network in which these numbers differ can be computed side by side: all
    see the same mini-batches, nothing else is random, and no step searches, or it would take as long as the longest."""
    ((_, chosen),) = network.slots
    if "value_fn" in chosen.spec.needs or network.transfer != NO_TRANSFER:
        return False
    if not all(name in chosen.values or name in INITIAL for name in names):
        return False
    return network.ensemble != BAGGING and not resolve(network).structure.chance


def ends(network: Network, own: Mapping[str, np.ndarray], beat: Beat = unheard, looks: int = 1) -> Ends:
    """What :func:`training.many.networks.ends` gives, where ``own`` are numbers that ``fits`` allows.

    How many there are compiles nothing up to SOME, and from there to TOGETHER: the last one fills up. Beyond, each
    number of them does, which only a graphics card is asked for.
    """
    places = looks_of(network, looks)
    return ends_of(courses(network, own, places, beat), places)


def courses(network: Network, own: Mapping[str, np.ndarray], looks: Sequence[int], beat: Beat = unheard) -> Course:
    """The figures of the same after each of so many gradients, ascending."""
    count, runs = _count(own), []
    places = next((size for size in (SOME, TOGETHER) if count <= size), count)
    for place in range(count):
        runs.append(_begun(network, {name: values[place] for name, values in own.items()}))
        beat(0.0)
    tasks, rules, begun = zip(*runs, *runs[-1:] * (places - count), strict=True)
    task, chosen = tasks[0], rules[0]
    dtype, steps = np.dtype(jnp.result_type(float)), network.steps // chosen.gradients
    train, seen = networks.examples_of(task, dtype)
    params, memory = _stacked(begun, dtype)
    numbers = _stacked([numbers_of(task, rule, steps) for rule in rules], dtype)
    techniques = _stacked([one.numbers for one in tasks], dtype)
    given = Given(numbers, techniques, train, task.order(steps), steps, memory)
    with devices.on(network.device, task.structure, task.batch * count) as there:
        structure = replace(task.trained, abreast=not chosen.spec.needs)  # a rule may want derivatives forward
        forms = forms_of(chosen.wrappers)
        program = _compiled(structure, chosen.optimizer, chosen.options, forms, there == devices.CPU)
        carry = program.further(given, program.begin(given, params), 0, 0)  # no step: compiles
        beat(0.0)
        go, found, pace = partial(networks.piece, program, given), [], Pace()
        for first, last in pairwise([0, *(look // chosen.gradients for look in looks)]):
            carry = in_pieces(go, carry, first, last, lambda done: beat(done / steps), pace)
            found.append(program.end(given, seen._replace(numbers=techniques), carry))
    kept = ([np.asarray(getattr(one, name))[:count] for one in found] for name in Course._fields)
    return Course(*(np.stack(each, axis=1) for each in kept))


def _count(own: Mapping[str, np.ndarray]) -> int:
    return len(next(iter(own.values())))


def _begun(network: Network, numbers: Mapping[str, float]) -> tuple[Task, Choice, Begun]:
    """A training with such numbers, its rule, and what there is before its first step; Refused where it cannot be."""
    for name, value in numbers.items():
        network = put(network, network.slots[0][0], name, value)
    task, chosen = resolve(network), network.slots[0][1]
    unless(lambda: task.refusal(chosen))
    return task, chosen, begun_with(task)


def _stacked(several: Sequence[Any], dtype: np.dtype) -> Any:
    return jax.tree.map(lambda *values: np.stack([np.asarray(value, dtype) for value in values]), *several)


@kept
def _compiled(structure: Structure, optimizer: str, options: tuple, forms: tuple, on_cpu: bool) -> Program:
    """Like that of ``networks``, over numbers, first parameters and memory of each run."""
    given = Given(0, 0, None, None, None, 0)  # type: ignore[arg-type]
    seen = Seen(None, None, None, 0)  # type: ignore[arg-type]
    begin, further, end = networks.parts(structure, optimizer, options, forms)
    return Program(
        jitted(jax.vmap(begin, in_axes=(given, 0)), on_cpu, FAST),
        jitted(jax.vmap(further, in_axes=(given, 0, None, None)), on_cpu, FAST, donate_argnums=1),
        jitted(jax.vmap(end, in_axes=(given, seen, 0)), on_cpu, FAST),
    )
