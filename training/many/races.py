"""Any number of runs of the one runner of a race, with numbers of their own: so many together as pays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import jax
import numpy as np

from surfaces import find
from training.choice import scheduled
from training.many.axes import put
from training.many.fates import Ends
from training.many.runs import DRAWS, NUMBERS, STARTS, ends, held
from training.network import devices
from training.outcome import TOLERANCE
from training.process.parts import MOST, in_turn, on_threads
from training.process.pieces import Beat, unheard
from training.process.processor import CORES
from training.race.descend import CAPACITY, Draws, Given, drawn, given
from training.race.race import Race

TOGETHER = 256  # runs that are computed together
MANY = 4_096  # the same where each core has FILLED of these to do: less time passes around their steps
FILLED = 2
MOST_ON_CARD = 2**28  # numbers of the runs that are together on a graphics card: a gigabyte there, or two in 64 bits
SHORT = 2_000  # steps up to which tables of one row a step are short, too


def all_ends(race: Race, own: Mapping[str, np.ndarray], beat: Beat, device: str) -> Ends:
    """What becomes of all runs, on a graphics card, or on all cores of the processor, as ``device`` has it, see
    :func:`training.many.grids.grid`."""
    count = len(next(iter(own.values())))
    card = devices.of_races(device, count * max(1, find(race.surface_name).size))
    if card is not None:
        return _by_chunks(race, own, _on_card(race, own, count), in_turn, beat, card)
    tables = "seed" in own or race.slots[0][1].schedules  # of each run, and as long as it
    few = count < FILLED * MANY * min(CORES, MOST)
    size = TOGETHER if tables or few else MANY
    return _by_chunks(race, own, size, on_threads, beat)


def chunked(race: Race, own: Mapping[str, np.ndarray], beat: Beat) -> Ends:
    """The same on this thread alone, TOGETHER at a time."""
    return _by_chunks(race, own, TOGETHER, in_turn, beat)


def _by_chunks(
    race: Race,
    own: Mapping[str, np.ndarray],
    size: int,
    each: Callable[..., list[Ends]],
    beat: Beat,
    card: jax.Device | None = None,
) -> Ends:
    """Runs so many at a time; the last chunk is filled up with its last run, so that it compiles nothing."""
    count = len(next(iter(own.values())))

    def chunk(first: int, beat: Beat) -> Ends:
        places = np.minimum(np.arange(first, first + size), count - 1)
        return runs(race, {name: one[places] for name, one in own.items()}, beat, card)

    parts = each(chunk, range(0, count, size), beat)
    return Ends(*(np.concatenate(kind)[:count] for kind in zip(*parts, strict=True)))


def _on_card(race: Race, own: Mapping[str, np.ndarray], count: int) -> int:
    """How many of so many runs are done together on a graphics card: all of them, or of as few like parts as can be."""
    which, about = _given(race, {name: np.array([one.min(), one.max()]) for name, one in own.items()})
    most = max(1, MOST_ON_CARD // held(race.surface_name, race.slots[0][1], race.frame, which, about))
    return math.ceil(count / math.ceil(count / most))


def runs(
    race: Race,
    own: Mapping[str, np.ndarray],
    beat: Beat = unheard,
    card: jax.Device | None = None,
) -> Ends:
    """What becomes of the one runner of a race with numbers of its ``own`` in each run, (runs,), by their names."""
    which, about = _given(race, own)
    return ends(race.surface_name, race.slots[0][1], race.frame, which, about, TOLERANCE, beat, card)


def _given(race: Race, own: Mapping[str, np.ndarray]) -> tuple[Given, Given]:
    """Which parts of what runs are given are their own, and what they are given.

    Where only starts differ, a program of its own computes once what else is the same for all of them.
    """
    ((_, chosen),) = race.slots
    steps = race.steps // chosen.gradients
    count, capacity = len(next(iter(own.values()))), SHORT if steps <= SHORT else CAPACITY
    start = np.stack([_each(own, "x", race.x, count), _each(own, "y", race.y, count)], axis=1)
    if {*own} <= {"x", "y"}:
        draws = drawn(race.surface_name, race.seed, race.noise, race.batch)
        return STARTS, given(race.surface_name, chosen, (race.x, race.y), steps, draws)._replace(start=start)
    knobs = {name: _each(own, name, value, count) for name, value in find(race.surface_name).set_to}
    which, draws = _draws(race, own, count, capacity)
    return which, Given(knobs, _numbers(race, own, count, steps, capacity), start, steps, draws)


def _each(own: Mapping[str, np.ndarray], name: str, value: float, count: int) -> np.ndarray:
    """A number in every run."""
    return np.asarray(own[name] if name in own else np.full(count, value), jax.numpy.result_type(float))


def _numbers(race: Race, own: Mapping[str, np.ndarray], count: int, steps: int, capacity: int) -> dict[str, Any]:
    """The numbers of the rule in every run."""
    ((letter, chosen),) = race.slots
    of_rule = [name for name in own if name in chosen.values]

    def one(place: int) -> dict[str, Any]:
        turned = race
        for name in of_rule:
            turned = put(turned, letter, name, own[name][place])
        return scheduled(turned.choices[letter], steps, capacity)

    if not chosen.schedules:
        alike: dict[str, Any] = scheduled(chosen, steps, capacity)
        return {name: _each(own, name, value, count) for name, value in alike.items()}
    dtype = jax.numpy.result_type(float)
    every = [one(place) for place in range(count)] if of_rule else [one(0)] * count
    return jax.tree.map(lambda *parts: np.stack([np.asarray(part, dtype) for part in parts]), *every)


def _draws(race: Race, own: Mapping[str, np.ndarray], count: int, capacity: int) -> tuple[Given, Draws]:
    """What is random in every run, and which parts of it are its own."""
    examples = find(race.surface_name).size
    noise = _each(own, "noise", race.noise, count)
    batch = np.asarray(own.get("batch", np.full(count, race.batch or examples)), np.int32)
    most = noise.max(), int(batch.min())
    several = "seed" in own and (most[0] or most[1] < examples)
    with jax.enable_x64(False):  # draws of 64 bits would be other ones
        if not several:
            return NUMBERS, drawn(race.surface_name, race.seed, *most)._replace(noise=noise, batch=batch)
        seeds, places = np.unique(own["seed"].astype(int), return_inverse=True)
        tables = [_cut(drawn(race.surface_name, int(seed), *most), capacity) for seed in seeds]
    normals = np.stack([table.normals for table in tables])[places]
    orders = [table.places for table in tables if table.places is not None]
    return DRAWS, Draws(normals, np.stack(orders)[places] if orders else None, noise, batch)  # type: ignore[arg-type]


def _cut(table: Draws, capacity: int) -> Draws:
    """A table with as many rows as there can be steps and epochs: whole ones of many seeds would find no room."""
    orders = None if table.places is None else np.array(np.asarray(table.places)[: capacity // 2 + 1])
    return table._replace(normals=np.array(np.asarray(table.normals)[: capacity + 1]), places=orders)  # type: ignore[arg-type]
