"""What a teacher's link locks: fields of a page, numbers of its rules, and who runs. Common to the links of all pages.

``locks=surface,lr`` names what stays as it is, ``only=steps`` what has a control; ``sum`` is a checksum of what is
locked. It is no secret: it tells a link that was edited from one that was not, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from optimizers.base import shown, spell
from training.configuration.fields import Field
from training.data.selection import listed

LOCKS, SUM, ONLY = "locks", "sum", "only"
RUNNERS = "runners"  # who runs
DIGITS = 4  # of the checksum of each value
PAGE = ""  # whose a value is that is no runner's
CHANGED = "This link was changed after it was made"
Table = Mapping[str, Field]
Config = Any


class Locked(ValueError):
    """A sentence: what an edit would change is locked."""


@dataclass(frozen=True)
class Locks:
    """The ``names`` that are locked, and those that have a control, None where all have.

    ``sum`` is the checksum of a link that was changed after it was made, which it keeps; else "".
    """

    names: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    sum: str = ""

    def holds(self, name: str) -> bool:
        """Whether a field, a number with what belongs to it, or who runs is locked."""
        return _among(name, self.names)

    def hides(self, name: str) -> bool:
        """Whether the control of one of these is hidden."""
        return self.only is not None and not _among(name, self.only)


NONE = Locks()


def known(rows: Table, config: Config) -> dict[str, str]:
    """What can be locked, with what it is called: fields that count, who runs, and the numbers of the rules."""
    found = {name: row.called(config) for name, row in rows.items() if not row.idle(config)}
    choices = _rules(config)
    if choices:
        found[RUNNERS] = "Which optimizers run"
    for chosen in choices.values():
        found |= {hyper.name: hyper.label for hyper in chosen.spec.hypers if hyper.name not in found}
    return found


def values(rows: Table, config: Config, name: str) -> dict[str, str]:
    """The value of what a name locks, as text: the page's, and by letter those of runners that have their own."""
    if name == RUNNERS:
        return {PAGE: ";".join(f"{letter}={one.optimizer}{one.veiled:d}" for letter, one in _rules(config).items())}
    if name in rows:
        row, slots = rows[name], getattr(config, "slots", ())
        own = {letter: str(dict(one.differs)[name]) for letter, one in slots if name in dict(one.differs)}
        return {PAGE: "" if row.idle(config) else spell(row.spelled(config)), **own}
    found = {letter: _numbers(one.values, name) for letter, one in _rules(config).items()}
    return {letter: text for letter, text in found.items() if text}


def check(rows: Table, before: Config, after: Config, locks: Locks) -> None:
    """Raise Locked where ``after`` has other values than ``before`` of what is locked, for whoever runs in both.

    Where names are hidden, it is locked who runs.
    """
    old, new = _rules(before), _rules(after)
    there = {PAGE, *(letter for letter, one in old.items() if letter in new and new[letter].optimizer == one.optimizer)}
    names = dict.fromkeys((*locks.names, *([RUNNERS] if veiled(before) else [])))
    called, broken = known(rows, before), []
    for name in names:
        one, other = values(rows, before, name), values(rows, after, name)
        if any(one.get(who) != other.get(who) for who in there):
            broken.append(called.get(name, name))
    if broken:
        raise Locked(f"{_begun(listed(broken, 'and'))} {'is' if len(broken) == 1 else 'are'} locked in this link.")


def veiled(config: Config) -> bool:
    """Whether the names of the optimizers are hidden."""
    return any(one.veiled for one in _rules(config).values())


def linked(link: str, rows: Table, config: Config, locks: Locks) -> str:
    """The link of a configuration that says what is locked, and has a control."""
    return link + spelled(rows, config, locks)


def spelled(rows: Table, config: Config, locks: Locks) -> str:
    """The end of a link that says what is locked: "&locks=surface,lr&sum=..."; "" where nothing is."""
    parts = {LOCKS: ",".join(locks.names), ONLY: None if locks.only is None else ",".join(locks.only)}
    if not parts[LOCKS] and parts[ONLY] is None:
        return ""
    parts[SUM] = locks.sum or ".".join(_sums(rows, config, locks))
    return "".join(f"&{name}={text}" for name, text in parts.items() if text is not None)


def read(query: str, rows: Table, config: Config) -> tuple[Locks, list[str]]:
    """What a link locks, and a sentence for what in it cannot be, or was changed after it was made."""
    found = {name: text[0] for name, text in parse_qs(query.removeprefix("?"), keep_blank_values=True).items()}
    if not {LOCKS, ONLY, SUM} & {*found}:
        return NONE, []
    names, said = _names(found.get(LOCKS, ""), LOCKS, known(rows, config))
    only, more = _names(found.get(ONLY, ""), ONLY, known(rows, config))
    locks = Locks(names, only if ONLY in found else None)
    wanted, given = _sums(rows, config, locks), found.get(SUM, "").split(".")
    if given == wanted:
        return locks, [*said, *more]
    told = CHANGED
    if len(given) == len(wanted):
        other = [known(rows, config)[n] for n, a, b in zip(names, given, wanted, strict=False) if a != b]
        told += f": {listed(other, 'and')}" if other else ": what is locked or has a control"
    return Locks(names, locks.only, found.get(SUM, "none")[:200] or "none"), [f"{told}.", *said, *more]


def _names(text: str, field: str, can: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    wanted = dict.fromkeys(filter(None, text.split(",")))
    wrong = [name for name in wanted if name not in can]
    return tuple(name for name in wanted if name in can), [
        f"{field}: there is nothing called {shown(name)} here; it was ignored." for name in wrong
    ]


def _sums(rows: Table, config: Config, locks: Locks) -> list[str]:
    """A checksum of each value that is locked, and one of what is."""
    each = [f"{name} {sorted(values(rows, config, name).items())}" for name in locks.names]
    return [sha256(text.encode()).hexdigest()[:DIGITS] for text in (*each, f"{locks.names} {locks.only}")]


def _numbers(known: Mapping[str, Any], name: str) -> str:
    """The number called so, with its schedule, as text."""
    return ";".join(f"{n}={spell(v)}" for n, v in known.items() if _among(n, (name,)))


def _among(name: str, names: Iterable[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in names)


def _rules(config: Config) -> dict[str, Any]:
    """The optimizers that run, by letter; none where networks are compared that are not trained."""
    return {letter: one for letter, one in getattr(config, "slots", ()) if hasattr(one, "optimizer")}


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
