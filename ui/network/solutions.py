"""Which of many solutions four rules find, as a panel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from locales import Words, tr
from locales.formats import number, plain
from training.laws.solutions import EQUATIONS, RULES, STEPS, UNKNOWNS, Followed, followed, smallest
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.widgets.folded import folded
from ui.widgets.tables import table

HEADS: tuple[Words, ...] = ("Rule", "Norm of its solution", "Away from the smallest", "Residual")
INTRO: Words = (
    f"A network of more weights than examples has many sets of weights without loss. The smallest such case has "
    f"{EQUATIONS} linear equations with {UNKNOWNS} unknowns: plain descent and momentum, from zero, come to the "
    "solution of the smallest norm, and rules that scale each coordinate by itself to others."
)


@folded("One of many solutions", key="solutions")
def solutions() -> None:
    """The panel, which computes only while it is open."""
    st.markdown(tr(INTRO))
    found = {f"{rule.spec.label}, α = {plain(float(rule.value('lr')))}": followed(rule) for rule in RULES}
    st.html(ends(found))
    st.plotly_chart(
        curves(drawn(found), tr("step"), tr("norm of the unknowns"), height=320),
        config=STILL,
        alt=tr(
            "The norm of the unknowns over {steps:,} steps: SGD and momentum come to the smallest of a solution, "
            "AdaGrad and Adam to larger ones.",
            steps=STEPS,
        ),
    )


def ends(found: Mapping[str, Followed]) -> str:
    """Where the rules end, a row for each and one for the solution of the smallest norm, as HTML."""
    rows = [
        (name, [number(float(one.norms[-1]), 4), number(one.apart, 2), number(float(one.residuals[-1]), 2)])
        for name, one in found.items()
    ]
    least = number(float(np.linalg.norm(smallest())), 4)
    rows.append((tr("Smallest norm, by the pseudoinverse"), [least, "0", "0"]))
    return table(tr("One of many solutions"), [*map(tr, HEADS)], rows)


def drawn(found: Mapping[str, Followed]) -> list[Curve]:
    """The norms over the steps, every tenth, and the smallest of a solution."""
    steps = np.arange(0, STEPS + 1, 10)
    lines = [
        Curve(name, steps, one.norms[steps], *palette.look(place)) for place, (name, one) in enumerate(found.items())
    ]
    least = np.full(steps.size, np.linalg.norm(smallest()))
    return [*lines, Curve(tr("Smallest of a solution"), steps, least, palette.quiet(), "4px 4px", 1.5)]
