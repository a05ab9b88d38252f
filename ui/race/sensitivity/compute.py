"""The runs of a map of sensitivity, computed beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import isqrt
from typing import Any, NamedTuple

import numpy as np

from locales import tr
from training.choice import Choice, forms_of
from training.many import axes, grids
from training.many.axes import Axis, known
from training.many.fates import Ends
from training.many.grids import CHUNKS, cells
from training.many.plan import SIDE, SIDES, VARIED, Plan, axis_of, encode, fields_of, of_runner
from training.race.config import alone
from training.race.descend import program
from training.race.race import Race
from ui.race import chunks
from ui.race.chunks import Order, Seen
from ui.widgets import varied
from ui.work import executor
from ui.work.pool import Demand
from ui.work.visitors import Guest, Visitor

ORDER = Order((1, 2, 5, CHUNKS), cells)  # every 8th, 4th, 2nd and each cell along a side
KEPT = 4_352  # chunks, of some 16 kB each: those of 64 maps of four runners


class Key(NamedTuple):
    """A chunk: a race of one runner, in which what varies stands at its lowest value, the axes, and in which floats."""

    race: Race
    x: Axis
    y: Axis
    chunk: int
    precision: str

    @property
    def chosen(self) -> Choice:
        """Who runs."""
        return self.race.slots[0][1]


def _compute(key: Key, demand: Demand) -> Ends:
    return executor.compute(grids.chunk_of, *key, demand=demand)


def _program(key: Key) -> Any:
    return (
        program(key.race.surface_name, key.chosen).key,
        forms_of(key.chosen.schedules),
        "seed" in (key.x[0], key.y[0]),
        key.precision,
    )


POOL = executor.pool(_compute, most_results=KEPT, program=_program, name=lambda key: key.chosen.spec.label)


def through(plan: Plan) -> tuple[Axis, Axis]:
    """The axes through the middles of the cells."""
    x, y = (axes.middles(axis_of(plan, side)) for side in SIDES)
    return x, y


def lacking(plan: Plan) -> dict[str, str]:
    """What is said of the runners that have nothing of what varies, by letter, a sentence each."""
    own = {letter: known(alone(plan, letter), chosen) for letter, chosen in plan.slots}
    return varied.lacking(VARIED, fields_of(plan), plan, own.__getitem__)


def refusals(plan: Plan) -> dict[str, str]:
    """Why a runner that has all that varies has no picture, by its letter, a sentence each."""
    found, without = {}, lacking(plan)
    for letter, chosen in plan.slots:
        numbers, own = known(alone(plan, letter), chosen), of_runner(plan, letter)
        try:
            for side in [] if letter in without else SIDES:
                axes.checked(axis_of(own, side), numbers)
        except ValueError as error:
            runner = varied.named(fields_of(plan), plan, letter)
            found[letter] = (
                tr("{runner} has no map here.", runner=runner)
                if chosen.veiled
                else tr("{runner} has no map: {reason}.", runner=runner, reason=error)
            )
    return found


@lru_cache(maxsize=64)
def keys_of(plan: Plan) -> Mapping[str, list[Key]]:
    """The chunks of the picture of each runner that has one, by its letter; every look wants them."""
    refused = {**refusals(plan), **lacking(plan)}
    ends = {letter: through(of_runner(plan, letter)) for letter, _ in plan.slots if letter not in refused}
    return {
        letter: [Key(grids.bare(plan, letter, own), *own, chunk, plan.precision) for chunk in range(CHUNKS)]
        for letter, own in ends.items()
    }


def look(plan: Plan, visitor: Visitor | Guest, seconds: float = 0.0) -> Seen:
    """What is known of the map by now, see :func:`ui.race.chunks.look`."""
    return chunks.look(POOL, keys_of(plan), ORDER, visitor, seconds, choices=plan.choices)


def arrays(plan: Plan, letter: str, found: Ends) -> Mapping[str, np.ndarray]:
    """What is found of one runner as ``training.many.grid`` has it, of as many cells as are there."""
    apart = SIDE // isqrt(len(found.fate))
    return {
        **grids.arrays(alone(plan, letter), through(of_runner(plan, letter)), found, apart),
        "link": np.array(f"sensitivity?{encode(plan)}"),
    }
