"""Who is who: each optimizer's hue, dash and marker, the same on every page, in light and in dark.

The eight optimizers of the table have an identity of their own, whose hues stay apart for colour-blind viewers too.
Every other optimizer follows its family's rule: the hues of the family's arc in turn, each time with the next free
pair of a marker and a dash. The rule reads the registry from the top, so an optimizer keeps its identity as long as new
ones are added below it. Families without an arc (sign methods, second order, learned ones) share two greys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from optimizers import OPTIMIZERS
from training.choice import Choice
from training.configuration import differences
from training.configuration.fields import Field
from ui.looks import tokens
from ui.looks.copies import traits

Dash = tuple[float, ...]


@dataclass(frozen=True)
class Identity:
    """How one runner is told from the others.

    ``dash`` is empty for a solid line; ``copy`` is 1, or 2, 3, ... where the same optimizer runs again, and ``tone`` is
    the place of a copy's hue among the spare ones. ``short`` is the part of the label that tells it from other copies,
    "" where the label has no such part.
    """

    name: str
    label: str
    light: str
    dark: str
    dash: Dash
    marker: str
    copy: int = 1
    tone: int = 0
    short: str = ""

    @property
    def hollow(self) -> str:
        """How its marker is an outline, the mark of a copy: "empty" and "dot" by turns; "" for one that is filled."""
        return "" if self.copy == 1 else "dot" if self.copy % 2 else "empty"

    @property
    def drawn(self) -> dict[str, object]:
        """What the player draws it by."""
        own = ("name", "label", "light", "dark", "dash", "marker", "hollow")
        return {name: getattr(self, name) for name in (*own, *(["short"] if self.short else []))}

    def hue(self, dark: bool) -> str:
        """The colour of its line and marker."""
        return self.dark if dark else self.light


@dataclass(frozen=True)
class _Look:
    light: str
    dark: str
    dash: Dash
    marker: str


TABLE: dict[str, _Look] = {
    "sgd": _Look(*tokens.HUES["sgd"], (), "circle"),
    "momentum": _Look(*tokens.HUES["momentum"], (11, 4), "square"),
    "nesterov": _Look(*tokens.HUES["nesterov"], (), "diamond"),
    "adagrad": _Look(*tokens.HUES["adagrad"], (3, 3), "triangle-down"),
    "adadelta": _Look(*tokens.HUES["adadelta"], (9, 3, 2, 3), "hexagon"),
    "rmsprop": _Look(*tokens.HUES["rmsprop"], (6, 4), "plus"),
    "adam": _Look(*tokens.HUES["adam"], (), "triangle-up"),
    "adamax": _Look(*tokens.HUES["adamax"], (11, 3, 3, 3), "star"),
}
GREYS = tokens.GREYS
# Whose looks stand for the letters where runners of one rule differ in fields, and for the lines of charts.
LOOKS = ("momentum", "adam", "adagrad", "rmsprop", "adamax", "nesterov", "adadelta", "sgd")
# The hues of copies, light and dark. They and those of the table were chosen together: the nearest two are 9 apart.
SPARE = tokens.COPIES
ARCS: dict[str, tuple[str, ...]] = {  # the members of the table whose hues span a family's arc
    "Plain": ("sgd",),
    "Momentum": ("momentum", "nesterov"),
    "Accumulators": ("adagrad", "adadelta", "rmsprop"),
    "Adam": ("adam", "adamax"),
}
MARKERS = ("circle", *tokens.MARKERS)
DASHES: tuple[Dash, ...] = ((), (11, 4), (6, 4), (3, 3), (9, 3, 2, 3), (11, 3, 3, 3), (2, 4), (14, 3, 3, 3, 3, 3))


@lru_cache(maxsize=1)
def looks() -> dict[str, _Look]:
    """The look of every registered optimizer: no two share hue and marker, nor marker and dash."""
    found = {name: TABLE[name] for name in OPTIMIZERS if name in TABLE}
    free = _spare_pairs({(look.marker, look.dash) for look in TABLE.values()})
    members: dict[str, int] = {}
    for name, spec in OPTIMIZERS.items():
        if name not in TABLE:
            hues = _hues(spec.family)
            turn = members[spec.family] = members.get(spec.family, -1) + 1
            light, dark = hues[turn % len(hues)]
            marker, dash = next((p for p in free if not _taken(found, light, p[0])), free[0])
            free.remove((marker, dash))
            found[name] = _Look(light, dark, dash, marker)
    return found


def identity(name: str, copy: int = 1, tone: int = 0) -> Identity:
    """The identity of an optimizer. Copies are hollow and numbered, with a spare hue and a dash of their own."""
    look = looks()[name]
    label = OPTIMIZERS[name].label
    single = Identity(name, label, look.light, look.dark, look.dash, look.marker)
    if copy == 1:
        return single
    others = [dash for dash in DASHES if dash != look.dash]
    (light, dark), dash = SPARE[tone % len(SPARE)], others[(copy - 2) % len(others)]
    return replace(single, label=f"{label} {copy}", light=light, dark=dark, dash=dash, copy=copy, tone=tone)


def identities(rows: Mapping[str, Field], config: Any) -> dict[str, Identity]:
    """The identity of each runner of a configuration, by its letter; ``rows`` is the table of its fields."""
    told = differences.told(rows, config)
    return identify(config.choices, told, differences.told(rows, config, short=True) if any(told.values()) else told)


def identify(
    slots: Mapping[str, Choice],
    told: Mapping[str, str] = MappingProxyType({}),
    short: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Identity]:
    """The identity of each runner by its letter.

    ``told`` is what tells it apart beside its rule, ``short`` the same where there is little room. Where that is all
    that does, it is the whole name, and the looks of the table stand for the letters in turn: no optimizer is meant.
    Else it follows the name.
    """
    if any(chosen.veiled for chosen in slots.values()):
        return _unnamed(slots)
    found = _by_rule(
        {slot: replace(chosen, differs=()) if chosen.differs else chosen for slot, chosen in slots.items()}
    )
    if not any(told.values()):
        return _with_own_names(found, slots)
    if len({chosen.bare for chosen in slots.values()}) == 1:
        found = by_letter(told, short)
    else:
        first: dict[Choice, Identity] = {}
        for slot, chosen in slots.items():
            first.setdefault(chosen.bare, found[slot])
        names = {slot: f"{first[chosen.bare].label}, {told[slot]}" for slot, chosen in slots.items()}
        shorts = {
            slot: ", ".join(filter(None, (first[c.bare].short, (short or told)[slot]))) for slot, c in slots.items()
        }
        found = _distinct({s: replace(who, label=names[s], short=shorts[s]) for s, who in found.items()})
    return _with_own_names(found, slots)


def by_letter(told: Mapping[str, str], short: Mapping[str, str] = MappingProxyType({})) -> dict[str, Identity]:
    """The identity of each letter where what is ``told`` is the whole name: the looks of the table in turn.

    ``short`` are the names where there is little room, if those are others.
    """
    found = {}
    for letter, words in told.items():
        turn, place = divmod(ord(letter[0]) - ord("a"), len(LOOKS))
        found[letter] = replace(identity(LOOKS[place], 1 + turn, place), label=words, short=short.get(letter, words))
    return _distinct(found)


def compared(rows: Mapping[str, Field], config: Any) -> dict[str, Identity]:
    """The identity of each of several networks that no rule trains, by letter: each is called by what tells it apart.

    Where that is hidden it is called by its letter.
    """
    if any(one.veiled for one in config.choices.values()):
        return _unnamed(config.choices)
    return by_letter(differences.told(rows, config))


def _unnamed(slots: Iterable[str]) -> dict[str, Identity]:
    """The identity of each letter where nobody is to see which rule it is: looks that no rule alone has."""
    places = enumerate(slots)
    return {s: replace(identity(LOOKS[i % len(LOOKS)], 2 + i // len(LOOKS), i), label=s.upper()) for i, s in places}


def _with_own_names(found: Mapping[str, Identity], slots: Mapping[str, Choice]) -> dict[str, Identity]:
    called = {slot: chosen.called for slot, chosen in slots.items() if chosen.name}
    own = {slot: replace(found[slot], label=name, short=name) for slot, name in called.items()}
    return _distinct({**found, **own}) if own else dict(found)


def _by_rule(slots: Mapping[str, Choice]) -> dict[str, Identity]:
    """The identity of each runner by its rule and its numbers.

    Copies are counted in the order of the slots, which gives them their dash and marker; a copy's letter gives it its
    hue, which it keeps whoever comes or goes. They are named by what differs among them, by their count where nothing
    does.
    """
    counts: dict[str, int] = {}
    found = {}
    for slot, choice in slots.items():
        counts[choice.optimizer] = counts.get(choice.optimizer, 0) + 1
        found[slot] = identity(choice.optimizer, counts[choice.optimizer], (ord(slot[0]) - ord("b")) % len(SPARE))
    for name in (name for name, count in counts.items() if count > 1):
        found |= _named(found, {slot: choice for slot, choice in slots.items() if choice.optimizer == name})
    return found


def _distinct(people: Mapping[str, Identity]) -> dict[str, Identity]:
    """The same, with a number behind a name that another runner bears already."""
    found: dict[str, Identity] = {}
    for slot, who in people.items():
        taken = {other.label for other in found.values()}
        behind = " ({})" if who.label[-1:].isdigit() else " {}"
        numbers = (who.label + behind.format(count) for count in range(2, len(people) + 1))
        label = who.label if who.label not in taken else next(name for name in numbers if name not in taken)
        found[slot] = who if label == who.label else replace(who, label=label, short=label if who.short else "")
    return found


def _named(people: Mapping[str, Identity], copies: Mapping[str, Choice]) -> dict[str, Identity]:
    """The copies of one optimizer with the names of their traits; the second of two equal ones keeps its number."""
    first: dict[Choice, str] = {}
    for slot, choice in copies.items():
        first.setdefault(choice.bare, slot)
    return {
        slot: replace(people[slot], label=trait.after(choice.spec.label), short=trait.short)
        for (choice, slot), trait in zip(first.items(), traits(tuple(first)), strict=True)
        if trait.short
    }


def _hues(family: str) -> list[tuple[str, str]]:
    known = [(TABLE[name].light, TABLE[name].dark) for name in ARCS.get(family, ())]
    return known or list(GREYS)


def _spare_pairs(used: set[tuple[str, Dash]]) -> list[tuple[str, Dash]]:
    """All free pairs of marker and dash, in an order in which neighbours differ in both."""
    pairs = [
        (marker, DASHES[(place + turn + 1) % len(DASHES)])
        for turn in range(len(DASHES))
        for place, marker in enumerate(MARKERS)
    ]
    return [pair for pair in pairs if pair not in used]


def _taken(found: Mapping[str, _Look], light: str, marker: str) -> bool:
    return any(look.light == light and look.marker == marker for look in found.values())
