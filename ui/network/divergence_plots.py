"""Divergences side by side, with their slopes, as a panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import plain
from training.parts.divergences import OF_ERRORS, OF_SIGMOID, Divergence
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.widgets.folded import folded

ERRORS = np.linspace(-2, 2, 161)
OUTPUTS = np.linspace(-6, 6, 121)
HIGH = 4.0  # of what is drawn: e⁴ would leave nothing of the others
WANTED: Words = (
    "A good divergence is steep far from its minimum and shallow near it. |e| stays steep and is never at rest, e⁴ is "
    "flat long before zero, and a saturating one gives far answers up: e² near zero and straight beyond is Huber's."
)
SURE: Words = (
    "Of a sigmoid output that should be 1: where the answer is wrong and sure, at the left, cross entropy still has a "
    "slope of nearly −1, and half the square next to none, so that it hardly learns."
)


@folded("Divergences side by side", key="divergences")
def divergence_plots() -> None:
    """The panel, which computes only while it is open."""
    _pair(OF_ERRORS, ERRORS, tr("error e"), "e")
    st.caption(tr(WANTED))
    _pair(OF_SIGMOID, OUTPUTS, tr("z of the sigmoid"), "z")
    st.caption(tr(SURE))


def _pair(shown: Sequence[Divergence], x: np.ndarray, axis: str, name: str) -> None:
    for column, (title, slopes) in zip(st.columns(2), ((tr("divergence"), False), (tr("slope"), True)), strict=True):
        with column:
            named = ", ".join(tr(one.label) for one in shown)
            about = {"line": f"{title[0].upper()}{title[1:]}", "name": name, "low": plain(x[0]), "high": plain(x[-1])}
            alt = tr("{line} over {name} from {low} to {high}: {names}.", **about, names=named)
            figure = curves(drawn(shown, x, slopes), axis, title, height=300)
            st.plotly_chart(figure, config=STILL, alt=alt, key=f"{'slope' if slopes else 'divergence'}.{name}")


def drawn(shown: Sequence[Divergence], x: np.ndarray, slopes: bool) -> list[Curve]:
    """The values of some divergences, or their slopes, as curves that end where they leave the chart."""
    found = []
    for place, one in enumerate(shown):
        y = one.drawn(x)[slopes]
        found.append(Curve(tr(one.label), x.round(4), np.where(np.abs(y) <= HIGH, y, np.nan), *palette.look(place)))
    return found
