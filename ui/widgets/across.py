"""Final losses as lines: of each runner over the number across, in a band over the number up."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import NamedTuple

import numpy as np
import streamlit as st

from locales import in_sentence, tr
from locales.formats import exact, plain
from training.many.across import Across
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import Identity

LEAST = 1e-12  # above the lowest loss: what is nearer to it is drawn there, since no logarithmic axis has it
UNTOLD = 1e-12  # of the numbers across: an axis over less than that has ticks of digits that no number has
GROWN = 10.0  # times the loss at the start that are shown


class Line(NamedTuple):
    """A runner, its numbers across, (columns,), the losses over them, and that before any step, of all or (columns,):
    infinite where that is not known."""

    who: Identity
    numbers: np.ndarray
    found: Across
    start: float | np.ndarray


def lines(drawn: Sequence[Line], names: tuple[str, str], *, log: bool, what: str = "", lowest: float = 0.0) -> None:
    """The chart with its heading, and what it says in words.

    ``names`` are what the numbers across and up are called; those across are drawn on a ``log`` scale or not. ``what``
    is what the loss is called, "loss" where it is "", and it is counted above the ``lowest`` one.
    """
    (across, up), dark = names, st.context.theme.type == "dark"
    shown, top = curves_of(drawn, lowest, dark)
    edges = [(found.edge, who.hue(dark)) for who, _, found, _ in drawn if found.edge is not None]
    told = [f"{who.label} {_told(found, numbers)}" for who, numbers, found, _ in drawn]
    st.subheader(tr("Final loss over {number}", number=in_sentence(across)), anchor=False)
    title = what or (tr("loss") if abs(lowest) < 1e-12 else tr("loss above {floor}", floor=plain(lowest, 4)))
    figure = curves(shown, across, title, log=not flat(drawn, lowest), x_log=log, uprights=edges, top=top)
    if ticks := near(drawn[0].numbers):
        figure.update_xaxes(tickvals=[*ticks], ticktext=[*ticks.values()])
    words = "; ".join(told)
    loss = f"{title[0].upper()}{title[1:]}"
    alt = tr("{loss} over {number}: {lines}.", loss=loss, number=in_sentence(across), lines=words)
    st.plotly_chart(figure, config=STILL, alt=alt)
    st.caption(
        tr(
            "The median over {number}, in a band from quartile to quartile. Dotted: from there on half of the runs or "
            "more end above their loss at the start. {lines}.",
            number=in_sentence(up),
            lines=words,
        )
    )
    if any(one.found.sensitivity is not None for one in drawn):
        st.caption(explained())


def explained() -> str:
    """What the number called sensitivity is, in a few sentences; see :class:`training.many.across.Across`."""
    return tr(
        "Sensitivity (Wortsman and others, 2023, arXiv:2309.14322): how far the median lies above its lowest, on "
        "average over the chart from left to right; the smaller, the less has to be tuned. A median above the loss at "
        "the start counts as that loss, so a rule that diverges can still have a moderate number."
    )


def curves_of(drawn: Sequence[Line], lowest: float, dark: bool) -> tuple[list[Curve], float | None]:
    """The medians in their bands, above the ``lowest`` loss, as the axis shows them, and where that axis ends
    above: None where all of them are below that.

    A band is open there: where a quartile is beyond it, or is none, the band's edge is the chart's. A median leaves the
    chart there, and has gaps where it is not finite.
    """
    least = 0.0 if flat(drawn, lowest) else LEAST
    parts = [np.maximum(part.astype(np.float64) - lowest, least) for one in drawn for part in one.found[:3]]
    starts = np.concatenate([np.ravel(one.start) for one in drawn]) - lowest
    known, finite = starts[np.isfinite(starts)], np.concatenate(parts)
    finite = finite[np.isfinite(finite)]
    most = GROWN * known.max() if len(known) and known.max() > least else finite.max(initial=least)
    curves = []
    for place, (who, numbers, _, _) in enumerate(drawn):
        low, middle, high = parts[3 * place : 3 * place + 3]
        dash = " ".join(f"{length:g}px" for length in who.dash)
        band = np.minimum(low, most), np.minimum(high, most)
        median = np.where(np.isfinite(middle), middle, np.nan)
        curves.append(Curve(who.label, numbers, median, who.hue(dark), dash, band=band))
    return curves, float(most) if any((part > most).any() for part in parts) else None


def flat(drawn: Sequence[Line], lowest: float) -> bool:
    """Whether no loss is told from the ``lowest`` one, so that there is nothing that a logarithmic axis could show."""
    losses = np.concatenate([part for one in drawn for part in one.found[:3]])
    return bool((losses[np.isfinite(losses)] - lowest <= LEAST).all())


def spelled(numbers: np.ndarray, place: int) -> str:
    """One of two or more ascending numbers: a whole one in full, else with three digits, or as many as tell it from
    those beside it."""
    value = float(numbers[place])
    if not value.is_integer():
        gap = float(np.diff(numbers[max(0, place - 1) : place + 2]).min())
        gap = max(gap, float(np.spacing(abs(numbers[place]))))  # of two that floats do not tell apart
        digits = max(3, floor(log10(abs(value) / gap)) + 2)
        value = float(f"{value:.{digits}g}")
    return exact(value)


def near(numbers: np.ndarray) -> dict[float, str]:
    """Two ticks and their texts for ascending numbers that are nearer to each other than a chart has digits of its own
    ticks; none for others."""
    if np.ptp(numbers) > UNTOLD * np.abs(numbers).max():
        return {}
    edge = len(numbers) // 8
    return {float(numbers[place]): spelled(numbers, place) for place in (edge, len(numbers) - 1 - edge)}


def _told(found: Across, numbers: np.ndarray) -> str:
    """Where the edge of a line over the numbers is, and how much depends on them."""
    if found.edge is None:
        edge = tr("has no such edge")
    else:
        edge = tr("from {number} on", number=spelled(numbers, int(np.searchsorted(numbers, found.edge))))
    if found.sensitivity is None:
        return edge
    return tr("{edge}, sensitivity {sensitivity}", edge=edge, sensitivity=plain(found.sensitivity, 3))
