"""Edits: pure functions from one Race to the next, and those of the runners, from any configuration to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from surfaces import find, finite_share, missing
from training.choice import Choice, named
from training.links import Slots
from training.network.network import Network
from training.race.config import (
    BATCH,
    BOUNDS,
    FRAME_FIELDS,
    Race,
    batch_bound,
    check_frame,
    check_start,
    check_values,
    default_choice,
    default_race,
    knob_bounds,
    narrowest,
    spell,
)
from ui.session.kinds import kind_of

C = TypeVar("C", Race, Network)


def with_number(race: Race, field: str, value: object) -> Race:
    """The race with one of its numbers, or one side of its frame, changed; ValueError in words if out of range."""
    if field in FRAME_FIELDS:
        number = float(BOUNDS["x"].read(value))
        sides = dict(zip(FRAME_FIELDS, race.frame, strict=True)) | {field: number}
        frame = tuple(sides.values())
        try:
            check_frame(frame)
        except ValueError as error:
            least = max(narrowest(*frame[:2]), narrowest(*frame[2:]))
            reason = f"must leave a frame at least {least:g} wide and high, which {spell(number)} does not"
            raise ValueError(reason) from error
        try:
            return replace(race, frame=check_values(frame, race.surface_name))
        except ValueError as error:
            reason = f"must leave a frame in which the formula has values, which {spell(number)} does not"
            raise ValueError(reason) from error
    if field in dict(race.knobs):
        number = float(knob_bounds(race.surface_name)[field].read(value))
        return replace(race, knobs=tuple((name, number if name == field else old) for name, old in race.knobs))
    if field == BATCH:
        return replace(race, batch=int(batch_bound(find(race.surface_name)).read(value)))
    if field in ("x", "y"):
        return with_start(race, **({"x": race.x, "y": race.y} | {field: value}))
    return replace(race, **{field: BOUNDS[field].read(value)})


def with_start(race: Race, x: object, y: object) -> Race:
    """The race from another start; ValueError in words if it is out of range, or the formula has no value there."""
    at = {"x": float(BOUNDS["x"].read(x)), "y": float(BOUNDS["y"].read(y))}
    check_start(race.surface_name, **at)
    return replace(race, **at)


def with_surface(race: Race, surface: str, formula: str = "") -> Race:
    """The race on another surface, with that surface's start and frame, and its steps and rates where nobody set them.

    Raises FormulaError for a formula that is not understood.
    """
    base = default_race(surface, formula)
    before, after = find(race.surface_name), find(base.surface_name)
    slots = moved(race.slots, lambda name: default_choice(name, before), lambda name: default_choice(name, after))
    batch = min(race.batch or base.batch, base.batch)
    steps = base.steps if race.steps == before.steps else race.steps
    return replace(base, steps=steps, noise=race.noise, seed=race.seed, batch=batch, slots=slots)


def moved(slots: Slots, before: Callable[[str], Choice], after: Callable[[str], Choice]) -> Slots:
    """The runners where other defaults hold: values that nobody set take the new one, others stay.

    Set is what was changed by hand, what is not the old default, and what sets copies of one optimizer apart: of three
    rates that are compared, one may well be the default.
    """
    known = {(chosen.optimizer, name, value) for _, chosen in slots for name, value in chosen.hypers}
    compared = {number for number, values in Counter((o, name) for o, name, _ in known).items() if values > 1}

    def one(chosen: Choice) -> Choice:
        name = chosen.optimizer
        found = []
        for (hyper, value), (_, old), (_, new) in zip(
            chosen.hypers, before(name).hypers, after(name).hypers, strict=True
        ):
            stays = value != old or hyper in chosen.set_by_hand or (name, hyper) in compared
            found.append((hyper, value if stays else new))
        return replace(chosen, hypers=tuple(found))

    return tuple((letter, one(chosen)) for letter, chosen in slots)


def with_formula(race: Race, formula: str) -> Race:
    """The race on a typed surface; one that races on a formula already keeps start, frame and steps where it can."""
    name = f"formula:{formula}"
    if race.surface != "formula" or not finite_share(find(name), race.frame):
        return with_surface(race, "formula", formula)
    x, y = find(name).start if missing(name, race.x, race.y) == "value" else (race.x, race.y)
    return replace(race, formula=formula, x=x, y=y)


def start_moved(race: Race, formula: str) -> list[str]:
    """What there is to say of the start where a race takes ``formula`` from now on."""
    if race.surface != "formula" or missing(f"formula:{formula}", race.x, race.y) != "value":
        return []
    here, there = (f"({spell(at.x)}, {spell(at.y)})" for at in (race, with_formula(race, formula)))
    return [f"The formula has no finite value at {here}; the start is {there} now."]


def with_own_frame(race: Race) -> Race:
    """The race in the frame that its surface brings."""
    return replace(race, frame=find(race.surface_name).domain)


def with_value(config: C, letter: str, name: str, value: object) -> C:
    """The same with one hyperparameter or option of one runner changed; ValueError in words if it is out of range."""
    try:
        chosen = config.choices[letter].with_value(name, value)  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(str(error).removeprefix(f"{name} ")) from error
    return _with_choice(config, letter, chosen)


def with_name(config: C, letter: str, text: str) -> C:
    """The same with one runner under a name of one's own, its rule's if that is blank; ValueError, a sentence."""
    try:
        return _with_choice(config, letter, named(config.choices[letter], text))
    except ValueError as error:
        raise ValueError(f"Name {error}.") from error


def added(config: C, chosen: Choice) -> tuple[C, str]:
    """The same with one more runner, and the runner's letter; ValueError in words if there is no room for it."""
    kind, used = kind_of(config), [letter for letter, _ in config.slots]
    free = [letter for letter in kind.letters if letter not in used]
    if not free:
        raise ValueError(f"{kind.what} has room for {len(kind.letters)} optimizers. Remove one to add another.")
    # The new runner stands last, as long as there are letters after the last one.
    letter = next((f for f in free if not used or f > used[-1]), free[0])
    return replace(config, slots=tuple(sorted((*config.slots, (letter, chosen))))), letter


def own_choice(config: C, optimizer: str) -> Choice:
    """The optimizer with its defaults for the configuration; KeyError for an unknown name."""
    return kind_of(config).own(config, optimizer)


def removed(config: C, letter: str) -> C:
    """The same without one runner."""
    return replace(config, slots=tuple(slot for slot in config.slots if slot[0] != letter))


def runner_reset(config: C, letter: str) -> C:
    """The same with one runner back at its defaults."""
    return _with_choice(config, letter, own_choice(config, config.choices[letter].optimizer))


def runners_reset(config: C) -> C:
    """The same with the runners that every new configuration of its kind has."""
    kind = kind_of(config)
    return replace(
        config, slots=tuple((x, own_choice(config, o)) for x, o in zip(kind.letters, kind.runners, strict=False))
    )


def _with_choice(config: C, letter: str, chosen: Choice) -> C:
    slots = tuple((known, chosen if known == letter else other) for known, other in config.slots)
    return replace(config, slots=slots)
