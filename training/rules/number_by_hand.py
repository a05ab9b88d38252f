"""A rate that is changed by hand while a run is watched: one point more of its schedule by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from locales import tr
from locales.formats import bound, grouped
from optimizers.schedules import MOST_FACTOR, MOST_POINTS, POINTS, SCHEDULES
from training.choice import OFF, RATE, SCHEDULE, Choice

MANUAL = "manual"
_SCHEDULE = f"{RATE}{SCHEDULE}"
_POINTS = f"{_SCHEDULE}.{POINTS.name}"


class Change(NamedTuple):
    """From ``step`` on the rate is ``after`` times its start, where it was ``before`` times."""

    step: int
    before: float
    after: float


def changed(chosen: Choice, step: int, times: float) -> Choice:
    """The same whose rate is ``times`` what it is at ``step``, from there to the end: later changes by hand go.

    Before that step the run stays what it is; a change that is taken back at its own step leaves nothing behind.
    Raises ValueError, a sentence, where there is no rate, where another schedule moves it, and beyond its range.
    """
    name = tr("this runner") if chosen.veiled else chosen.called or chosen.spec.label
    form = str(chosen.values.get(_SCHEDULE, OFF))
    if RATE not in dict(chosen.hypers):
        raise ValueError(tr("There is no learning rate of {name} to change.", name=name))
    if form not in (OFF, MANUAL):
        raise ValueError(
            tr(
                "The rate of {name} follows the schedule “{schedule}”. Switch that off to change it by hand.",
                name=name,
                schedule=tr(SCHEDULES[form].label),
            )
        )
    points = _points(chosen)
    kept = [point for point in points if point[0] < step]
    factor = float(f"{_held([point for point in points if point[0] <= step]) * times:g}")
    if factor > MOST_FACTOR:
        raise ValueError(
            tr(
                "The rate of {name} can be up to {most} times its start, not {factor} times.",
                name=name,
                most=grouped(MOST_FACTOR),
                factor=bound(factor, 6),
            )
        )
    if factor != _held(kept):
        kept.append((step, factor))
    if len(kept) > MOST_POINTS:
        raise ValueError(
            tr("The rate of {name} can be changed by hand {most} times, and has been.", name=name, most=MOST_POINTS)
        )
    if all(factor == 1 for _, factor in kept):
        return chosen.with_value(_SCHEDULE, OFF)
    return chosen.with_value(_SCHEDULE, MANUAL).with_value(_POINTS, POINTS.spell(kept))


def changes(chosen: Choice) -> list[Change]:
    """What a schedule by hand changes of the rate, step by step; nothing where there is none."""
    points = _points(chosen)
    befores = [1.0, *(factor for _, factor in points)]
    pairs = zip(points, befores, strict=False)
    return [Change(step, before, after) for (step, after), before in pairs if before != after]


def _points(chosen: Choice) -> list[tuple[int, float]]:
    values = chosen.values
    return POINTS.read(str(values[_POINTS])) if values.get(_SCHEDULE) == MANUAL else []


def _held(points: Sequence[tuple[int, float]]) -> float:
    """The factor after these points."""
    return points[-1][1] if points else 1.0
