"""The map as lines: the final loss of each runner over the number across, in a band over the number up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from locales import in_sentence, tr
from locales.formats import plain
from surfaces import find
from training.many.across import Across, across
from training.many.axes import LOG
from training.many.plan import Plan, axis_of, fields_of, numbers
from training.many.runs import Ends
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import identities
from ui.race.sensitivity import compute
from ui.race.sensitivity.header import DECADES, floor_of
from ui.race.sensitivity.summary import fine, spelled

GROWN = 10.0  # times the loss at the start that are shown


def start_of(plan: Plan) -> float:
    """The loss before any step; infinite where what varies decides it, so that only what is not finite is worse."""
    surface = find(plan.surface_name)
    if {plan.xaxis, plan.yaxis} & {"x", "y", *dict(plan.knobs)}:
        return np.inf
    return float(surface.fn(np.array([plan.x, plan.y], np.float32)))


def found_of(plan: Plan, letter: str, found: Ends) -> tuple[np.ndarray, Across]:
    """The numbers across, and what the losses of one runner are over them."""
    arrays = compute.arrays(plan, letter, found)
    loss = np.where(fine(plan, found), found.loss, np.inf).reshape(arrays["loss"].shape)
    return arrays[plan.xaxis], across(arrays[plan.xaxis], loss, start_of(plan))


def lines(plan: Plan, pictures: Mapping[str, Ends]) -> None:
    """The chart with its heading, and what it says in words."""
    label, up = (numbers(plan)[axis_of(plan, side).name].label for side in "xy")
    people, dark = identities(fields_of(plan), plan), st.context.theme.type == "dark"
    floor, start = floor_of(plan, pictures), start_of(plan)
    drawn, told, edges = [], [], []
    for letter, found in pictures.items():
        x, line = found_of(plan, letter, found)
        low, middle, high = (_shown(part, floor, start) for part in (line.low, line.middle, line.high))
        who = people[letter]
        dash = " ".join(f"{length:g}px" for length in who.dash)
        drawn.append(Curve(who.label, x, middle, who.hue(dark), dash, band=(low, high)))
        edges += [] if line.edge is None else [(line.edge, who.hue(dark))]
        told.append(f"{who.label} {_told(line, x, start)}")
    st.subheader(tr("Final loss over {number}", number=in_sentence(label)), anchor=False)
    title = tr("loss") if abs(floor) < 1e-12 else tr("loss above {floor}", floor=plain(floor, 4))
    figure = curves(drawn, label, title, log=True, x_log=axis_of(plan, "x").scale == LOG, uprights=edges)
    lines = "; ".join(told)
    loss = f"{title[0].upper()}{title[1:]}"
    alt = tr("{loss} over {number}: {lines}.", loss=loss, number=in_sentence(label), lines=lines)
    st.plotly_chart(figure, config=STILL, alt=alt)
    st.caption(
        tr(
            "The median over {number}, in a band from quartile to quartile. Dotted: from there on half of the runs or "
            "more end above the start. {lines}.",
            number=in_sentence(up),
            lines=lines,
        )
    )


def _shown(loss: np.ndarray, floor: float, start: float) -> np.ndarray:
    """Losses above the lowest value as a logarithmic axis can show them; none where they have grown far beyond the
    start."""
    above = loss.astype(np.float64) - floor
    most = GROWN * (start - floor) if np.isfinite(start) else np.inf
    return np.where(above <= most, np.maximum(above, 10.0**-DECADES), np.nan)


def _told(line: Across, x: np.ndarray, start: float) -> str:
    """Where the edge of a line over the numbers ``x`` is, and how much depends on them."""
    if line.edge is None:
        edge = tr("has no such edge")
    else:
        edge = tr("from {number} on", number=spelled(x, int(np.searchsorted(x, line.edge))))
    if not np.isfinite(start):
        return edge
    return tr("{edge}, sensitivity {sensitivity}", edge=edge, sensitivity=plain(line.sensitivity, 3))
