"""The fields that say which numbers of a configuration vary along the sides of a picture, from where to where, and how.

Each side has four: ``xaxis=lr&xscale=log&xfrom=0.0001&xto=1``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from locales import tr
from locales.formats import spell
from training.configuration import fields
from training.configuration.fields import Field, Number, Word
from training.configuration.links import Reader
from training.configuration.ranges import Bound, Range
from training.many import axes
from training.many.axes import Axis, Known

NOTHING = "none"  # varies along a side that is not used
SCALES = {axes.LINEAR: "linear", axes.LOG: "logarithmic", axes.MEMORY: "logarithmic in 1 − value"}
PARTS = ("axis", "scale", "from", "to")
Config = TypeVar("Config")


@dataclass(frozen=True)
class Sides:
    """What varies across and up a picture, from where to where and how: part of a configuration."""

    xaxis: str = ""
    xscale: str = ""
    xfrom: float = 0.0
    xto: float = 0.0
    yaxis: str = ""
    yscale: str = ""
    yfrom: float = 0.0
    yto: float = 0.0


@dataclass(frozen=True, eq=False)
class Varied:
    """What varies along ``sides``, letters with what each is called; along those that are ``optional`` nothing may.

    ``numbers(config)`` are those that can vary, ``opening(config, name)`` says from where to where one does at first.
    Where scales are ``apart``, the runners of a comparison may have different ones. ``likely(config)`` are the numbers
    of which the first that is free varies along the second side at first, before all others.
    """

    sides: Mapping[str, str]
    numbers: Callable[[Any], Mapping[str, Known]]
    opening: Callable[[Any, str], tuple[float, float]]
    optional: str = ""
    apart: bool = False
    likely: Callable[[Any], Iterable[str]] = lambda _: ()

    def rows(self) -> list[Field]:
        """The fields of all sides."""
        return [row for side in self.sides for row in self._rows(side)]

    def used(self, config: Any) -> list[str]:
        """The sides along which something varies."""
        return [side for side in self.sides if getattr(config, f"{side}axis") != NOTHING]

    def axis(self, config: Any, side: str, size: int) -> Axis:
        """A side that is used, of so many values, from edge to edge."""
        name, scale, low, high = (getattr(config, f"{side}{part}") for part in PARTS)
        return Axis(name, low, high, size, scale)

    def of_runner(self, config: Any, letter: str) -> dict[str, Any]:
        """The fields of sides along which other numbers of a runner vary than those that are named, with these."""
        named = {f"{side}axis": str(getattr(config, f"{side}axis")) for side in self.used(config)}
        own = {axis: axes.of_runner(config, letter, name) for axis, name in named.items()}
        return {axis: name for axis, name in own.items() if name not in named.values()}

    def lacks(self, config: Any, letter: str, own: Mapping[str, Known]) -> str:
        """What the first of the numbers that vary is called of which a runner, whose numbers are ``own``, has none; ""
        where it has all."""
        turned = self.of_runner(config, letter)
        names = (turned.get(axis) or getattr(config, axis) for axis in (f"{side}axis" for side in self.used(config)))
        return next((self.numbers(config)[name].label for name in names if name not in own), "")

    def check(self, config: Any, side: str) -> None:
        """ValueError in words if a side cannot go from where to where it does on its scale."""
        _, low, high, _, scale = self.axis(config, side, 1)
        if not low < high:
            raise ValueError(
                tr(
                    "must make an axis from a smaller to a larger number, not from {low} to {high}",
                    low=spell(low),
                    high=spell(high),
                )
            )
        if scale == axes.LOG and low <= 0:
            raise ValueError(tr("must make a logarithmic axis begin above 0, not at {low}", low=spell(low)))
        if scale == axes.MEMORY and high >= 1:
            raise ValueError(
                tr("must make an axis that is logarithmic in 1 − value end below 1, not at {high}", high=spell(high))
            )

    def with_value(self, rows: Mapping[str, Field], config: Config, name: str, value: Any) -> Config:
        """``config`` with another value of one of these fields; ValueError in words if that cannot be.

        A side that takes the number of another one leaves its own to that.
        """
        fresh = fields.with_value(rows, config, name, value)
        for side in self.used(fresh):
            if name != f"{side}axis" and getattr(fresh, name) == getattr(fresh, f"{side}axis"):
                return self._changed_over(config, name[0], side)
        for side in self.used(fresh):
            self.check(fresh, side)
        return fresh

    def _changed_over(self, config: Config, one: str, other: str) -> Config:
        turned = {one: other, other: one}
        pairs = [(f"{side}{part}", f"{turned[side]}{part}") for side in turned for part in PARTS]
        return replace(config, **{name: getattr(config, source) for name, source in pairs})  # type: ignore[type-var]

    def settled(self, rows: Mapping[str, Field], config: Config) -> Config:
        """``config`` with numbers that its runners have: an unknown side, or one that cannot be, is the usual one."""
        for side in self.used(config):
            try:
                for name in (f"{side}{part}" for part in PARTS):
                    rows[name].checked(config, rows[name].value(config))
                self.check(config, side)
            except ValueError:
                config = fields.put(rows, config, f"{side}axis", self.usual(config, side))
        for side, _ in self._twice(config):
            config = fields.put(rows, config, f"{side}axis", self._other(config, side))
        return config

    def separated(self, reader: Reader, rows: Mapping[str, Field], config: Config) -> Config:
        """The configuration of a link with sides that can be, and a sentence for each that could not."""
        for side, first in self._twice(config):
            other, name = self._other(config, side), getattr(config, f"{side}axis")
            reason = tr("must be another number than {first}, not {name}", first=f"{first}axis", name=name)
            reader.sentences.append(
                tr("{name}: {reason}; {used} was used.", name=f"{side}axis", reason=reason, used=other)
            )
            config = fields.put(rows, config, f"{side}axis", other)
        for side in self.used(config):
            try:
                self.check(config, side)
            except ValueError as error:
                config = fields.put(rows, config, f"{side}axis", getattr(config, f"{side}axis"))
                low, high = (spell(getattr(config, f"{side}{end}")) for end in ("from", "to"))
                ends = f"{side}from, {side}to"
                reader.sentences.append(
                    tr("{names}: {reason}; {low} to {high} were used.", names=ends, reason=error, low=low, high=high)
                )
        return config

    def usual(self, config: Any, side: str) -> str:
        """The learning rate along the first side, another number than there along the next, nothing where nothing need
        vary."""
        names, before = [*self.numbers(config)], next(iter(self.sides))
        first = "lr" if "lr" in names else next(iter(names), "")
        if side in self.optional:
            return NOTHING
        if side == before:
            return first
        taken = getattr(config, f"{before}axis")
        return next((name for name in (first, *self.likely(config), *names) if name != taken), "")

    def _twice(self, config: Any) -> list[tuple[str, str]]:
        """The sides whose number an earlier one has, with that."""
        first: dict[str, str] = {}
        found = []
        for side in self.used(config):
            before = first.setdefault(getattr(config, f"{side}axis"), side)
            found += [(side, before)] if before != side else []
        return found

    def _other(self, config: Any, side: str) -> str:
        """What else may vary along a side."""
        taken = {getattr(config, f"{one}axis") for one in self.sides}
        free = (name for name in self.numbers(config) if name not in taken)
        return NOTHING if side in self.optional else next(free, "")

    def _words(self, config: Any, side: str) -> dict[str, str]:
        """What may vary along a side: along an optional one nothing that another side needs."""
        known = {name: item.label for name, item in self.numbers(config).items()}
        if side not in self.optional:
            return known
        needed = {getattr(config, f"{one}axis") for one in self.sides if one not in self.optional}
        return {NOTHING: tr("nothing"), **{name: label for name, label in known.items() if name not in needed}}

    def _item(self, config: Any, side: str) -> Range:
        known = self.numbers(config).get(getattr(config, f"{side}axis"))
        return known.range if known else Bound(0, 1)

    def _bound(self, config: Any, side: str) -> Bound:
        item = self._item(config, side)
        return Bound(item.low, item.high, whole=item.whole)

    def _end(self, config: Any, side: str, place: int) -> float | int:
        end = self._ends(config, side)[place]
        return int(end) if self._item(config, side).whole else float(end)

    def _ends(self, config: Any, side: str) -> tuple[float, float]:
        name = getattr(config, f"{side}axis")
        return self.opening(config, name) if name in self.numbers(config) else (0.0, 1.0)

    def _scale(self, config: Any, side: str) -> str:
        return axes.usual(self._item(config, side), self._ends(config, side)[0])

    def _idle(self, config: Any, side: str) -> str:
        if getattr(config, f"{side}axis") != NOTHING:
            return ""
        return tr("counts only where {name} is not {value}", name=f"{side}axis", value=NOTHING)

    def _rows(self, side: str) -> list[Field]:
        axis, scale, low, high = (f"{side}{part}" for part in PARTS)
        label, bound = self.sides[side], partial(self._bound, side=side)
        idle = partial(self._idle, side=side)
        known: dict[str, Any] = {"owner": axis, "idle": idle}
        return [
            Word(
                axis,
                partial(self._words, side=side),
                default=partial(self.usual, side=side),
                label=label,
                common=True,
            ),
            Word(
                scale,
                SCALES,
                default=partial(self._scale, side=side),
                label=f"Scale, {label.lower()}",
                several=f"Scales, {label.lower()}",
                common=not self.apart,
                **known,
            ),
            *(
                Number(
                    name,
                    bound,
                    default=partial(self._end, side=side, place=place),
                    label=f"{label}, {end}",
                    common=True,
                    **known,
                )
                for place, (name, end) in enumerate(((low, "from"), (high, "to")))
            ),
        ]
