"""What penalties prefer, in the numbers of a lecture, as a panel."""

from __future__ import annotations

import streamlit as st

from locales import Words, tr
from locales.formats import exact, number, plain
from training.configuration.ranges import Bound
from training.parts.penalties import PENALTIES
from training.parts.preferred import BETA, NAMES, preferred
from ui.widgets.beside import bound_number
from ui.widgets.folded import folded
from ui.widgets.tables import table

LAMBDA = Bound(0, 1)
HEADS: tuple[Words, ...] = ("Penalty", "Of (1, 0, 0, 0)", "Of (¼, ¼, ¼, ¼)", "Descent from (1, 0, 0, 0) ends at")
MEANS: Words = (
    "Both sets of weights answer 1 to the inputs (1, 1, 1, 1), which is right. Squares, Σ w², are less where weights "
    "share the work, and descent shares it out equally. Absolute values, Σ |w|, are alike: the first weight shrinks by "
    f"λ, and none of the others grows. The elastic net, Σ {exact(BETA)} w² + |w|, does both."
)


@folded("What penalties prefer", key="preferred")
def penalties_by_hand() -> None:
    """The panel, which computes only while it is open."""
    label = tr("Penalty λ of these weights")
    st.html(preferences(bound_number("preferred.lambda", label, LAMBDA, 0.1, linked=False)))
    st.caption(tr(MEANS))


def preferences(weight: float) -> str:
    """The penalties of both sets of weights and where descent ends, a row for each penalty, as HTML."""
    rows = []
    for name in NAMES:
        found = preferred(name, weight)
        end = ", ".join(number(round(float(w), 2) + 0.0, 2) for w in found.end)
        rows.append((tr(PENALTIES[name].label), [plain(found.alone, 6), plain(found.shared, 6), f"({end})"]))
    return table(tr("Penalties of two sets of weights"), [*map(tr, HEADS)], rows)
