"""Edits of the runners: pure functions from one configuration to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from locales import tr
from training.choice import Choice, named
from training.configuration import differences
from training.configuration.fields import Field
from ui.session.page import Page, Runners

C = TypeVar("C", bound=Any)  # a configuration in which optimizers run: see ui.session.page.Runners


def with_value(config: C, letter: str, name: str, value: object) -> C:
    """The same with one hyperparameter or option of one runner changed; ValueError in words if it is out of range."""
    try:
        chosen = config.choices[letter].with_value(name, value)  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(str(error).removeprefix(f"{name} ")) from error
    return with_choice(config, letter, chosen)


def with_name(config: C, letter: str, text: str) -> C:
    """The same with one runner under a name of one's own, its rule's if that is blank; ValueError, a sentence."""
    try:
        return with_choice(config, letter, named(config.choices[letter], text))
    except ValueError as error:
        raise ValueError(tr("Name {reason}.", reason=error)) from error


def with_difference(config: C, letter: str, name: str, value: object, page: Page) -> C:
    """The same whose runner ``letter`` differs in a field of the page; ValueError in words if the value is none."""
    rows = page.fields(config)
    fresh = page.with_value(differences.alone(rows, config, letter), name, value)
    return differences.with_difference(rows, config, letter, name, fresh)


def without_difference(config: C, letter: str, name: str, page: Page) -> C:
    """The same whose runner ``letter`` no longer differs in a field of the page."""
    return differences.without(page.fields(config), config, letter, name)


def ended(config: C, names: Sequence[str], page: Page) -> C:
    """The same where no runner differs in these fields; of runners that are the same from then on one stays."""
    rows, before = page.fields(config), config.choices
    for letter in before:
        for name in names:
            config = differences.without(rows, config, letter, name)
    kept = [one for letter, one in config.slots if one == before[letter]]
    slots = []
    for letter, one in config.slots:
        if one == before[letter] or one not in kept:
            slots.append((letter, one))
            kept.append(one)
    return replace(config, slots=tuple(slots))


def own(config: C, letter: str, page: Page) -> C:
    """The configuration of the runner ``letter``, the whole one where there is none: what others are made of."""
    return differences.alone(page.fields(config), config, letter) if letter in config.choices else config


def comparable(
    config: C, letter: str, page: Page, locked: Callable[[str], bool] = lambda name: False
) -> dict[str, Field]:
    """The rows by which runners can be compared that are made of the runner ``letter``, by name; none ``locked``."""
    assert page.compares is not None
    one = own(config, letter, page)
    rows = {name: row for name, row in page.compares.rows(one).items() if not locked(name)}
    return {name: row for name, row in rows.items() if not row.common and not row.idle(one)}


def compared(config: C, letter: str, name: str, values: Sequence[object], page: Page) -> C:
    """The same with one runner for each value of a row, from the runner ``letter``; ValueError, a sentence."""
    assert page.compares is not None
    row, one, letters = comparable(config, letter, page)[name], own(config, letter, page), page.compares.letters
    if not 2 <= len(values) <= len(letters):
        raise ValueError(
            tr(
                "{values} must be 2 to {most} to be compared, not {count}.",
                values=row.plural(one),
                most=len(letters),
                count=len(values),
            )
        )
    try:
        several = [page.with_value(one, name, value) for value in values]
    except ValueError as error:
        raise ValueError(tr("{label} {reason}.", label=row.called(one), reason=error)) from error
    if len({row.value(fresh) for fresh in several}) < len(values):
        raise ValueError(tr("{values} must differ to be compared.", values=row.plural(one)))
    chosen = config.choices.get(letter, page.compares.lone)
    return differences.compared(page.fields(config), config, chosen, several, letters)


def veiled(config: C, veil: bool) -> C:
    """The same whose optimizers hide their names, or show them."""
    return replace(config, slots=tuple((letter, replace(chosen, veiled=veil)) for letter, chosen in config.slots))


def added(config: C, chosen: Choice, runners: Runners) -> tuple[C, str]:
    """The same with one more runner, and the runner's letter; ValueError in words if there is no room for it."""
    letters, used = runners.letters, [letter for letter, _ in config.slots]
    free = [letter for letter in letters if letter not in used]
    if not free:
        raise ValueError(
            tr(
                "{where} has room for {most} optimizers. Remove one to add another.",
                where=tr(runners.where),
                most=len(letters),
            )
        )
    # The new runner stands last, as long as there are letters after the last one.
    letter = next((f for f in free if not used or f > used[-1]), free[0])
    return replace(config, slots=tuple(sorted((*config.slots, (letter, chosen))))), letter


def removed(config: C, letter: str) -> C:
    """The same without one runner."""
    return replace(config, slots=tuple(slot for slot in config.slots if slot[0] != letter))


def runner_reset(config: C, letter: str, runners: Runners) -> C:
    """The same with the rule of one runner back at its defaults; what it differs in stays."""
    chosen = config.choices[letter]
    return with_choice(config, letter, replace(runners.own(config, chosen.optimizer), differs=chosen.differs))


def runners_reset(config: C, runners: Runners) -> C:
    """The same with the runners that the page opens with."""
    pairs = zip(runners.letters, runners.opening, strict=False)
    return replace(config, slots=tuple((letter, runners.own(config, name)) for letter, name in pairs))


def with_choice(config: C, letter: str, chosen: Choice) -> C:
    """The same with another choice for one runner."""
    slots = tuple((known, chosen if known == letter else other) for known, other in config.slots)
    return replace(config, slots=slots)
