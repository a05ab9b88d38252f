"""The table under the player: how each runner ended, best first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from surfaces import find
from training.config import Race
from training.loop import Trace
from training.outcome import TOLERANCE, Outcome, rank
from ui import compute
from ui.identity import identify
from ui.marks import mark_path

POINTS = 48  # of a sparkline
DECADES = 8  # that a sparkline shows at most, below the start
NOT_FINITE, NOT_REACHED, UNKNOWN = "not finite", "not reached", "not known"
# Streamlit writes the words of the table cell by cell, which pandas does faster in its own strings than in Arrow's.
pd.set_option("mode.string_storage", "python")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Row:
    """One runner of the table. Numbers that are missing are infinite, so that they sort as the worst."""

    mark: str
    name: str
    outcome: str
    curve: tuple[float, ...]  # log10 of the loss above the floor
    final: float
    best: float
    distance: float
    reached: float
    gradients: int


def standings(race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome]) -> None:
    """Draw the table; its order is that of the final losses, and each column sorts at a click on its head."""
    _table(rows(race, traces, outcomes, st.context.theme.type == "dark"), bool(find(race.surface_name).minima))


def rows(race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome], dark: bool) -> tuple[Row, ...]:
    """The rows of the table, best first."""
    people, choices = identify(race.choices), race.choices
    floor = _floor(race, traces)

    def row(slot: str) -> Row:
        outcome, gradients = outcomes[slot], choices[slot].gradients
        reached = math.inf if outcome.reached is None else outcome.reached * gradients
        return Row(
            mark_path(people[slot], dark),
            people[slot].label,
            outcome.sentence,
            curve(traces[slot].loss, floor),
            _or_infinite(outcome.final),
            _or_infinite(outcome.best),
            _or_infinite(outcome.distance),
            reached,
            (len(traces[slot].loss) - 1) * gradients,
        )

    return tuple(row(slot) for slot in rank(dict(outcomes)))


def curve(loss: np.ndarray, floor: float) -> tuple[float, ...]:
    """Log10 of the loss above ``floor`` at up to 48 steps, between 8 decades below its start and 2 above."""
    picked = np.asarray(loss[_spread(len(loss))], np.float64)
    start = max(abs(picked[0] - floor), 1e-12)
    with np.errstate(all="ignore"):
        heights = np.log10(np.clip((picked - floor) / start, 10.0**-DECADES, 100.0))
    return tuple(float(h) for h in heights[np.isfinite(heights)].round(2))


@lru_cache(maxsize=256)
def _spread(length: int) -> list[int]:
    """Up to 48 places, evenly spread, the first and the last among them."""
    return sorted({round(i * (length - 1) / (POINTS - 1)) for i in range(POINTS)})


def short(value: float, missing: str = NOT_FINITE) -> str:
    """Two significant digits: 0.21, 11.5, 5.9×10⁻⁴; ``missing`` for a number that is not finite."""
    if not math.isfinite(value):
        return missing
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        digits, power = f"{value:.1e}".split("e")
        return f"{digits}×10{str(int(power)).translate(_RAISED)}".replace("-", "−")
    places = max(0, 1 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(places, 4) if abs(value) < 10 else 1}f}".replace("-", "−")


def _or_infinite(value: float | None) -> float:
    return math.inf if value is None or not math.isfinite(value) else float(value)


def _floor(race: Race, traces: Mapping[str, Trace]) -> float:
    lowest = compute.lowest(race.surface_name)
    seen = [float(np.nanmin(t.loss)) for t in traces.values() if np.isfinite(t.loss).any()]
    return lowest if lowest is not None else min(seen, default=0.0)


def _table(table: tuple[Row, ...], known: bool) -> None:
    steps = f"Steps to {TOLERANCE:g}"
    frame = pd.DataFrame(
        {
            "Mark": [row.mark for row in table],
            "Optimizer": [row.name for row in table],
            "Outcome": [row.outcome for row in table],
            "Loss over steps": [row.curve for row in table],
            "Final loss": [row.final for row in table],
            "Best loss": [row.best for row in table],
            "Distance": [row.distance for row in table],
            steps: [row.reached for row in table],
            "Gradients": [row.gradients for row in table],
        }
    )
    words = {
        "Mark": lambda v: "",
        "Loss over steps": lambda v: "",
        "Final loss": short,
        "Best loss": short,
        "Distance": lambda v: short(v, NOT_FINITE if known else UNKNOWN),
        steps: lambda v: f"{v:,.0f}" if math.isfinite(v) else NOT_REACHED,
        "Gradients": "{:,}".format,
    }
    number = st.column_config.NumberColumn
    st.dataframe(
        frame.style.format(words),
        hide_index=True,
        height="content",
        row_height=35,
        alt="Standings: how each optimizer ended, best first.",
        column_config={
            "Mark": st.column_config.ImageColumn("", width=76),
            "Optimizer": st.column_config.TextColumn(width=110),
            "Outcome": st.column_config.TextColumn(width=300),
            "Loss over steps": st.column_config.LineChartColumn(
                width=120, color="gray", help="Logarithm of the loss, above the lowest value known or seen."
            ),
            "Distance": number(help="From where it stands to the nearest minimum."),
            steps: number(help=f"Until the loss is within {TOLERANCE:g} of the minimum for the first time."),
        },
    )
