"""What the links of all pages share: how values are spelled, and a reader that never raises and explains itself.

A link is complete (defaults included), flat and readable. What is not understood in one takes its default, and each
such thing is one sentence: the field, what it allows, what was used.
"""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from locales import tr
from locales.formats import Value, grouped, spell
from optimizers.base import shown
from training.choice import NAME, OFF, SCHEDULE, Choice, Part, form_names, named, part_items
from training.configuration import view_links
from training.configuration.queries import query_of
from training.configuration.ranges import Range, signed, within

VERSION = 1
LONGEST_LINK = 24_000
MOST_SENTENCES = 20
MOST_NAMES = 5
EMPTY = "none"  # a=none: nobody runs
VEILED = "sealed"  # has the runners of a link that hides who they are; a.sealed has all of the runner a
POINT_SIGNS = ":,"  # stand as they are in the points of a schedule by hand

Slots = tuple[tuple[str, Choice], ...]
Compared = Sequence[tuple[str, Any]]  # by letter choices, or anything else with ``differs`` and ``veiled``


def names(known: Sequence[str], wanted: str) -> str:
    """The names nearest to what was wanted, and how many more there are."""
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    some = (near + [name for name in known if name not in near])[:MOST_NAMES]
    more = len(known) - len(some)
    few = ", ".join(some)
    return tr("one of {names} or {count} more", names=few, count=more) if more else tr("one of {names}", names=few)


def join(
    fields: Iterable[tuple[str, Value]],
    slots: Compared = (),
    empty: str = "",
    safe: str = "",
    own: Mapping[str, Iterable[tuple[str, Value]]] = MappingProxyType({}),
) -> str:
    """The query of a link: its version, the fields, then the runners; ``empty`` is the letter that says there is none.

    ``safe`` are characters that stand in values as they are; ``own`` has the fields in which a runner differs.
    """
    pairs: list[tuple[str, Value]] = []
    rules = {letter: chosen for letter, chosen in slots if isinstance(chosen, Choice)}
    for letter, _ in slots:
        if (chosen := rules.get(letter)) is not None:
            pairs.append((letter, chosen.optimizer))
            pairs += [(f"{letter}.{NAME}", chosen.name)] if chosen.name else []
            pairs += [(f"{letter}.{name}", value) for name, value in chosen.values.items()]
        pairs += [(f"{letter}.{name}", value) for name, value in own.get(letter, ())]
    if empty and not slots:
        pairs.append((empty, EMPTY))
    plain = {f"{letter}.{name}" for letter, one in rules.items() for part in one.schedules for name in _texts(part)}

    def spelled(pairs: Iterable[tuple[str, Value]]) -> list[str]:
        return [f"{name}={quote(spell(value), safe=safe + POINT_SIGNS * (name in plain))}" for name, value in pairs]

    who = spelled(pairs)
    if any(chosen.veiled for _, chosen in slots):
        who = [f"{VEILED}={veil('&'.join(who))}"]
    return "&".join([*spelled([("v", VERSION), *fields]), *who])


def parted(
    link: str, slots: Compared, varied: Collection[str], veiled: bool
) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """The fields of a link that shows who runs, without what is ``varied``: those of all, and by letter a runner's own.

    These have no letter; the first is the optimizer, whose name is "". ``veiled`` ones are hidden in one.
    """
    pairs, letters = parse_qsl(link), {letter for letter, _ in slots}
    base = [pair for pair in pairs if pair[0].split(".")[0] not in letters and pair[0] not in varied]
    own: dict[str, list[tuple[str, str]]] = {letter: [] for letter in letters}
    for name, value in pairs:
        letter, _, field = name.partition(".")
        if letter in letters and field not in varied:
            own[letter].append((field, value))
    if veiled:
        own = {letter: [(VEILED, veil(urlencode(fields)))] for letter, fields in own.items()}
    return base, own


def veil(text: str) -> str:
    """A text that nobody reads at a glance: no secret, but letters and digits instead of names."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unveil(text: str) -> str:
    """The text of such letters; ValueError where they are none."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()


def _texts(part: Part) -> list[str]:
    """The names of the texts that a schedule takes."""
    return [f"{part.name}.{name}" for name, value in part.hypers if isinstance(value, str)]


