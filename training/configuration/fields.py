"""The table of fields of a configuration: what each is called, what it may be, and when it counts, declared once.

A configuration is a frozen dataclass of plain values, and its table has a row for each of them. The link, the check,
the default, the edit, the widget and the card of what is held equal read the table; a row's ``default``, ``label``,
``help``, ``words`` and ``range`` may each be a function of the configuration, where they depend on other fields. Text
of a row is a message, and told where it is shown; what such a function makes is told already.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any, Self, TypeVar

from locales import Words, in_sentence, tr
from locales.formats import Value, spell
from optimizers.base import Hyper, shown
from surfaces.base import Knob
from training.configuration.counts import in_words
from training.configuration.links import Reader
from training.configuration.ranges import Range, within
from training.configuration.turns import Turn

C = TypeVar("C")


@dataclass(frozen=True)
class Field:
    """What all rows have. ``name`` is the word of the field, of its widget and of the link.

    ``idle(config)`` says why the field does not count beside the others, and is not in the link; empty where it counts.
    ``owner`` is the field that decides about this one: another value of it brings this one's default along.
    ``common`` fields are the same for all runners of a comparison; in the others a runner may differ, see
    ``training.configuration.differences``. ``brief`` stands before the value where that is all that a runner is called
    by. ``several`` calls a comparison of its values, where the label with an s does not; ``tries`` are values to begin
    one with, where those around the present one are not. ``held`` is the configuration's own name for it, where
    ``name`` is a word of Python. ``nothing`` is the value that says that there is nothing of it, which no card says.
    ``read_in`` is the turn in which it is read from a link, where its kind comes before a field that decides about it.
    """

    name: str
    _: KW_ONLY
    default: Any
    label: Words | Callable[[Any], str] = ""
    help: Words | Callable[[Any], str] = ""
    idle: Callable[[Any], str] = lambda config: ""
    owner: str = ""
    common: bool = False
    brief: Words | None = None
    several: Words = ""
    tries: tuple[Any, ...] | Callable[[Any], tuple[Any, ...]] = ()
    held: str = ""
    nothing: Any = None
    read_in: Turn | None = None

    @property
    def turn(self) -> Turn:
        """When a link's field is read."""
        return self._usual_turn if self.read_in is None else self.read_in

    @property
    def _usual_turn(self) -> Turn:
        """When fields of this kind are read."""
        raise NotImplementedError

    def checked(self, config: Any, value: Any) -> Any:
        """``value``, which may be text, as the field of ``config`` holds it; ValueError in words if it cannot."""
        raise NotImplementedError

    def fits(self, config: Any, value: Any) -> bool:
        """Whether the field of ``config`` can hold ``value``, which may be text."""
        try:
            self.checked(config, value)
        except ValueError:
            return False
        return True

    def read(self, reader: Reader, config: Any) -> Any:
        """The value that a link has for the field, or its default and a sentence. Never raises."""
        raise NotImplementedError

    def value(self, config: Any) -> Any:
        """What ``config`` holds."""
        return getattr(config, self.held or self.name)

    def put(self, config: Any, value: Any) -> Any:
        """The configuration with ``value``, which is not checked."""
        return replace(config, **{self.held or self.name: value})

    def usual(self, config: Any) -> Any:
        """The default beside the other fields of ``config``."""
        return given(self.default, config)

    def spelled(self, config: Any) -> Value:
        """The value as a link writes it."""
        return self.value(config)

    def shown(self, config: Any) -> str:
        """The value in words."""
        return spell(self.spelled(config))

    def called(self, config: Any) -> str:
        """The label beside the other fields of ``config``, in the language spoken."""
        return self.label(config) if callable(self.label) else tr(self.label)

    def explained(self, config: Any) -> str:
        """The help beside the other fields of ``config``, in the language spoken."""
        return self.help(config) if callable(self.help) else tr(self.help)

    def about(self, config: Any) -> str:
        """What its value is called where runners are compared: several fields may be parts of one thing."""
        return self.called(config)

    def said(self, config: Any) -> str:
        """The value of that, in words."""
        return self.shown(config)

    def plural(self, config: Any) -> str:
        """What a comparison of its values is called: "Batch sizes"."""
        return tr(self.several or ("" if callable(self.label) else with_s(self.label)))

    @property
    def plurals(self) -> Words | tuple[Words, ...]:
        """What ``plural`` may tell beside ``several``, for the catalogues of other languages."""
        return "" if self.several or self.common or callable(self.label) else with_s(self.label)

    def counted(self, config: Any, count: int) -> str:
        """So many of its values, in words: "three batch sizes"."""
        return f"{in_words(count)} {in_sentence(self.plural(config))}"

    def told(self, config: Any) -> str:
        """The value in the few words that tell a runner from others: "He", "batch 16"."""
        brief = in_sentence(self.called(config)) if self.brief is None else tr(self.brief)
        return f"{brief} {self.shown(config)}".strip()

    def short(self, config: Any) -> str:
        """The same where there is little room."""
        return tr("without") if self.off(config) else self.told(config)

    @property
    def behind(self) -> bool:
        """Whether the value stands behind the word that it belongs to, without a name of its own: "Normal 0.01"."""
        return False

    def off(self, config: Any) -> bool:
        """Whether there is nothing of what the field switches on."""
        return self.nothing is not None and self.value(config) == self.nothing


