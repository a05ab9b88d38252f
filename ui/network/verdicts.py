"""Bias and variance of four pairs of errors of a lecture, and of one's own, as a panel."""

from __future__ import annotations

import streamlit as st

from locales import Words, tr
from locales.formats import exact, plain
from training.configuration.ranges import Bound
from training.network.diagnosis import HIGH, PAIRS, Errors, diagnose
from ui.widgets.beside import bound_number
from ui.widgets.folded import folded
from ui.widgets.tables import table

PERCENT = Bound(0, 100)
FIELDS: dict[str, tuple[Words, float]] = {
    "bayes": ("Bayes error, %", 0.0),
    "train": ("Training error of your own, %", 8.0),
    "valid": ("Validation error of your own, %", 20.0),
}
HEADS: tuple[Words, ...] = ("Training and validation error", "Bias", "Variance", "Verdict", "To do next")
MEANS: Words = (
    f"Bias is the training error less the Bayes error, that of the best possible answers; variance is the validation "
    f"error less the training error; more than {exact(HIGH)} points are high. Where the best possible answers are "
    "wrong in 15 of 100 cases, a training error of 15% is no bias at all."
)


@folded("Bias and variance in numbers", key="verdicts")
def verdicts() -> None:
    """The panel, which computes only while it is open."""
    found = []
    for column, (name, (label, usual)) in zip(st.columns(len(FIELDS)), FIELDS.items(), strict=True):
        with column:
            found.append(bound_number(f"verdicts.{name}", tr(label), PERCENT, usual, linked=False))
    bayes, train, valid = found
    st.html(judged(bayes, (*PAIRS, (train, valid))))
    st.caption(tr(MEANS))


def judged(bayes: float, pairs: tuple[tuple[float, float], ...]) -> str:
    """What each pair of errors says where the best possible error is ``bayes``, all in per cent, as HTML."""
    rows = []
    for train, valid in pairs:
        said = diagnose(Errors(train, valid, bayes))
        points = (plain(round(part, 6), 6) for part in (said.bias, said.variance))
        errors = tr("{train}% and {valid}%", train=plain(train, 6), valid=plain(valid, 6))
        rows.append((errors, [*points, tr(said.verdict), f"{said.next[0].upper()}{said.next[1:]}"]))
    return table(tr("Bias and variance"), [*map(tr, HEADS)], rows, kind="plain verdicts")
