"""Runners that differ in fields of the configuration: each is the whole configuration with its differences.

A runner's ``differs`` names fields and values, checked, in the order of the table; what such a field decides about (the
number of an initialization) is among them, so that a link is complete. A difference stays where the configuration has
the same value by chance, until it is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from locales import tr
from locales.formats import Value
from optimizers.base import shown
from training.configuration import fields
from training.configuration.fields import Field, Word
from training.configuration.links import Reader

Config = Any  # a configuration with ``slots`` and ``choices``
Runner = Any  # what a slot holds: a Choice, or anything else with ``differs`` and ``bare``
C = TypeVar("C", bound=Config)
Table = Mapping[str, Field]
Differences = tuple[tuple[str, Any], ...]


def applied(rows: Table, config: C, chosen: Runner) -> C:
    """``config`` with the values in which a runner differs."""
    for name, value in chosen.differs:
        config = fields.put(rows, config, name, value)
    return config


def alone(rows: Table, config: C, letter: str) -> C:
    """The configuration of one runner: with its differences, and nobody beside it."""
    chosen = config.choices[letter]
    lone = replace(chosen, differs=()) if chosen.differs else chosen
    return replace(applied(rows, config, chosen), slots=((letter, lone),))


def each(rows: Table, config: C) -> dict[str, C]:
    """The configuration of every runner, by letter."""
    return {letter: alone(rows, config, letter) for letter, _ in config.slots}


def spelled(rows: Table, config: Config) -> dict[str, list[tuple[str, Value]]]:
    """The differences of every runner that has some, as a link writes them."""
    return {
        letter: fields.spelled([rows[name] for name, _ in chosen.differs], alone(rows, config, letter))
        for letter, chosen in config.slots
        if chosen.differs
    }


def read(reader: Reader, rows: Table, config: C) -> C:
    """``config`` with the differences that a link has for its runners. Never raises.

    What is not understood takes the configuration's own value, and each such thing is a sentence.
    """
    slots = tuple((letter, _read(reader, rows, config, letter, chosen)) for letter, chosen in config.slots)
    return replace(config, slots=slots)


def _read(reader: Reader, rows: Table, config: Config, letter: str, chosen: Runner) -> Runner:
    own, named = config, set[str]()
    for row in sorted(rows.values(), key=lambda row: row.turn):
        text = reader.fields.pop(f"{letter}.{row.name}", None)
        if text is None:
            continue
        name = f"{letter}.{row.name}"
        if reason := tr("is the same for all runners") if row.common else row.idle(own):
            reader.sentences.append(tr("{name}: {reason}; it was ignored.", name=name, reason=reason))
            continue
        try:
            own, named = fields.with_value(rows, own, row.name, text), named | {row.name}
        except ValueError as error:
            used = fields.spell(row.spelled(own)) or tr("nothing")
            reader.sentences.append(tr("{name}: {reason}; {used} was used.", name=name, reason=error, used=used))
    for row in (row for row in _disallowed(rows, own) if not row.common):
        known, value = ", ".join(row.labels(own)), shown(row.value(own))
        reason = tr("must be one of {known}, not {value}", known=known, value=value)
        name, used = f"{letter}.{row.name}", row.usual(own)
        reader.sentences.append(tr("{name}: {reason}; {used} was used.", name=name, reason=reason, used=used))
    return replace(chosen, differs=_allowed(rows, own, named))


def with_difference(rows: Table, config: C, letter: str, name: str, fresh: Config) -> C:
    """``config`` whose runner ``letter`` differs in the field ``name``, and what that decides about, as in ``fresh``.

    ``fresh`` is the runner's own configuration after the edit.
    """
    differs = _differences(rows, fresh, {name, *dict(config.choices[letter].differs)})
    return _with_choice(rows, config, letter, replace(config.choices[letter], differs=differs))


def without(rows: Table, config: C, letter: str, name: str) -> C:
    """``config`` whose runner ``letter`` no longer differs in the field ``name``, nor in what that decides about."""
    chosen = config.choices[letter]
    kept = tuple(one for one in chosen.differs if name not in (one[0], rows[one[0]].owner))
    return _with_choice(rows, config, letter, replace(chosen, differs=kept))


def fitting(rows: Table, config: C) -> C:
    """``config`` without the differences that are none beside its other fields: of other data, say.

    Words that the other fields do not allow take their default; in what only a runner has so, it differs.
    """
    config, slots = _mended(rows, config), []
    for letter, chosen in config.slots:
        own, named = config, set[str]()
        for name, value in chosen.differs:
            if name in rows and not rows[name].common and not rows[name].idle(own) and _fits(rows[name], own, value):
                own, named = fields.put(rows, own, name, value), named | {name}
        slots.append((letter, replace(chosen, differs=_allowed(rows, own, named)) if chosen.differs else chosen))
    return replace(config, slots=tuple(slots))


def compared(rows: Table, config: C, chosen: Runner, own: Sequence[Config], letters: str) -> C:
    """``config`` with one runner for each of ``own``, configurations of ``chosen`` that differ from each other."""
    named = {name for name, row in rows.items() if len({row.value(one) for one in own}) > 1} | {*dict(chosen.differs)}
    slots = (
        (place, replace(chosen.bare, differs=_differences(rows, one, named)))
        for place, one in zip(letters, own, strict=False)
    )
    return replace(config, slots=tuple(slots))


def differing(rows: Table, config: Config) -> list[str]:
    """The fields in which the runners differ from each other, in the order of the table.

    What does not count for a runner is as good as its default: the word that decides about it tells enough.
    """
    named = {name for _, chosen in config.slots for name, _ in chosen.differs}
    own = each(rows, config).values() if named else ()
    return [
        name
        for name, row in rows.items()
        if name in named and len({row.usual(one) if row.idle(one) else row.value(one) for one in own}) > 1
    ]


def apart(rows: Table, config: Config) -> dict[str, dict[str, str]]:
    """What each runner has, in words, of all in which they differ: by what it is called, then by letter.

    A number without a name of its own stands behind the word that it belongs to, "Normal 0.01"; "" is what does not
    count for a runner.
    """
    names = differing(rows, config)
    own = each(rows, config) if names else {}
    return {
        rows[name].about(config): {letter: said(rows, name, one) for letter, one in own.items()}
        for name in names
        if not rows[name].behind or rows[name].owner not in names
    }


def counted(rows: Table, config: Config) -> list[str]:
    """How many values there are among the runners of all in which they differ: "three initializations"."""
    called = {rows[name].about(config): rows[name] for name in reversed(differing(rows, config))}
    found = apart(rows, config)
    return [called[what].counted(config, len({*values.values()})) for what, values in found.items()]


def said(rows: Table, name: str, own: Config) -> str:
    """What ``own`` has in a field, in words, with the number that belongs to it; "" where it does not count."""
    behind = (row for row in rows.values() if row.owner == name and row.behind)
    return " ".join(row.said(own) for row in (rows[name], *behind) if not row.idle(own))


def told(rows: Table, config: Config, short: bool = False) -> dict[str, str]:
    """What tells the runners apart beside their rules, by letter: "He", "Normal 0.01", "batch 16"; "" where nothing.

    The number of an initialization is told wherever one of them is, and what is off where nothing else is to be told.
    ``short`` is for where there is little room.
    """
    names = differing(rows, config)
    if not names:
        return {letter: "" for letter, _ in config.slots}
    names = [name for name, row in rows.items() if name in names or (row.owner in names and row.behind)]
    return {
        letter: ", ".join(_joined(_telling([rows[name] for name in names], own), own, short))
        for letter, own in each(rows, config).items()
    }


def _telling(rows: Sequence[Field], own: Config) -> list[Field]:
    """The fields that count, without those that are off, unless they are all that there is."""
    counting = [row for row in rows if not row.idle(own)]
    return [row for row in counting if not row.off(own)] or counting


def _joined(rows: Iterable[Field], own: Config, short: bool) -> list[str]:
    """The words of each field; a number without a name of its own follows the word that it belongs to.

    What several fields tell alike is told once: a start, by its coordinates.
    """
    found: list[str] = []
    for row in rows:
        words = row.short(own) if short else row.told(own)
        if row.behind and found:
            found[-1] += f" {words}"
        elif words not in found:
            found.append(words)
    return found


def _differences(rows: Table, own: Config, named: Iterable[str]) -> Differences:
    """The values of the fields that are ``named``, and of those that they decide about, where they count."""
    named = set(named)
    return tuple(
        (name, row.value(own))
        for name, row in rows.items()
        if (name in named or row.owner in named) and not row.common and not row.idle(own)
    )


def _fits(row: Field, config: Config, value: Any) -> bool:
    try:
        return row.checked(config, row.spelled(row.put(config, value))) == value
    except ValueError:
        return False


def _disallowed(rows: Table, config: Config) -> list[Word]:
    """The fields whose words the other fields do not allow."""
    words = (row for row in rows.values() if isinstance(row, Word) and callable(row.words))
    return [row for row in words if not row.idle(config) and row.value(config) not in row.labels(config)]


def _mended(rows: Table, config: C) -> C:
    """``config`` where these have their default."""
    for row in _disallowed(rows, config):
        config = fields.put(rows, config, row.name, row.usual(config))
    return config


def _allowed(rows: Table, own: Config, named: Iterable[str]) -> Differences:
    """The differences of a runner, of its own configuration; where its words are not allowed it differs in these."""
    wrong = (row.name for row in _disallowed(rows, own) if not row.common)
    return _differences(rows, _mended(rows, own), {*named, *wrong})


def _with_choice(rows: Table, config: C, letter: str, chosen: Runner) -> C:
    own = applied(rows, config, chosen)
    if _disallowed(rows, own):
        chosen = replace(chosen, differs=_allowed(rows, own, dict(chosen.differs)))
    slots = tuple((known, chosen if known == letter else other) for known, other in config.slots)
    return replace(config, slots=slots)
