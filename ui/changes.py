"""Edits of a race: pure functions from one Race to the next."""

from __future__ import annotations

from dataclasses import replace

from optimizers import OPTIMIZERS
from surfaces import find, finite_share
from training.config import (
    BATCH,
    BOUNDS,
    DEFAULT_RUNNERS,
    FRAME_FIELDS,
    LETTERS,
    NARROWEST,
    Choice,
    Race,
    batch_bound,
    check_frame,
    default_choice,
    default_race,
    knob_bounds,
    spell,
)

FULL = f"A race has room for {len(LETTERS)} optimizers. Remove one to add another."


def with_number(race: Race, field: str, value: object) -> Race:
    """The race with one of its numbers, or one side of its frame, changed; ValueError in words if out of range."""
    if field in FRAME_FIELDS:
        number = float(BOUNDS["x"].read(value))
        sides = dict(zip(FRAME_FIELDS, race.frame, strict=True)) | {field: number}
        try:
            return replace(race, frame=check_frame(tuple(sides.values())))
        except ValueError as error:
            reason = f"must leave a frame at least {NARROWEST:g} wide and high, which {spell(number)} does not"
            raise ValueError(reason) from error
    if field in dict(race.knobs):
        number = float(knob_bounds(race.surface_name)[field].read(value))
        return replace(race, knobs=tuple((name, number if name == field else old) for name, old in race.knobs))
    if field == BATCH:
        return replace(race, batch=int(batch_bound(find(race.surface_name)).read(value)))
    return replace(race, **{field: BOUNDS[field].read(value)})


def with_start(race: Race, x: object, y: object) -> Race:
    """The race from another start; ValueError in words if it is out of range."""
    return with_number(with_number(race, "x", x), "y", y)


def with_value(race: Race, letter: str, name: str, value: object) -> Race:
    """The race with one hyperparameter or option of one runner changed; ValueError in words if it is out of range."""
    try:
        chosen = race.choices[letter].with_value(name, value)  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(str(error).removeprefix(f"{name} ")) from error
    return _with_choice(race, letter, chosen)


def with_surface(race: Race, surface: str, formula: str = "") -> Race:
    """The race on another surface, with that surface's start, frame and steps.

    Values of runners that stood at their default for the old surface take the default of the new one; values that
    somebody chose stay. Raises FormulaError for a formula that is not understood.
    """
    base = default_race(surface, formula)
    before, after = find(race.surface_name), find(base.surface_name)

    def moved(chosen: Choice) -> Choice:
        old, new = default_choice(chosen.optimizer, before), default_choice(chosen.optimizer, after)
        values = zip(chosen.hypers, old.hypers, new.hypers, strict=True)
        hypers = tuple(fresh if value == default else value for value, default, fresh in values)
        return replace(chosen, hypers=hypers)

    slots = tuple((letter, moved(chosen)) for letter, chosen in race.slots)
    batch = min(race.batch or base.batch, base.batch)
    return replace(base, noise=race.noise, seed=race.seed, batch=batch, slots=slots)


def with_formula(race: Race, formula: str) -> Race:
    """The race on a typed surface; one that races on a formula already keeps start, frame and steps where it can."""
    if race.surface != "formula" or not finite_share(find(f"formula:{formula}"), race.frame):
        return with_surface(race, "formula", formula)
    return replace(race, formula=formula)


def with_own_frame(race: Race) -> Race:
    """The race in the frame that its surface brings."""
    return replace(race, frame=find(race.surface_name).domain)


def added(race: Race, chosen: Choice) -> tuple[Race, str]:
    """The race with one more runner, and the runner's letter; ValueError in words if twelve run already."""
    used = [letter for letter, _ in race.slots]
    free = [letter for letter in LETTERS if letter not in used]
    if not free:
        raise ValueError(FULL)
    # The new runner stands last, as long as there are letters after the last one.
    letter = next((f for f in free if not used or f > used[-1]), free[0])
    return replace(race, slots=tuple(sorted((*race.slots, (letter, chosen))))), letter


def own_choice(race: Race, optimizer: str) -> Choice:
    """The optimizer with its defaults for the race's surface; KeyError for an unknown name."""
    if optimizer not in OPTIMIZERS:
        raise KeyError(optimizer)
    return default_choice(optimizer, find(race.surface_name))


def removed(race: Race, letter: str) -> Race:
    """The race without one runner."""
    return replace(race, slots=tuple(slot for slot in race.slots if slot[0] != letter))


def runner_reset(race: Race, letter: str) -> Race:
    """The race with one runner back at its defaults for the surface."""
    return _with_choice(race, letter, own_choice(race, race.choices[letter].optimizer))


def runners_reset(race: Race) -> Race:
    """The race with the runners that every new race has."""
    return replace(race, slots=tuple(zip(LETTERS, (own_choice(race, o) for o in DEFAULT_RUNNERS), strict=False)))


def _with_choice(race: Race, letter: str, chosen: Choice) -> Race:
    slots = tuple((known, chosen if known == letter else other) for known, other in race.slots)
    return replace(race, slots=slots)