@dataclass(frozen=True)
class Word(Field):
    """One of a few words: the keys of a registry, whose entries have a ``label``, or of what is shown for each."""

    words: Mapping[str, Words | Any] | Callable[[Any], Mapping[str, str]]
    brief: Words | None = field(default="", kw_only=True)

    @property
    def _usual_turn(self) -> Turn:
        return Turn.DECIDED_WORDS if self.owner or callable(self.words) else Turn.WORDS

    def labels(self, config: Any) -> dict[str, str]:
        """What is shown for each word that the field of ``config`` can hold."""
        return dict(self.words(config)) if callable(self.words) else labels_of(self.words)

    def checked(self, config: Any, value: Any) -> str:
        known = self.labels(config)
        if value not in known:
            raise ValueError(tr("must be one of {known}, not {value}", known=", ".join(known), value=shown(value)))
        return value

    def read(self, reader: Reader, config: Any) -> str:
        return reader.one(self.name, [*self.labels(config)], self.usual(config))

    def shown(self, config: Any) -> str:
        return self.labels(config)[self.value(config)]

    def told(self, config: Any) -> str:
        return tr("no {thing}", thing=in_sentence(self.called(config))) if self.off(config) else super().told(config)


@dataclass(frozen=True)
class Number(Field):
    """A number of a range."""

    range: Range | Callable[[Any], Range]

    @classmethod
    def of(cls, item: Hyper | Knob, owner: str = "") -> Self:
        """The row of a number that says all of itself."""
        return cls(item.name, item, default=float(item.default), label=item.label, help=item.help, owner=owner)

    @property
    def _usual_turn(self) -> Turn:
        return Turn.DECIDED_NUMBERS if self.owner or callable(self.range) else Turn.NUMBERS

    @property
    def behind(self) -> bool:
        return bool(self.owner) and self.brief == ""

    def bound(self, config: Any) -> Range:
        """Where the number may be beside the other fields of ``config``."""
        return given(self.range, config)

    def checked(self, config: Any, value: Any) -> float | int:
        return within(self.bound(config), value)

    def read(self, reader: Reader, config: Any) -> float | int:
        return reader.number(self.name, self.bound(config), self.usual(config))


def with_s(label: str) -> str:
    """Several of what has this English label: "Strengths of the reversal"."""
    thing, of, rest = label.partition(" of ")
    return f"{thing.removesuffix('s')}s{of}{rest}"


def labels_of(registry: Mapping[str, Any]) -> dict[str, str]:
    """What is shown for each key of a registry, whose entries are messages or have one as ``label``."""
    return {word: tr(getattr(entry, "label", entry)) for word, entry in registry.items()}


def given(entry: Any, config: Any) -> Any:
    """An entry of a row for a configuration: itself, or what it makes of that."""
    return entry(config) if callable(entry) else entry


def table(*rows: Field) -> dict[str, Field]:
    """The rows by name, in the order of the link."""
    return {row.name: row for row in rows}


def opened(kind: type[C], rows: Iterable[Field], **known: Any) -> C:
    """A configuration with each field at its default, but for what is ``known``.

    A default may depend on what is known and on the rows before it; the fields of those after it are None till then.
    """
    config = kind(**{one.name: known.get(one.name) for one in dataclasses.fields(kind)})  # type: ignore[arg-type]
    for row in rows:
        if row.name not in known:
            config = row.put(config, row.usual(config))
    return config


def read(reader: Reader, config: C, rows: Iterable[Field], known: Collection[str] = ()) -> C:
    """``config`` with what a link says of its fields, but for those that are ``known``: what others depend on first."""
    rows = sorted((row for row in rows if row.name not in known), key=lambda row: row.turn)
    for row in rows:
        reason = row.idle(config)
        config = row.put(config, row.usual(config) if reason else row.read(reader, config))
        usual = spell(row.spelled(config))  # to say that is no mistake: older links say more of it
        if reason and reader.fields.pop(row.name, usual) != usual:
            reader.sentences.append(tr("{name}: {reason}; it was ignored.", name=row.name, reason=reason))
    for row in rows:  # whether a field counts may depend on one that was read after it
        reason = row.idle(config)
        if reason and row.value(config) != row.usual(config):
            reader.sentences.append(tr("{name}: {reason}; it was ignored.", name=row.name, reason=reason))
            config = row.put(config, row.usual(config))
    return config


def spelled(rows: Iterable[Field], config: Any) -> list[tuple[str, Value]]:
    """Name and value, as a link writes it, of every field that counts."""
    return [(row.name, row.spelled(config)) for row in rows if not row.idle(config)]


def with_value(rows: Mapping[str, Field], config: C, name: str, value: Any) -> C:
    """``config`` with another value of the field ``name``, checked; what it decides about takes its default.

    Raises ValueError in words, KeyError for an unknown name.
    """
    return put(rows, config, name, rows[name].checked(config, value))


def put(rows: Mapping[str, Field], config: C, name: str, value: Any) -> C:
    """``config`` with a value of the field ``name``, not checked; what it decides about takes its default."""
    config = rows[name].put(config, value)
    for row in rows.values():
        if row.owner == name:
            config = row.put(config, row.usual(config))
    return config
