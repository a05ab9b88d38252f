"""Backpropagation by hand on a small graph, as a panel with numbers to change."""

from __future__ import annotations

import streamlit as st

from locales import Words, tr
from locales.formats import plain
from training.configuration.ranges import Bound
from training.parts.graph import Node, raised, sum_times
from ui.widgets.beside import bound_numbers
from ui.widgets.folded import folded
from ui.widgets.tables import table

INPUTS = {"x": -2.0, "y": 5.0, "z": -4.0}  # those of the lecture
INPUT = Bound(-1e6, 1e6)
HEADS: tuple[Words, ...] = ("Node", "Forward: value", "Backward: ∂f/∂node", "By the chain rule", "f with 1 more of it")
MEANS: Words = (
    "Forward from the inputs to f = (x + y) z, back from f to the inputs: each node multiplies what comes back by its "
    "own slope. f is linear in each input, so that one more of it changes f by exactly its slope."
)


@folded("Backpropagation by hand", key="byhand")
def by_hand() -> None:
    """The panel, which computes only while it is open."""
    typed = bound_numbers({f"byhand.{name}": usual for name, usual in INPUTS.items()}, INPUT)
    found = dict(zip(INPUTS, typed.values(), strict=True))
    st.html(nodes(sum_times(**found), raised(**found)))
    st.caption(tr(MEANS))


def nodes(graph: tuple[Node, ...], more: dict[str, float]) -> str:
    """The nodes of a graph as HTML, a row for each; ``more`` is f with one more of an input, by name."""
    rows = [
        (node.name, (_text(node.value), _text(node.slope), tr(node.rule), _text(more.get(node.name)))) for node in graph
    ]
    return table(tr("f = (x + y) z, forward and backward"), [*map(tr, HEADS)], rows)


def _text(value: float | None) -> str:
    return "" if value is None else plain(value, 6)
