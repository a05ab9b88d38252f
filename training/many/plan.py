"""A map of sensitivity: a race, two of its numbers that vary, and what is shown of each run; its link is the race's.

The link of a map is that of its race, and then the axes: ``xaxis=lr&xscale=log&xfrom=0.0001&xto=1&yaxis=beta``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from locales import Words, spoken
from locales.formats import spell
from training.configuration import fields
from training.configuration.fields import Field, Word
from training.configuration.links import Reader
from training.configuration.queries import query_of
from training.many import axes, limits
from training.many.axes import Axis, Known
from training.many.limits import STEPS
from training.many.precision import FLOAT, PRECISIONS
from training.many.varied import Sides, Varied
from training.race import config, edits
from training.race.config import alone
from training.race.race import Race
from training.race.repeats import REPEATS

SIDE = 128  # runs along each side of a whole map
OPENING, SURFACE = ("momentum", "nesterov"), "ravine"
SIDES: dict[str, Words] = {"x": "Across", "y": "Up"}
SHOWS = {"loss": "Final loss", "reached": "Steps to tolerance", "outcome": "Outcome"}


@dataclass(frozen=True)
class Plan(Sides, Race):
    """Everything that decides a map: the race, the two numbers that vary, in which floats, and what is shown."""

    precision: str = FLOAT
    shows: str = "loss"


def numbers(plan: Race) -> Mapping[str, Known]:
    """The numbers that can vary, of any runner, with what they are called in the language that is spoken."""
    return _numbers(plan, spoken())


@lru_cache(maxsize=64)
def _numbers(plan: Race, language: str) -> Mapping[str, Known]:
    """The same, once for all who ask: a page of a map asks some forty times."""
    return MappingProxyType(axes.united(axes.known(alone(plan, letter), chosen) for letter, chosen in plan.slots))


def of_runner(plan: Plan, letter: str) -> Plan:
    """The map as one of its runners has it: over its own momentum where another one's varies."""
    return replace(plan, **VARIED.of_runner(plan, letter))


def axis_of(plan: Plan, side: str) -> Axis:
    """An axis of a map, "x" or "y", from edge to edge of its cells."""
    return VARIED.axis(plan, side, SIDE)


def _opening(plan: Plan, name: str) -> tuple[float, float]:
    """From where to where a number is varied at first."""
    if name in ("x", "y"):
        x0, x1, y0, y1 = plan.frame
        return (x0, x1) if name == "x" else (y0, y1)
    now = next((float(one.values[name]) for _, one in plan.slots if name in one.values), 0.0)
    return axes.around(numbers(plan)[name].range, now, SIDE)


def _first(plan: Race) -> list[str]:
    """The numbers of the first runner, in the order of its rule."""
    return [name for letter, chosen in plan.slots[:1] for name in axes.known(alone(plan, letter), chosen)]


VARIED = Varied(SIDES, numbers, _opening, likely=_first)
OWN = fields.table(
    *VARIED.rows(),
    Word(
        "precision",
        PRECISIONS,
        default=FLOAT,
        label="Precision",
        help="Seen from very near, only 64-bit floats tell cells apart, and rounding decides how a run goes on.",
        common=True,
    ),
    Word("shows", SHOWS, default="loss", label="Shown", common=True),
)


def fields_of(plan: Plan) -> Mapping[str, Field]:
    """The table of fields of a map: those of its race, then its own."""
    rows = {name: row for name, row in config.fields_of(plan).items() if name != REPEATS.name}
    return {**rows, STEPS.name: STEPS, **OWN}


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


def with_value(plan: Plan, name: str, value: Any) -> Plan:
    """The map with another value of one of its fields, and what that brings along; ValueError in words otherwise.

    An axis that takes the number of the other one leaves its own to that.
    """
    if name not in OWN:
        if name == STEPS.name:
            value = STEPS.checked(plan, value)
        return _moved(plan, edits.with_value(plan, name, value))
    return VARIED.with_value(fields_of(plan), plan, name, value)


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
    return VARIED.settled(OWN, plan)


def encode(plan: Plan) -> str:
    """The map as the query of a link, complete: that of its race, then the axes."""
    own = "&".join(f"{name}={quote(spell(value))}" for name, value in fields.spelled(OWN.values(), plan))
    return f"{config.encode(plan)}&{own}"


def decode(query: str) -> tuple[Plan, list[str]]:
    """The map of a link, and one sentence for each thing in it that was not understood. Never raises."""
    pairs = parse_qsl(query_of(query), keep_blank_values=True, errors="replace")
    rest = urlencode([pair for pair in pairs if pair[0] not in OWN])
    race, said = limits.decode(rest, SURFACE, OPENING)
    reader = Reader(urlencode([pair for pair in pairs if pair[0] in OWN]))
    plan = plan_of(race)
    if not race.slots:
        return plan, said
    plan = fields.read(reader, plan, [OWN["xaxis"]])
    plan = fields.read(reader, plan, [row for row in OWN.values() if row.name != "xaxis"])
    return VARIED.separated(reader, OWN, plan), [*said, *reader.sentences]
