"""A map of sensitivity: a race, two of its numbers that vary, and what is shown of each run; its link is the race's.

The link of a map is that of its race, and then the axes: ``xaxis=lr&xscale=log&xfrom=0.0001&xto=1&yaxis=beta``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from training.configuration import fields
from training.configuration.fields import Field, Number, Word
from training.configuration.links import Reader, spell
from training.configuration.ranges import Bound, Range
from training.many import axes, limits
from training.many.axes import Axis, Known
from training.many.limits import STEPS
from training.race import config, edits
from training.race.config import Race, alone

SIDE = 128  # runs along each side of a whole map
OPENING, SURFACE = ("momentum", "nesterov"), "ravine"
SIDES = {"x": "Across", "y": "Up"}
SCALES = {axes.LINEAR: "linear", axes.LOG: "logarithmic", axes.MEMORY: "logarithmic in 1 − value"}
SHOWS = {"loss": "Final loss", "reached": "Steps to tolerance", "outcome": "Outcome"}
DECADES = 2  # to each side of a rate that are shown at first


@dataclass(frozen=True)
class Plan(Race):
    """Everything that decides a map: the race, the two numbers that vary, and what is shown."""

    xaxis: str = ""
    xscale: str = ""
    xfrom: float = 0.0
    xto: float = 0.0
    yaxis: str = ""
    yscale: str = ""
    yfrom: float = 0.0
    yto: float = 0.0
    shows: str = "loss"


def numbers(plan: Race) -> dict[str, Known]:
    """The numbers that can vary, of any runner."""
    found: dict[str, Known] = {}
    for letter, chosen in plan.slots:
        for name, one in axes.known(alone(plan, letter), chosen).items():
            found.setdefault(name, one)
    return found


def axis_of(plan: Plan, side: str) -> Axis:
    """An axis of a map, "x" or "y", from edge to edge of its cells."""
    name, scale, low, high = (getattr(plan, f"{side}{what}") for what in ("axis", "scale", "from", "to"))
    return Axis(name, low, high, SIDE, scale)


def _item(plan: Plan, side: str) -> Range:
    known = numbers(plan).get(getattr(plan, f"{side}axis"))
    return known.range if known else Bound(0, 1)


def _usual_axis(plan: Plan, side: str) -> str:
    """The learning rate across, and up what the rule has beside it, or else what the race has."""
    names = [*numbers(plan)]
    first = "lr" if "lr" in names else next(iter(names), "")
    return first if side == "x" else next((name for name in names if name != first), "")


def _ends(plan: Plan, side: str) -> tuple[float, float]:
    """From where to where a number is varied at first."""
    name, item = getattr(plan, f"{side}axis"), _item(plan, side)
    if name in ("x", "y"):
        x0, x1, y0, y1 = plan.frame
        return (x0, x1) if name == "x" else (y0, y1)
    now = next((float(one.values[name]) for _, one in plan.slots if name in one.values), 0.0)
    if item.log and now > 0:
        decade = floor(log10(now) + 1e-9)
        low, high = float(f"1e{decade - DECADES}"), float(f"1e{decade + DECADES}")
        return max(low, item.low), min(high, item.high)
    if item.slider:
        return float(item.slider[0]), float(item.slider[-1])
    return item.low, min(item.high, item.low + (SIDE - 1 if item.whole else 1))


def _bound(plan: Plan, side: str) -> Bound:
    item = _item(plan, side)
    return Bound(item.low, item.high, whole=item.whole)


def _rows(side: str, label: str) -> list[Field]:
    axis, scale, low, high = (f"{side}{what}" for what in ("axis", "scale", "from", "to"))
    return [
        Word(axis, numbers, default=lambda plan: _usual_axis(plan, side), label=label, common=True),
        Word(
            scale,
            SCALES,
            default=lambda plan: axes.usual(_item(plan, side), _ends(plan, side)[0]),
            label=f"Scale, {label.lower()}",
            owner=axis,
            common=True,
        ),
        Number(
            low,
            lambda plan: _bound(plan, side),
            default=lambda plan: _whole(plan, side, 0),
            label=f"{label}, from",
            owner=axis,
            common=True,
        ),
        Number(
            high,
            lambda plan: _bound(plan, side),
            default=lambda plan: _whole(plan, side, 1),
            label=f"{label}, to",
            owner=axis,
            common=True,
        ),
    ]


def _whole(plan: Plan, side: str, place: int) -> float | int:
    end = _ends(plan, side)[place]
    return int(end) if _item(plan, side).whole else float(end)


OWN = fields.table(
    *_rows("x", SIDES["x"]),
    *_rows("y", SIDES["y"]),
    Word("shows", SHOWS, default="loss", label="Shown", common=True),
)


def fields_of(plan: Plan) -> Mapping[str, Field]:
    """The table of fields of a map: those of its race, then its own."""
    return {**config.fields_of(plan), STEPS.name: STEPS, **OWN}


def plan_of(race: Race) -> Plan:
    """The map of a race with the axes that are usual for it."""
    plan = Plan(**_race_part(race))
    for row in OWN.values():
        plan = row.put(plan, row.usual(plan))
    return plan


def race_of(plan: Plan) -> Race:
    """The race of a map."""
    return Race(**_race_part(plan))


def _race_part(race: Race) -> dict[str, Any]:
    return {name: getattr(race, name) for name in Race.__dataclass_fields__}


def check(plan: Plan, side: str) -> None:
    """ValueError in words if an axis cannot go from where to where it does on its scale."""
    _, low, high, _, scale = axis_of(plan, side)
    if not low < high:
        raise ValueError(f"must make an axis from a smaller to a larger number, not from {spell(low)} to {spell(high)}")
    if scale == axes.LOG and low <= 0:
        raise ValueError(f"must make a logarithmic axis begin above 0, not at {spell(low)}")
    if scale == axes.MEMORY and high >= 1:
        raise ValueError(f"must make an axis that is logarithmic in 1 − value end below 1, not at {spell(high)}")


def with_value(plan: Plan, name: str, value: Any) -> Plan:
    """The map with another value of one of its fields, and what that brings along; ValueError in words otherwise.

    An axis that takes the number of the other one leaves its own to that.
    """
    if name not in OWN:
        if name == STEPS.name:
            value = STEPS.checked(plan, value)
        return _moved(plan, edits.with_value(plan, name, value))
    fresh = fields.with_value(fields_of(plan), plan, name, value)
    if fresh.xaxis == fresh.yaxis:
        return _turned(plan)
    for side in SIDES:
        check(fresh, side)
    return fresh


def _turned(plan: Plan) -> Plan:
    """The map with its axes changed over."""
    other = {"x": "y", "y": "x"}
    names = [name for name in OWN if name != "shows"]
    return replace(plan, **{name: getattr(plan, other[name[0]] + name[1:]) for name in names})


def _moved(before: Plan, race: Race) -> Plan:
    """The map of a race that was edited: what nobody set is what is usual now, the rest stays as far as it can."""
    after = plan_of(race)
    for row in OWN.values():
        was = row.value(before)
        if was != row.usual(before) and row.fits(after, was):
            after = fields.put(OWN, after, row.name, was)
    return settled(after)


def settled(plan: Plan) -> Plan:
    """The map with axes that its runners have: an unknown one, or one that cannot be, is the usual one."""
    for side in SIDES:
        try:
            for name in (f"{side}{what}" for what in ("axis", "scale", "from", "to")):
                OWN[name].checked(plan, OWN[name].value(plan))
            check(plan, side)
        except ValueError:
            plan = fields.put(OWN, plan, f"{side}axis", _usual_axis(plan, side))
    if plan.xaxis == plan.yaxis:
        plan = fields.put(OWN, plan, "yaxis", next((name for name in numbers(plan) if name != plan.xaxis), ""))
    return plan


def encode(plan: Plan) -> str:
    """The map as the query of a link, complete: that of its race, then the axes."""
    own = "&".join(f"{name}={quote(spell(value))}" for name, value in fields.spelled(OWN.values(), plan))
    return f"{config.encode(plan)}&{own}"


def decode(query: str) -> tuple[Plan, list[str]]:
    """The map of a link, and one sentence for each thing in it that was not understood. Never raises."""
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
    rest = urlencode([pair for pair in pairs if pair[0] not in OWN])
    race, said = limits.decode(rest, SURFACE, OPENING)
    reader = Reader(urlencode([pair for pair in pairs if pair[0] in OWN]))
    plan = plan_of(race)
    if not race.slots:
        return plan, said
    plan = fields.read(reader, plan, [OWN["xaxis"]])
    plan = fields.read(reader, plan, [row for row in OWN.values() if row.name != "xaxis"])
    return _apart(reader, plan), [*said, *reader.sentences]


def _apart(reader: Reader, plan: Plan) -> Plan:
    """The map with axes that can be, and a sentence for each that could not."""
    if plan.xaxis == plan.yaxis:
        other = next(name for name in numbers(plan) if name != plan.xaxis)
        reader.sentences.append(f"yaxis: must be another number than xaxis, not {plan.yaxis}; {other} was used.")
        plan = fields.put(OWN, plan, "yaxis", other)
    for side in SIDES:
        try:
            check(plan, side)
        except ValueError as error:
            plan = fields.put(OWN, plan, f"{side}axis", getattr(plan, f"{side}axis"))
            low, high = (spell(getattr(plan, f"{side}{end}")) for end in ("from", "to"))
            reader.sentences.append(f"{side}from, {side}to: {error}; {low} to {high} were used.")
    return plan
