"""The slope of a cubic by differences, in numbers and over the step, as a panel."""

from __future__ import annotations

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import number, plain
from training.configuration.ranges import Bound
from training.parts.differences import FORMULAS, Float, exact, slopes
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.widgets.beside import bound_number
from ui.widgets.folded import folded
from ui.widgets.tables import table

DOUBLE: Words = "64-bit floats"
SINGLE: Words = "32-bit floats"
PLACE, STEP = Bound(-1000, 1000), Bound(1e-15, 1)
FLOATS: dict[Words, type[Float]] = {DOUBLE: np.float64, SINGLE: np.float32}
DRAWN = np.geomspace(1e-12, 1, 121)
FORWARD, _, CENTRAL = FORMULAS
MEANS: Words = (
    "From one side the error falls with ε, from both with ε², until rounding takes over: it leaves an error of about "
    "one in 10¹⁶ of the values, over ε, and of one in 10⁷ with 32 bits. So a gradient check wants both sides and 64 "
    "bits."
)


@folded("Slopes by differences", key="differences")
def differences() -> None:
    """The panel, which computes only while it is open."""
    left, right = st.columns(2)
    with left:
        x = bound_number("differences.x", tr("x of f = x³"), PLACE, 1.0, linked=False)
    with right:
        step = bound_number("differences.step", tr("Step ε"), STEP, 0.01, linked=False)
    st.html(by_formula(x, step))
    st.plotly_chart(
        curves(drawn(x), tr("step ε"), tr("error"), log=True, x_log=True, height=320),
        config=STILL,
        alt=tr(
            "Errors of the slope of x³ at {x} over the step: they fall with it, faster where both sides count, "
            "and rise again where rounding counts more, in 32-bit floats at far larger steps.",
            x=plain(x, 6),
        ),
    )
    st.caption(tr(MEANS))


def by_formula(x: float, step: float) -> str:
    """The slope by each formula with its error, a row for each, as HTML."""
    found, right = [slopes(x, step, floats) for floats in FLOATS.values()], exact(x)
    rows = [
        (name, [text for one in found for text in (_text(one[name]), number(abs(one[name] - right), 3))])
        for name in FORMULAS
    ]
    rows.append((tr("3x², exact"), [_text(right), "", "", ""]))
    heads = [head for floats in FLOATS for head in (tr("In {floats}", floats=tr(floats)), tr("Error"))]
    return table(tr("Slope of x³ by differences"), [tr("Formula"), *heads], rows)


def drawn(x: float) -> list[Curve]:
    """The error over the step from one side and from both; none where there is no error."""
    lines = []
    for floats, dash in zip(FLOATS, ("", "6px 4px"), strict=True):
        found = [slopes(x, step, FLOATS[floats]) for step in DRAWN]
        for place, (name, words) in enumerate(((FORWARD, tr("one side")), (CENTRAL, tr("both sides")))):
            error = np.abs([one[name] - exact(x) for one in found])
            hue, _ = palette.look(place)
            lines.append(Curve(f"{words}, {tr(floats)}", DRAWN, np.where(error > 0, error, np.nan), hue, dash))
    return lines


def _text(value: float) -> str:
    return plain(value, 8)
