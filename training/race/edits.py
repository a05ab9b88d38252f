"""Edits of a race: pure functions from one Race to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from locales import tr
from locales.formats import plain, spell
from surfaces import find, finite_share, missing
from training.choice import moved
from training.configuration import differences, fields
from training.race import repeats
from training.race.config import FIELDS, SIDES, default_choice, default_race, each, fields_of
from training.race.places import check_frame, check_start, check_values, narrowest
from training.race.race import FORMULA, Race
from training.race.starts import START

FIRST_FORMULA = "x**2 + 3*y**2 + 2*cos(3*x)"  # before somebody types one


def with_value(race: Race, name: str, value: Any) -> Race:
    """The race with another value of one of its fields, and what that brings along; ValueError in words otherwise."""
    if name == "surface":
        surface = FIELDS[name].checked(race, value)
        return with_surface(race, surface, FIRST_FORMULA if surface == FORMULA else "")
    if name == FORMULA:
        return with_formula(race, value)
    if name == START.name:
        return with_start(race, *START.checked(race, value))
    fresh = fields.with_value(fields_of(race), race, name, value)
    if name in ("x", "y"):
        check_start(fresh.surface_name, fresh.x, fresh.y)
    if name in SIDES:
        _check_side(fresh, name)
    return _fitting(fresh, starts=True)


def _check_side(race: Race, name: str) -> None:
    """ValueError in words if a race cannot have the frame that this side of it makes."""
    side = spell(FIELDS[name].value(race))
    try:
        check_frame(race.frame)
    except ValueError as error:
        least = max(narrowest(*race.frame[:2]), narrowest(*race.frame[2:]))
        words = tr(
            "must leave a frame at least {least} wide and high, which {side} does not", least=plain(least, 6), side=side
        )
        raise ValueError(words) from error
    try:
        check_values(race.frame, race.surface_name)
    except ValueError as error:
        words = tr("must leave a frame in which the formula has values, which {side} does not", side=side)
        raise ValueError(words) from error


def with_start(race: Race, x: object, y: object, letter: str = "") -> Race:
    """The race from another start; ValueError in words if it is out of range, or the formula has no value there.

    It is that of the runner ``letter``, where this one has a start of its own.
    """
    if not {"x", "y"} & {*dict(race.choices[letter].differs if letter in race.choices else ())}:
        there = replace(race, x=FIELDS["x"].checked(race, x), y=FIELDS["y"].checked(race, y))
        check_start(there.surface_name, there.x, there.y)
        return _fitting(there, starts=True)
    rows = fields_of(race)
    fresh = with_start(differences.alone(rows, race, letter), x, y)
    for name in ("x", "y"):
        race = differences.with_difference(rows, race, letter, name, fresh)
    return race


def with_surface(race: Race, surface: str, formula: str = "") -> Race:
    """The race on another surface, with that surface's start and frame, and its steps and rates where nobody set them.

    Raises FormulaError for a formula that is not understood.
    """
    base = default_race(surface, formula)
    before, after = find(race.surface_name), find(base.surface_name)
    slots = moved(race.slots, lambda name: default_choice(name, before), lambda name: default_choice(name, after))
    batch = min(race.batch or base.batch, base.batch)
    steps = base.steps if race.steps == before.steps else race.steps
    fresh = replace(base, steps=steps, noise=race.noise, seed=race.seed, batch=batch, repeats=race.repeats, slots=slots)
    return _fitting(fresh, starts=base.surface_name == race.surface_name)


def _fitting(race: Race, starts: bool) -> Race:
    """The race without differences of its runners that are none in it; ``starts`` are kept where they can."""
    rows = fields_of(race)
    race = differences.fitting(rows, repeats.settled(race))
    for letter, own in each(race).items():
        if not starts or missing(own.surface_name, own.x, own.y) == "value":
            for name in ("x", "y"):
                race = differences.without(rows, race, letter, name)
    return race


def with_formula(race: Race, formula: str) -> Race:
    """The race on a typed surface; one that races on a formula already keeps start, frame and steps where it can."""
    name = f"{FORMULA}:{formula}"
    if race.surface != FORMULA or not finite_share(find(name), race.frame):
        return with_surface(race, FORMULA, formula)
    x, y = find(name).start if missing(name, race.x, race.y) == "value" else (race.x, race.y)
    return _fitting(replace(race, formula=formula, x=x, y=y), starts=True)


def start_moved(race: Race, formula: str) -> list[str]:
    """What there is to say of the start where a race takes ``formula`` from now on."""
    if race.surface != FORMULA or missing(f"{FORMULA}:{formula}", race.x, race.y) != "value":
        return []
    here, there = (f"({spell(at.x)}, {spell(at.y)})" for at in (race, with_formula(race, formula)))
    return [tr("The formula has no finite value at {here}; the start is {there} now.", here=here, there=there)]


def with_own_frame(race: Race) -> Race:
    """The race in the frame that its surface brings."""
    return replace(race, frame=find(race.surface_name).domain)
