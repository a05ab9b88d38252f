"""One runner of a race from several seeds: at every step the median of its curves, and how far they spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from locales import tr
from surfaces.base import Surface
from training.loop import Trace
from training.outcome import TOLERANCE, Outcome, kept, to_minima

PLACES = 300  # of the path of a repetition, at most, that are kept


class Curves(NamedTuple):
    """What is drawn of a run over its steps, each (steps + 1,): its loss, the size of the gradient, the length of the
    step that follows (NaN at the end) and the distance to the nearest minimum, None where none is known."""

    loss: np.ndarray
    gradnorm: np.ndarray
    steplen: np.ndarray
    distance: np.ndarray | None


class Fan(NamedTuple):
    """Curves over so many ``seeds``: the median, the lowest and the highest.

    At the end ``lost`` of them are not finite. ``middle`` is the run in the middle by its last loss, the later of two.
    ``paths`` are those of all seeds but the first, (places, 2) each.
    """

    seeds: int
    lost: int
    middle: Trace
    median: Curves
    low: Curves
    high: Curves
    paths: tuple[np.ndarray, ...]


def curves_of(trace: Trace, surface: Surface) -> Curves:
    """The curves of one run."""
    with np.errstate(over="ignore", invalid="ignore"):
        gradnorm = np.linalg.norm(np.asarray(trace.grads, np.float64), axis=1)
        # The update is exact where it moves the method itself; a difference of two points loses its last digits.
        same = np.array_equal(trace.params, trace.queries, equal_nan=True)
        moves = trace.updates[:-1] if same else np.diff(trace.params, axis=0)
        steplen = np.append(np.linalg.norm(moves, axis=1), np.nan)
    away = to_minima(np.asarray(trace.params, np.float64), surface.minima)
    distance = None if away is None else away.min(axis=1)
    return Curves(trace.loss, gradnorm, steplen, distance)


def fan_of(traces: Sequence[Trace], surface: Surface) -> Fan:
    """The fan of the runs of one runner, which have the same steps. A run that is lost counts as the worst of them."""
    *three, distance = zip(*(curves_of(trace, surface) for trace in traces), strict=True)
    known, away = [*map(_counted, three)], None if distance[0] is None else _counted(distance)

    def taken(take: Callable[..., np.ndarray]) -> Curves:
        with np.errstate(invalid="ignore"):
            loss, gradnorm, steplen = (take(stack, axis=0) for stack in known)
            return Curves(loss, gradnorm, steplen, None if away is None else take(away, axis=0))

    kept = np.unique(np.linspace(0, len(traces[0].loss) - 1, PLACES).round().astype(int))
    ends = np.nan_to_num([float(trace.loss[-1]) for trace in traces], nan=np.inf, posinf=np.inf)
    middle = traces[np.argsort(ends, kind="stable")[len(traces) // 2]]
    paths = tuple(np.asarray(trace.params[kept], np.float32) for trace in traces[1:])
    return Fan(len(traces), int(np.isinf(ends).sum()), middle, taken(np.median), taken(np.min), taken(np.max), paths)


def typical(outcome: Outcome, fan: Fan, lowest: float | None) -> Outcome:
    """How a repeated run ended, given how the one in its ``middle`` did: the numbers are those of the median curves.

    ``lowest`` is the value from which the tolerance counts.
    """
    loss, distance = fan.median.loss, fan.median.distance
    finite = np.isfinite(loss)
    within = finite & (loss <= (-np.inf if lowest is None else lowest + TOLERANCE))
    told = {"lost": fan.lost, "seeds": fan.seeds}
    return replace(
        outcome,
        sentence=tr("{lost} of {seeds} seeds not finite", **told) if fan.lost else outcome.sentence,
        final=float(loss[-1]) if finite[-1] else float("nan"),
        best=float(loss[finite].min()) if finite.any() else float("nan"),
        distance=None if distance is None or not np.isfinite(distance[-1]) else float(distance[-1]),
        reached=kept(within),
    )


def _counted(curves: Sequence[np.ndarray]) -> np.ndarray:
    """Curves as one array, (seeds, steps + 1), with infinity for what is missing in some of them."""
    values = np.stack([np.asarray(curve, np.float64) for curve in curves])
    missing = np.isnan(values)
    return np.where(missing & ~missing.all(axis=0), np.inf, values)
