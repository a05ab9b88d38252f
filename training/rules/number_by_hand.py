"""A number of a rule that is changed by hand while a run is watched: one point more of its schedule by hand.

A number becomes so many ``times`` what it is. One that says what share of a running average is kept, as a momentum
does, looks so many times as far back instead: β = 0.9 over ten steps, 0.95 over twenty, since 1 − β is divided. A
schedule holds factors of what a number starts with, so none changes a number that starts at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from locales import tr
from locales.formats import bound
from optimizers.base import Hyper, whole
from optimizers.schedules import MOST_FACTOR, MOST_POINTS, POINTS, SCHEDULES
from training.choice import OFF, RATE, SCHEDULE, Choice

MANUAL = "manual"
TIMES = (0.1, 0.5, 2, 10)  # what is offered, in the order of assets/player/panels/byhand.js
DIGITS = 6  # to which a number is made, or 1 − it where it is near to 1
NEAR_ONE = 2 * DIGITS + 1  # digits of a number that is near to 1
Points = list[tuple[int, float]]


class Change(NamedTuple):
    """From ``step`` on the number called ``name`` is ``after``, where it was ``before``."""

    name: str
    step: int
    before: float
    after: float


class Span(NamedTuple):
    """From ``step`` on the number is ``value``, and each of TIMES makes ``results`` of it, None beyond its range."""

    step: int
    value: float
    results: tuple[float | None, ...]


def numbers(chosen: Choice) -> list[Hyper]:
    """The numbers of a rule that a step can change, the learning rate before all others.

    Those are the ones that count in its form, and not at its start alone. Where it is hidden which rule it is, only the
    rate is among them: what else there is would tell.
    """
    if chosen.veiled:
        return [hyper for hyper in chosen.spec.hypers if hyper.name == RATE]
    return [hyper for hyper in chosen.spec.hypers if hyper.when(dict(chosen.options)) and not hyper.initial]


def refusal(chosen: Choice, name: str) -> str:
    """Why the number called ``name`` cannot be changed by hand, a sentence; "" where it can be."""
    told = _told(chosen, name)
    form = str(chosen.values.get(f"{name}{SCHEDULE}", OFF))
    if form not in (OFF, MANUAL):
        schedule = tr(SCHEDULES[form].label)
        return tr(
            "{number} of {name} follows the schedule “{schedule}”. Switch that off to change it by hand.",
            schedule=schedule,
            **told,
        )
    if not chosen.value(name):
        return tr("{number} of {name} starts at 0, and no factor changes that. Start above 0 first.", **told)
    return ""


def spans(chosen: Choice, name: str) -> list[Span]:
    """What the number called ``name`` is over the steps, and what it can be changed to; nothing where it cannot be."""
    if refusal(chosen, name):
        return []
    hyper, start = chosen.spec.hyper(name), float(chosen.value(name))
    values = {step: _made(hyper, start * factor) for step, factor in [(0, 1.0), *_points(chosen, name)]}
    return [
        Span(step, value, tuple(_result(hyper, start, value, times) for times in TIMES))
        for step, value in values.items()
    ]


def changed(chosen: Choice, name: str, step: int, times: float) -> Choice:
    """The same whose number ``name`` is ``times`` what it is at ``step``, from there to the end: later changes go.

    Before that step the run stays what it is; a change that is taken back at its own step leaves nothing behind.
    Raises ValueError, a sentence, where another schedule moves it, where it starts at 0, and beyond its range.
    """
    if why := refusal(chosen, name):
        raise ValueError(why)
    hyper, start, points = chosen.spec.hyper(name), float(chosen.value(name)), _points(chosen, name)
    kept = [point for point in points if point[0] < step]
    before = _made(hyper, start * _held([point for point in points if point[0] <= step]))
    after = _times(hyper, before, times)
    if after == before:
        return chosen
    low, high = _range(hyper, start)
    if not low <= after <= high:
        ends = {"low": bound(low, NEAR_ONE), "high": bound(high, NEAR_ONE)}
        raise ValueError(tr("{number} of {name} can go from {low} to {high}.", **ends, **_told(chosen, name)))
    factor = _factor(hyper, start, after)
    if factor != _held(kept):
        kept.append((step, factor))
    if len(kept) > MOST_POINTS:
        raise ValueError(
            tr(
                "{number} of {name} can be changed by hand {most} times, and has been.",
                most=MOST_POINTS,
                **_told(chosen, name),
            )
        )
    schedule = f"{name}{SCHEDULE}"
    if all(factor == 1 for _, factor in kept):
        return chosen.with_value(schedule, OFF)
    return chosen.with_value(schedule, MANUAL).with_value(f"{schedule}.{POINTS.name}", POINTS.spell(kept))


def changes(chosen: Choice) -> list[Change]:
    """What schedules by hand change, number by number and step by step; where the rule is hidden, of the rate alone."""
    found = []
    for hyper in chosen.spec.hypers:
        if chosen.veiled and hyper.name != RATE:
            continue
        points, start = _points(chosen, hyper.name), float(chosen.value(hyper.name))
        values = [_made(hyper, start * factor) for factor in (1.0, *(factor for _, factor in points))]
        pairs = zip(points, values[:-1], values[1:], strict=True)
        found += [Change(hyper.name, step, before, after) for (step, _), before, after in pairs if before != after]
    return found


def _told(chosen: Choice, name: str) -> dict[str, str]:
    """A number and whose it is, in the words of sentences."""
    who = tr("this runner") if chosen.veiled else chosen.called or chosen.spec.label
    return {"number": tr(chosen.spec.hyper(name).label), "name": who}


def _points(chosen: Choice, name: str) -> Points:
    values, schedule = chosen.values, f"{name}{SCHEDULE}"
    return POINTS.read(str(values[f"{schedule}.{POINTS.name}"])) if values.get(schedule) == MANUAL else []


def _held(points: Sequence[tuple[int, float]]) -> float:
    """The factor after these points."""
    return points[-1][1] if points else 1.0


def _made(hyper: Hyper, value: float) -> float:
    """A number to its DIGITS."""
    if hyper.memory:
        return round(1 - float(f"{1 - value:.{DIGITS}g}"), NEAR_ONE)
    return float(f"{value:.{DIGITS}g}")


def _result(hyper: Hyper, start: float, value: float, times: float) -> float | None:
    """What ``times`` makes of a ``value``; None where nothing, or what a schedule cannot hold."""
    after, (low, high) = _times(hyper, value, times), _range(hyper, start)
    return after if low <= after <= high and after != value else None


def _times(hyper: Hyper, value: float, times: float) -> float:
    after = _made(hyper, 1 - (1 - value) / times if hyper.memory else value * times)
    return float(whole(after)) if hyper.whole else after


def _range(hyper: Hyper, start: float) -> tuple[float, float]:
    """From where to where factors of ``start`` reach within the range of the number."""
    least, most = sorted((0.0, start * MOST_FACTOR))
    return max(hyper.low, least), min(hyper.high, most)


def _factor(hyper: Hyper, start: float, value: float) -> float:
    """The factor of the fewest digits with which ``start`` becomes ``value``: 1.0555556 of 0.9 for 0.95."""
    rounded = (float(f"{value / start:.{count}g}") for count in range(1, 17))
    return next((factor for factor in rounded if _made(hyper, start * factor) == value), value / start)
