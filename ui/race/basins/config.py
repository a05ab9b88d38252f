"""A map of basins is a race without a start: its link is that of a race, and opens there, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import tr
from training.configuration import differences
from training.configuration.fields import Field
from training.many import limits
from training.many.limits import LETTERS, MOST_STEPS, STEPS
from training.race import config, edits
from training.race.race import Race
from training.race.repeats import REPEATS

__all__ = ["LETTERS", "MOST_STEPS", "OPENING", "decode", "encode", "fields_of", "with_value"]

OPENING = ("sgd", "momentum", "adam")
SURFACE = "himmelblau"
START = ("x", "y")

encode = config.encode


def fields_of(race: Race) -> Mapping[str, Field]:
    """The table of fields of a map: that of its race without the start, as every start is on a map."""
    rows = {name: row for name, row in config.fields_of(race).items() if name not in (*START, REPEATS.name)}
    return {**rows, STEPS.name: STEPS}


def with_value(race: Race, name: str, value: Any) -> Race:
    """The map with another value of one of its fields, and what that brings along; ValueError in words otherwise."""
    if name == STEPS.name:
        value = STEPS.checked(race, value)
    return edits.with_value(race, name, value)


def decode(query: str) -> tuple[Race, list[str]]:
    """The map of a link, and one sentence for each thing in it that was not understood. Never raises."""
    race, said = limits.decode(query, SURFACE, OPENING)
    return _without_starts(race, said), said


def _without_starts(race: Race, said: list[str]) -> Race:
    """The map whose runners have no starts of their own, with a sentence for each that one had."""
    for letter, chosen in race.slots:
        for name in START:
            if name in dict(chosen.differs):
                race = differences.without(config.fields_of(race), race, letter, name)
                reason = tr("every start is on a map")
                said.append(tr("{name}: {reason}; it was ignored.", name=f"{letter}.{name}", reason=reason))
    return race
