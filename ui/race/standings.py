"""The table under the player: how each runner ended, best first; the browser sorts it by any column.

A component of its own: Streamlit's dataframe can show these numbers in words that sort only through pandas' Styler,
which costs a third of the whole page's time at every move of a slider.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from locales import Words
from surfaces import find
from training.loop import Trace
from training.outcome import TOLERANCE, Outcome
from training.race.config import each, fields_of
from training.race.fan import Fan
from training.race.race import Race
from training.ranking import rank
from ui.looks.identity import identities
from ui.player.loading import component
from ui.race import compute
from ui.work.remembered import alongside

SEEDS: Words = (
    "Of several seeds: the numbers are those of the median curves, with the range at the end in brackets; the outcome "
    "is that of the seed in the middle, path and update are those of the first."
)
POINTS = 48  # of a sparkline
DECADES = 8  # that a sparkline shows at most, below the start
_component = component("standings")


def standings(race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome]) -> None:
    """Draw the table; see assets/player/pages/standings.js for what each column says where it has no number.

    It goes as bytes: what is no bytes Streamlit searches for tables of data, writes and writes again in another order.
    """
    known = bool(find(race.surface_name).minima)
    told = {"known": known, "tolerance": TOLERANCE, "rows": rows(race, traces, outcomes)}
    _component(key="standings", data=json.dumps(told, separators=(",", ":")).encode())


def rows(race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome]) -> list[dict]:
    """The rows of the table, best first; None stands for a number that does not exist or is not finite."""
    people, choices = identities(fields_of(race), race), race.choices
    floors, fans = _floors(race, traces), compute.fans(race)

    def row(slot: str) -> dict:
        who, outcome, gradients = people[slot], outcomes[slot], choices[slot].gradients
        return {
            "light": who.light,
            "dark": who.dark,
            "dash": who.dash,
            "marker": who.marker,
            "hollow": who.hollow,
            "name": who.label,
            "outcome": outcome.sentence,
            "curve": _curve(traces[slot], floors[slot]),
            "final": _finite(outcome.final),
            "best": _finite(outcome.best),
            "distance": _finite(outcome.distance),
            "reached": None if outcome.reached is None else outcome.reached * gradients,
            "gradients": (len(traces[slot].loss) - 1) * gradients,
            "ranges": _ranges(fans[slot]) if slot in fans else {},
        }

    return [row(slot) for slot in rank(dict(outcomes))]


def _ranges(fan: Fan) -> dict[str, list[float | None]]:
    """From where to where the numbers of a repeated run go at the end, by column; None where they are not finite."""
    ends = {"final": (fan.low.loss, fan.high.loss), "distance": (fan.low.distance, fan.high.distance)}
    return {
        name: [_finite(low[-1]), _finite(high[-1])]
        for name, (low, high) in ends.items()
        if low is not None and high is not None
    }


def curve(loss: np.ndarray, floor: float) -> list[float | None]:
    """Log10 of the loss above ``floor``, relative to its start, at up to 48 steps; None where the loss is not finite.

    It ends 8 decades below the start and 2 above.
    """
    picked = np.asarray(loss[_spread(len(loss))], np.float64)
    start = max(abs(picked[0] - floor), 1e-12)
    with np.errstate(all="ignore"):
        heights = np.log10(np.clip((picked - floor) / start, 10.0**-DECADES, 100.0)).round(2)
    return [height if math.isfinite(value) else None for height, value in zip(heights.tolist(), picked, strict=True)]


@alongside
def _curve(trace: Trace, floor: float) -> list[float | None]:
    return curve(trace.loss, floor)


@lru_cache(maxsize=256)
def _spread(length: int) -> list[int]:
    """Up to 48 places, evenly spread, the first and the last among them."""
    return sorted({round(i * (length - 1) / (POINTS - 1)) for i in range(POINTS)})


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _floors(race: Race, traces: Mapping[str, Trace]) -> dict[str, float]:
    """By letter, the lowest value of the surface that a runner is on, or the lowest seen there."""
    names = {slot: own.surface_name for slot, own in each(race).items()}

    def seen(name: str) -> float:
        losses = (trace.loss[np.isfinite(trace.loss)] for slot, trace in traces.items() if names[slot] == name)
        return min((float(loss.min()) for loss in losses if len(loss)), default=0.0)

    known = {name: compute.lowest(name) for name in names.values()}
    floors = {name: seen(name) if lowest is None else lowest for name, lowest in known.items()}
    return {slot: floors[name] for slot, name in names.items()}
