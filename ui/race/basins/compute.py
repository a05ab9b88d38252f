"""The runs of a map of basins, computed beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import isqrt
from typing import Any

import numpy as np

from surfaces.base import Frame
from training.choice import Choice, forms_of
from training.many.basins import CHUNKS, SIDE, Fates, Same, cells, chunk_of
from training.race.config import each
from training.race.descend import program
from training.race.race import Race
from ui.race import chunks
from ui.race.basins.config import encode
from ui.race.chunks import Order, Seen
from ui.race.compute import counting, steps_of
from ui.work import executor
from ui.work.pool import Demand
from ui.work.visitors import Guest, Visitor

ORDER = Order((1, CHUNKS), cells)  # after so many chunks every 2nd and each cell along a side is known
KEPT = 1_024  # chunks, of some 20 kB each: those of 64 maps of four runners

# Surface, rule, frame, chunk, and what is the same for all runs.
Key = tuple[str, Choice, Frame, int, Same]


def _compute(key: Key, demand: Demand) -> Fates:
    return executor.compute(chunk_of, *key, demand=demand)


def _program(key: Key) -> Any:
    surface, chosen = key[:2]
    return program(surface, chosen).key, forms_of(chosen.schedules)


POOL = executor.pool(_compute, most_results=KEPT, program=_program, name=lambda key: key[1].spec.label)


@lru_cache(maxsize=64)
def keys_of(race: Race) -> Mapping[str, list[Key]]:
    """The chunks of each runner's picture, by its letter; every look wants them."""
    own = each(race)

    def key(letter: str, chosen: Choice, chunk: int) -> Key:
        one = own[letter]
        seed = counting(one.surface_name, one.seed, one.noise, one.batch)
        same = Same(steps_of(chosen, one.steps), seed, one.noise, one.batch)
        return one.surface_name, chosen.bare, one.frame, chunk, same

    return {letter: [key(letter, chosen, chunk) for chunk in range(CHUNKS)] for letter, chosen in race.slots}


def look(race: Race, visitor: Visitor | Guest, seconds: float = 0.0) -> Seen:
    """What is known of the map by now, see :func:`ui.race.chunks.look`."""
    return chunks.look(POOL, keys_of(race), ORDER, visitor, seconds, choices=race.choices)


def arrays(race: Race, letter: str, found: Fates) -> Mapping[str, np.ndarray]:
    """What is found of one runner as :mod:`training.many.files` writes it, of as many starts as are there.

    With the minima in whose list, (k, 2), outcomes are places: those of a frame were searched there.
    """
    side, (x0, x1, y0, y1) = isqrt(len(found.fate)), race.frame
    shares = (np.arange(0, SIDE, SIDE // side) + 0.5) / SIDE
    return {
        "x": x0 + shares * (x1 - x0),
        "y": y0 + shares * (y1 - y0),
        "outcome": found.fate.reshape(side, side),
        "since": (found.steps * race.choices[letter].gradients).reshape(side, side),
        "minima": np.reshape(found.known.minima, (-1, 2)),
        "link": np.array(f"basins?{encode(race)}"),
    }
