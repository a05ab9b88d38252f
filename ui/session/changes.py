"""Edits of the runners: pure functions from one configuration to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from training.choice import Choice, named
from training.network.network import Network
from training.race.config import Race
from ui.session.kinds import kind_of

C = TypeVar("C", Race, Network)


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
