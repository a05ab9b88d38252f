"""The sidebar of the initialization page: activation, weights, size, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from locales import tr
from locales.formats import digits
from training.initialization.config import FIELDS, doubles, settled, with_value
from training.initialization.measure import Deep
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.looks.identity import Identity, compared
from ui.looks.marks import mark_path
from ui.session import changes, locks, state
from ui.widgets import controls
from ui.widgets.activation import picture
from ui.widgets.chips import chip
from ui.widgets.fields import Form
from ui.widgets.own import more_fields, own_fields


def sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    deep = state.current()
    form = Form(deep, FIELDS, with_value)
    people = compared(FIELDS, deep)
    with st.sidebar:
        if people:
            _networks(deep, people, locks.veiled(deep))
        form.field("activation")
        picture(FIELDS, deep, people)
        known = ACTIVATIONS[deep.activation]
        st.caption(f"$f(z) = {known.latex}$, " + tr("usual gain {gain}", gain=digits(known.gain)))
        form.field("init")
        if "init" not in form.apart:
            st.caption(f"{tr(INITIALIZERS[deep.init].help)} {_size(deep)}")
        form.notes("activation", "init")
        form.rest("activation", "init", "axis")


def _networks(deep: Deep, people: Mapping[str, Identity], fixed: bool) -> None:
    """The networks that are compared, as chips; the chosen one with its differences, unless they are ``fixed``."""
    dark = st.context.theme.type == "dark"
    with st.container(gap=6, key="chips"):
        for letter, who in people.items():
            told = f"![]({mark_path(who, dark)}) {controls.plain(who.label)}"
            if fixed:
                st.markdown(told, width="content")
                continue
            chip(letter, told, partial(_differences, deep, letter, who))


def _differences(deep: Deep, letter: str, who: Identity) -> None:
    """What a network differs in; it can go, and with the last but one the comparison ends."""
    own_fields(deep, letter, _distinct)
    if state.free():
        more_fields(deep, letter)
    st.button(
        tr("Remove"),
        key=f"remove.{letter}",
        help=tr("Remove {network}", network=who.label),
        type="tertiary",
        on_click=state.act,
        args=(partial(_removed, letter=letter),),
    )


def _distinct(deep: Deep) -> Deep:
    """The configuration itself; ValueError in words where two networks are the same."""
    if doubles(deep):
        raise ValueError(tr("would make two networks the same"))
    return deep


def _removed(deep: Deep, letter: str) -> Deep:
    return settled(changes.removed(deep, letter))


def _size(deep: Deep) -> str:
    """The standard deviation of the weights, where it is known beforehand."""
    law = INITIALIZERS[deep.init]
    if law.std is None:
        return ""
    std = deep.gain * law.std(deep.width, deep.width, deep.activation, deep.initvalue)
    return tr("Standard deviation of a weight here: {std}.", std=digits(std))
