"""A map of basins is a race without a start: its link is that of a race, and opens there, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qsl

from surfaces import find
from training.configuration import differences
from training.configuration.fields import Field, Number
from training.configuration.ranges import Bound
from training.race import config, edits
from training.race.config import Race, default_choice

LETTERS = config.LETTERS[:4]
OPENING = ("sgd", "momentum", "adam")
SURFACE = "himmelblau"
START = ("x", "y")
MOST_STEPS = 2_000  # gradients from each of thousands of starts: half a minute of the heaviest rules, or so
SLIDER = tuple(steps for steps in config.STEPS if steps <= MOST_STEPS)
STEPS = replace(cast(Number, config.FIELDS["steps"]), range=Bound(1, MOST_STEPS, whole=True, slider=SLIDER, log=True))

encode = config.encode


def fields_of(race: Race) -> Mapping[str, Field]:
    """The table of fields of a map: that of its race without the start, as every start is on a map."""
    rows = {name: row for name, row in config.fields_of(race).items() if name not in START}
    return {**rows, STEPS.name: STEPS}


def with_value(race: Race, name: str, value: Any) -> Race:
    """The map with another value of one of its fields, and what that brings along; ValueError in words otherwise."""
    if name == STEPS.name:
        value = STEPS.checked(race, value)
    return edits.with_value(race, name, value)


def decode(query: str) -> tuple[Race, list[str]]:
    """The map of a link, and one sentence for each thing in it that was not understood. Never raises."""
    query = query.removeprefix("?")
    named = {name for name, _ in parse_qsl(query, errors="replace")}
    where = "" if named & {"surface", config.FORMULA} else f"&surface={SURFACE}"
    race, said = config.decode(f"{query}{where}".strip("&"))
    if race.steps > MOST_STEPS:
        said.append(f"steps: a map takes at most {MOST_STEPS:,}, not {race.steps:,}; {MOST_STEPS:,} was used.")
        race = replace(race, steps=MOST_STEPS)
    if not named & {*config.LETTERS}:
        surface = find(race.surface_name)
        own = ((letter, default_choice(name, surface)) for letter, name in zip(LETTERS, OPENING, strict=False))
        return replace(race, slots=tuple(own)), said
    kept = tuple(slot for slot in race.slots if slot[0] in LETTERS)
    if len(kept) < len(race.slots):
        said.append(f"A map has room for {len(LETTERS)} optimizers, {', '.join(LETTERS)}; the others were left out.")
    return _without_starts(replace(race, slots=kept), said), said


def _without_starts(race: Race, said: list[str]) -> Race:
    """The map whose runners have no starts of their own, with a sentence for each that one had."""
    for letter, chosen in race.slots:
        for name in START:
            if name in dict(chosen.differs):
                race = differences.without(config.fields_of(race), race, letter, name)
                said.append(f"{letter}.{name}: every start is on a map; it was ignored.")
    return race