class Reader:
    """Reads the fields of one query, noting in ``sentences`` what is ignored and what is used instead."""

    def __init__(self, query: str) -> None:
        self.sentences: list[str] = []
        if len(query) > LONGEST_LINK:
            most = grouped(LONGEST_LINK)
            self.sentences.append(
                tr("The link is longer than {most} characters; the rest of it was ignored.", most=most)
            )
            query = query[:LONGEST_LINK]
        self.fields: dict[str, str] = {}
        for name, value in parse_qsl(query_of(query), keep_blank_values=True, errors="replace"):
            if name in self.fields:
                self.sentences.append(tr("{name} is given more than once; its first value was used.", name=shown(name)))
            else:
                self.fields[name] = value
        found = [self._unveil(name) for name in [*self.fields] if name.rpartition(".")[2] == VEILED]
        self.veiled = any(found)
        if self.take("v", str(VERSION)) != str(VERSION):
            self.sentences.append(
                tr("v: this app reads links of version {version}; the link was read as one of these.", version=VERSION)
            )

    def _unveil(self, name: str) -> bool:
        """Read the runners, or the one, of a link that hides who they are; whether that can be."""
        letter = name.rpartition(".")[0]
        try:
            inside = parse_qsl(unveil(self.fields.pop(name)), keep_blank_values=True)
        except ValueError:
            self.sentences.append(tr("{name}: {reason}; it was ignored.", name=name, reason=tr("cannot be read")))
            return False
        self.fields = {".".join(filter(None, (letter, own))): value for own, value in inside} | self.fields
        return True

    def take(self, name: str, default: str) -> str:
        """The text of a field, which counts as read from now on."""
        return self.fields.pop(name, default)

    def one(self, name: str, known: Sequence[str], default: str) -> str:
        """One of the words ``known``."""
        word = self.take(name, default)
        if word in known:
            return word
        reason = tr("must be {kind}, not {value}", kind=names(known, word), value=shown(word))
        self._used(name, reason, default)
        return default

    def number(self, name: str, bound: Range, default: float) -> float | int:
        """A number of the range ``bound``."""
        text = self.fields.pop(name, None)
        if text is None:
            return default
        try:
            return within(bound, text)
        except ValueError as error:
            self._used(name, error, spell(default))
            return default

    def step(self, most: int) -> None:
        """Say what is wrong with the step to stand still at. The player reads it; for a later one it takes the last.

        Where time counts something else, it is how many of these, and the player knows how many there are.
        """
        text = self.fields.pop("t", "0")
        if (unit := self.fields.get("time", "").lower()) in view_links.TIMES[1:]:
            if not view_links.AMOUNT.fullmatch(text):
                reason = tr("must be a number of {unit} from 0 on, not {value}", unit=tr(unit), value=shown(text))
                self.sentences.append(tr("{name}: {reason}; it was ignored.", name="t", reason=reason))
            return
        named, digits = text.isascii() and text.isdigit(), text.lstrip("0") or "0"
        if not named or len(digits) > len(str(most)) or int(digits) > most:
            kind = tr("a whole number from {low} to {high}", low=0, high=grouped(most))
            reason = tr("must be {kind}, not {value}", kind=kind, value=shown(text))
            self.sentences.append(
                tr("{name}: {reason}; the last step is shown.", name="t", reason=reason)
                if named
                else tr("{name}: {reason}; it was ignored.", name="t", reason=reason)
            )

    def slots(self, letters: str, base: Slots, known: Sequence[str], own: Callable[[str], Choice]) -> Slots:
        """The runners: those that the link names, or ``base`` where it names none.

        ``known`` are the optimizers that can run; ``own`` makes the choice of one with its defaults.
        """
        named = [letter for letter in letters if letter in self.fields]
        if not named:
            return base
        slots = []
        for letter in named:
            name = self.fields.pop(letter)
            if name in known:
                slots.append((letter, replace(self._choice(letter, own(name)), veiled=self.veiled)))
            elif name != EMPTY:
                reason = tr("must be {kind}, not {value}", kind=names(known, name), value=shown(name))
                self.sentences.append(tr("{name}: {reason}; it was left out.", name=letter, reason=reason))
        return tuple(slots)

    def told(self, what: str, letters: Collection[str] = ()) -> list[str]:
        """All sentences, once nothing more is to be read: fields that are left over are none of ``what``, "a race".

        ``letters`` are those of its runners.
        """
        self.sentences += view_links.told(self.fields, letters)
        self.sentences += [
            tr("{name} is not a field of {what}; it was ignored.", name=shown(name), what=what) for name in self.fields
        ]
        sentences = list(dict.fromkeys(self.sentences))
        if len(sentences) > MOST_SENTENCES:
            more = len(sentences) - MOST_SENTENCES
            rest = tr("{count} more things in the link were not understood either.", count=more)
            sentences = [*sentences[:MOST_SENTENCES], rest]
        return sentences

    def _choice(self, letter: str, chosen: Choice) -> Choice:
        self._renew(letter, chosen)
        try:
            chosen = named(chosen, self.take(f"{letter}.{NAME}", ""))
        except ValueError as error:
            self._used(f"{letter}.{NAME}", error, chosen.spec.label)
        for part in tuple(chosen.values):
            chosen = self._value(letter, part, chosen)
        for part in form_names(chosen.spec):
            chosen = self._value(letter, part, chosen)
            for item in part_items(part, str(chosen.values.get(part))):
                chosen = self._value(letter, f"{part}.{item.name}", chosen)
        return chosen

    def _renew(self, letter: str, chosen: Choice) -> None:
        """Take a number, or its schedule, that has the name of older links by its name of today.

        A wrapper, or a field in which runners may differ, bears the old name since: what it may be are words, and so
        are told from a number.
        """
        for hyper in chosen.spec.hypers:
            old, new = f"{letter}.{hyper.former_name}", f"{letter}.{hyper.name}"
            for name in [*self.fields] if hyper.former_name else []:
                number = name == old and _is_number(self.fields[name])
                renewed = new + name.removeprefix(old)
                if (number or name.startswith(old + SCHEDULE)) and renewed not in self.fields:
                    self.fields[renewed] = self.fields.pop(name)

    def _value(self, letter: str, name: str, chosen: Choice) -> Choice:
        text = signed(self.fields.pop(f"{letter}.{name}", None))
        if text is None:
            return chosen
        try:
            changed = chosen.with_value(name, text)
            kept = changed.values.get(name)
            if isinstance(kept, float) and float(text) != kept:
                reason = tr("must be a whole number, not {value}", value=shown(text))
                self._used(f"{letter}.{name}", reason, spell(kept))
            return changed
        except ValueError as error:
            reason = str(error).removeprefix(name + " ")
            self._used(f"{letter}.{name}", reason, spell(chosen.values.get(name, OFF)))
            return chosen

    def _used(self, name: str, reason: object, used: str) -> None:
        """Say why a value that is given is not used, and which one is."""
        self.sentences.append(tr("{name}: {reason}; {used} was used.", name=name, reason=reason, used=used))


def _is_number(text: str) -> bool:
    try:
        float(signed(text))
    except ValueError:
        return False
    return True
