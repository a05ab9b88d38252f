"""Where a race starts, as one field of two coordinates: what runners are compared by. A link has x and y apart."""

from __future__ import annotations

from dataclasses import replace

from locales import tr
from locales.formats import spell
from surfaces import find, missing
from training.configuration.links import shown
from training.configuration.numbers import read
from training.configuration.ranges import within
from training.configuration.texts import Text
from training.race.config import COORDINATE
from training.race.race import Race

QUARTERS = ((0.25, 0.75), (0.75, 0.25), (0.25, 0.25), (0.75, 0.75))  # of the frame, from its lower left corner
OTHERS = 3


class Start(Text):
    """Both coordinates at once."""

    def value(self, config: Race) -> tuple[float, float]:
        return config.x, config.y

    def put(self, config: Race, value: tuple[float, float]) -> Race:
        return replace(config, x=value[0], y=value[1])


def read_start(text: str) -> tuple[float, float]:
    """The coordinates in "(1, -0.5)", with or without brackets; ValueError in words otherwise."""
    bare = text.strip(" ()")
    words = bare.split() if len(bare.split()) == 2 else bare.split(",")
    found = [read(word.strip(",")) for word in words]
    if len(found) != 2 or None in found:
        raise ValueError(tr("must be two coordinates, as in (1, -0.5), not {text}", text=shown(text)))
    x, y = (within(COORDINATE, coordinate) for coordinate in found)
    return x, y


def spell_start(start: tuple[float, float]) -> str:
    """The coordinates as they are typed."""
    return f"({spell(start[0])}, {spell(start[1])})"


def _tries(race: Race) -> tuple[tuple[float, float], ...]:
    """The start of the race, and middles of quarters of its frame where the surface has a slope."""
    x0, x1, y0, y1 = race.frame
    places = ((float(f"{x0 + (x1 - x0) * a:.2g}"), float(f"{y0 + (y1 - y0) * b:.2g}")) for a, b in QUARTERS)
    usable = [place for place in places if not missing(race.surface_name, *place)]
    return ((race.x, race.y), *usable[:OTHERS])


START = Start(
    "start",
    read_start,
    spell_start,
    spell_start,
    default=lambda race: find(race.surface_name).start,
    label="Start",
    tries=_tries,
)
