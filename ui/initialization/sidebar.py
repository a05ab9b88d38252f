"""The sidebar of the initialization page: activation, weights, size, and examples."""

from __future__ import annotations

import streamlit as st

from training.initialization.config import FIELDS, with_value
from training.initialization.measure import Deep
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.looks.words import number
from ui.session import state
from ui.widgets.compare import compare
from ui.widgets.fields import Form


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    deep = state.current()
    form = Form(deep, FIELDS, with_value)
    with st.sidebar:
        form.field("activation")
        known = ACTIVATIONS[deep.activation]
        st.caption(f"$f(z) = {known.latex}$, usual gain {number(known.gain)}")
        form.field("init")
        st.caption(f"{INITIALIZERS[deep.init].help} {_size(deep)}")
        form.rest("activation", "init", "axis")
        compare(deep, "One network for each, else like this one")


def _size(deep: Deep) -> str:
    """The standard deviation of the weights, where it is known beforehand."""
    law = INITIALIZERS[deep.init]
    if law.std is None:
        return ""
    std = deep.gain * law.std(deep.width, deep.width, deep.activation, deep.initvalue)
    return f"Standard deviation of a weight here: {number(std)}."
