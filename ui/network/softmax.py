"""Softmax with a temperature, in numbers and as curves, as a panel."""

from __future__ import annotations

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import exact, number, plain
from training.configuration.ranges import Bound
from training.parts.softmax import powers, softmax
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.widgets.beside import bound_numbers
from ui.widgets.folded import folded
from ui.widgets.tables import table

OUTPUTS = (5.0, 2.0, -1.0, 3.0)  # those of the lecture
OUTPUT = Bound(-1e6, 1e6)
TEMPERATURES = (0.0, 0.01, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0)
DRAWN = np.geomspace(0.1, 100, 121)
HEADS: tuple[Words, ...] = ("Output", "z", "e^(z/T) as it is written", "e^((z − max)/T) as it is computed", "share a")
MEANS: Words = (
    "T = 1 is the softmax of the loss. The colder, the surer: at T = 0 it is the hard max, which gives all to the "
    "largest output and has no slope to learn from. The hotter, the more alike. Only differences of outputs count, so "
    "that the largest is taken off first: e^(z/T) alone leaves what floats can hold."
)


@folded("Softmax and its temperature", key="softmax")
def softmax_plot() -> None:
    """The panel, which computes only while it is open."""
    usual = {f"softmax.z{place}": value for place, value in enumerate(OUTPUTS, 1)}
    z = np.array([*bound_numbers(usual, OUTPUT, lambda place: tr("Output {place}", place=place)).values()])
    temperature = st.select_slider(tr("Temperature T"), TEMPERATURES, 1.0, key="softmax.T", format_func=exact)
    st.html(shares(z, temperature))
    told = ", ".join(f"z = {plain(value, 6)}" for value in z)
    st.plotly_chart(
        curves(drawn(z), tr("temperature T"), tr("share"), x_log=True, height=300),
        config=STILL,
        alt=tr(
            "Shares of four outputs over the temperature, {outputs}: from all for the largest to equal ones.",
            outputs=told,
        ),
    )
    st.caption(tr(MEANS))


def drawn(z: np.ndarray) -> list[Curve]:
    """The share of each output over the temperature."""
    over = np.array([softmax(z, temperature) for temperature in DRAWN])  # (temperatures, outputs)
    return [
        Curve(f"z = {plain(value, 6)}", DRAWN, over[:, place], *palette.look(place)) for place, value in enumerate(z)
    ]


def shares(z: np.ndarray, temperature: float) -> str:
    """The way from outputs to shares as HTML, a row for each output and one for the sum."""
    written, safe = powers(z, temperature), powers(z - z.max(), temperature)
    if temperature == 0:
        written, safe = np.full_like(z, np.nan), (z == z.max()).astype(float)
    columns = written, safe, softmax(z, temperature)
    rows = [(f"z{place + 1}", [plain(z[place], 6), *(_text(one[place]) for one in columns)]) for place in range(len(z))]
    rows.append((tr("Sum"), ["", *(_text(one.sum()) for one in columns)]))
    return table(tr("From outputs to shares"), [*map(tr, HEADS)], rows)


def _text(value: float) -> str:
    if np.isnan(value):
        return "–"
    return number(float(value), 4) if np.isfinite(value) else tr("too large for a float")
