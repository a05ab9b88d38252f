"""What a picture of thousands of runs takes from a race: its link, with fewer optimizers and fewer steps."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from locales import tr
from locales.formats import grouped
from surfaces import find
from training.configuration import differences
from training.configuration.fields import Number
from training.configuration.links import Reader
from training.configuration.queries import query_of
from training.configuration.ranges import Bound
from training.race import config
from training.race.config import default_choice
from training.race.race import FORMULA, Race
from training.race.repeats import REPEATS

LETTERS = config.LETTERS[:4]
MOST_STEPS = 2_000  # gradients of each of thousands of runs: half a minute of the heaviest rules, or so
SLIDER = tuple(steps for steps in config.STEPS if steps <= MOST_STEPS)
STEPS = replace(cast(Number, config.FIELDS["steps"]), range=Bound(1, MOST_STEPS, whole=True, slider=SLIDER, log=True))


def decode(query: str, surface: str, opening: tuple[str, ...]) -> tuple[Race, list[str]]:
    """The race of a map's link, and one sentence for each thing in it that was not understood. Never raises.

    A link that names no surface has ``surface``, one that names no optimizer those of ``opening``.
    """
    query = query_of(query)
    named = {*Reader(query).fields}  # with those that are veiled
    where = "" if named & {"surface", FORMULA} else f"&surface={surface}"
    race, said = config.decode(f"{query}{where}".strip("&"))
    single = _once(race)
    if single != race:
        reason = tr("a map shows single runs")
        said.append(tr("{name}: {reason}; {used} was used.", name=REPEATS.name, reason=reason, used="1"))
        race = single
    if race.steps > MOST_STEPS:
        most = grouped(MOST_STEPS)
        reason = tr("a map takes at most {most}, not {steps}", most=most, steps=grouped(race.steps))
        said.append(tr("{name}: {reason}; {used} was used.", name="steps", reason=reason, used=most))
        race = replace(race, steps=MOST_STEPS)
    if not named & {*config.LETTERS}:
        known = find(race.surface_name)
        own = ((letter, default_choice(name, known)) for letter, name in zip(LETTERS, opening, strict=False))
        return replace(race, slots=tuple(own)), said
    kept = tuple(slot for slot in race.slots if slot[0] in LETTERS)
    if len(kept) < len(race.slots):
        said.append(
            tr(
                "A map has room for {count} optimizers, {letters}; the others were left out.",
                count=len(LETTERS),
                letters=", ".join(LETTERS),
            )
        )
    return replace(race, slots=kept), said


def _once(race: Race) -> Race:
    """The race whose runners are not repeated."""
    rows = config.fields_of(race)
    race = replace(race, repeats=1)
    for letter, _ in race.slots:
        race = differences.without(rows, race, letter, REPEATS.name)
    return race
