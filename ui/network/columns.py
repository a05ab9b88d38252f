"""The sidebar's part for data of one's own: the rows as text, what each column is used as, and their scale."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from locales import Words, tr
from training.data import points
from training.data.points import OWN
from training.network import edits
from training.network.network import Network
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from ui.session import inputs, session, state
from ui.widgets import controls

MOST_UPLOAD = 1  # MB
ROWS: Words = (
    "One row a line, with commas between, or CSV with a row of names. Numbers are inputs; the class, or the number to "
    "predict, is the column called class, label, target, species or y, else the last one of words, else the last. "
    "“class:”, “number:” or “unused:” before a name says otherwise."
)


def own_data(network: Network) -> None:
    """The field of text, the upload, and the columns with the choice of what they are used as."""
    field = inputs.widget("points", state.text("points", points.typed(network.points)))
    controls.draw(
        st.text_area,
        field,
        tr("Rows"),
        field.value,
        height=120,
        help=tr(ROWS),
        on_change=inputs.typed,
        args=("points", field.key, edits.with_points, edits.remarks),
    )
    st.file_uploader(
        tr("Upload CSV"),
        ["csv", "tsv", "txt", "dat", "data"],
        key="upload",
        max_upload_size=MOST_UPLOAD,
        on_change=inputs.uploaded,
        args=("points", "upload", edits.with_points, edits.remarks),
    )
    controls.complaint("points")
    _note(*points.told(network.points))
    _columns(network)


def _columns(network: Network) -> None:
    able, columns = points.targets(network.points), points.numeric_columns(network.points)
    target, chosen = points.chosen(network.points)
    box = inputs.widget("target", target, " ".join(able))  # another list is another box
    controls.draw(
        st.selectbox,
        box,
        tr("Predict"),
        able,
        able.index(box.value),
        _in_words,
        on_change=_rewrite,
        args=("target", box.key, points.with_target),
    )
    if len(columns) > 1:
        box = inputs.widget("inputs", chosen, " ".join(columns))
        controls.draw(
            st.multiselect,
            box,
            tr("From"),
            columns,
            box.value,
            on_change=_rewrite,
            args=("inputs", box.key, points.with_inputs),
        )


def scale(network: Network) -> None:
    """What follows from the size of one's own inputs, where they are not of the unit scale."""
    if network.data == OWN and resolve(network).dataset.far:
        ends = points.reach(network.points)
        if network.prep != "none":
            _note(
                tr(
                    "The default here is Standardized: {ends}, and networks are made for inputs around −1 to 1.",
                    ends=ends,
                )
            )
        else:
            _note(
                tr(
                    "{ends}: inputs of this size saturate {activation} or slow the training.",
                    ends=f"{ends[0].upper()}{ends[1:]}",
                    activation=tr(ACTIVATIONS[network.activation].label),
                )
            )


def _in_words(mark: str) -> str:
    role, _, name = mark.partition(":")
    return tr("{name}, as classes", name=name) if role == "class" else tr("{name}, as a number", name=name)


@session.whole
def _rewrite(name: str, key: str, change: Callable[[str, Any], str]) -> None:
    """Callback of a widget that says what columns are used as: write that into the text of the rows."""
    value = session.held()[key]
    if state.page().widgets[name].key == key and value:
        text = change(state.current().points, value)
        state.take("points", text, edits.with_points, edits.remarks)


def _note(*sentences: str) -> None:
    """Sentences as they are, small: names of columns and classes are no markup."""
    st.html(f'<p class="note">{escape(" ".join(sentences))}</p>')
