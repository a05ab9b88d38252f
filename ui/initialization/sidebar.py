"""The sidebar of the initialization page: activation, weights, size, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from locales import tr
from locales.formats import digits
from training.initialization.config import FIELDS, settled, with_value
from training.initialization.measure import Deep
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.looks.identity import Identity, compared
from ui.looks.marks import mark_path
from ui.session import changes, locks, state
from ui.widgets import controls
from ui.widgets.activation import picture
from ui.widgets.compare import compare
from ui.widgets.fields import Form


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    deep = state.current()
    form = Form(deep, FIELDS, with_value)
    people = compared(FIELDS, deep)
    with st.sidebar:
        if state.free():
            compare(deep, tr("One network for each, else like this one"))
        if people:
            _networks(people, locks.veiled(deep))
        form.field("activation")
        picture(FIELDS, deep, people)
        known = ACTIVATIONS[deep.activation]
        st.caption(f"$f(z) = {known.latex}$, " + tr("usual gain {gain}", gain=digits(known.gain)))
        form.field("init")
        if "init" not in form.apart:
            st.caption(f"{tr(INITIALIZERS[deep.init].help)} {_size(deep)}")
        form.notes("activation", "init")
        form.rest("activation", "init", "axis")


def _networks(people: Mapping[str, Identity], fixed: bool) -> None:
    """The networks that are compared, each of which can go unless ``fixed``; with the last but one the comparison
    ends."""
    dark = st.context.theme.type == "dark"
    with st.container(gap=4, key="networks"):
        for letter, who in people.items():
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.markdown(f"![]({mark_path(who, dark)}) {controls.plain(who.label)}", width="content")
                if fixed:
                    continue
                told = tr("Remove {network}", network=who.label)
                kind: dict[str, Any] = {"help": told, "key": f"remove.{letter}", "type": "tertiary"}
                st.button(tr("Remove"), on_click=state.act, args=(partial(_removed, letter=letter),), **kind)


def _removed(deep: Deep, letter: str) -> Deep:
    return settled(changes.removed(deep, letter))


def _size(deep: Deep) -> str:
    """The standard deviation of the weights, where it is known beforehand."""
    law = INITIALIZERS[deep.init]
    if law.std is None:
        return ""
    std = deep.gain * law.std(deep.width, deep.width, deep.activation, deep.initvalue)
    return tr("Standard deviation of a weight here: {std}.", std=digits(std))
