"""Dropout's average over all masks beside scaled weights, as a panel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import exact, number, plain
from training.parts.all_masks import Averages, averages, dropped, widened
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.widgets.folded import folded
from ui.widgets.tables import table

KEEPS = tuple(np.linspace(0.1, 1, 10).round(1).tolist())
DRAWN = np.linspace(0.05, 1, 39)
HEADS: tuple[Words, ...] = (
    *("Ten units, then", "Average over all 1,024 masks", "Weights scaled once", "Difference", "Spread of the masks"),
)
INTRO: Words = (
    "Ten units have 1,024 masks, few enough to average over all. The test of dropout multiplies the weights by the "
    "keep probability instead: for one linear read-out that is the average, behind another layer of rectifiers it is "
    "not."
)
COUNTS: Words = (
    "Of 50 units {out} are left out on average, give or take {spread}. Inverted dropout keeps the mean of "
    "half-normal activations and multiplies their variance by {wider}."
)


@folded("Dropout: all masks and scaled weights", key="allmasks")
def all_masks() -> None:
    """The panel, which computes only while it is open."""
    st.markdown(tr(INTRO))
    keep = st.select_slider(tr("Keep probability"), KEEPS, 0.8, key="allmasks.keep", format_func=exact)
    st.html(answers(averages(keep)))
    st.plotly_chart(
        curves(drawn(), tr("keep probability"), tr("answer"), height=300),
        config=STILL,
        alt=tr(
            "Answers over the keep probability: the average over all masks and scaled weights are one line for a "
            "linear read-out, and two through rectifiers, which meet where all units stay."
        ),
    )
    out, spread = dropped(50, keep)
    st.caption(tr(COUNTS, out=plain(out, 3), spread=plain(spread, 3), wider=plain(widened(keep), 3)))


def answers(found: Mapping[str, Averages]) -> str:
    """What the networks answer, a row for each, as HTML."""
    rows = [
        (tr(name), [*map(_text, (one.average, one.scaled, _rounded(one.average - one.scaled), one.spread))])
        for name, one in found.items()
    ]
    return table(tr("All masks and scaled weights"), [*map(tr, HEADS)], rows)


def drawn() -> list[Curve]:
    """The answers over the keep probability."""
    found = [averages(float(keep)) for keep in DRAWN]
    lines = []
    for name in found[0]:
        average, scaled = (np.array([getattr(one[name], what) for one in found]) for what in ("average", "scaled"))
        lines += [
            (tr("{network}: all masks", network=tr(name)), average),
            (tr("{network}: scaled", network=tr(name)), scaled),
        ]
    return [Curve(name, DRAWN, values, *palette.look(place)) for place, (name, values) in enumerate(lines)]


def _rounded(difference: float) -> float:
    """A difference without what rounding leaves of none."""
    return round(difference, 12) + 0.0


def _text(value: float) -> str:
    return number(value, 4)
