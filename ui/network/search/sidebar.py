"""The sidebar of the page of search: how is searched and for what, then the network as on its own page."""

from __future__ import annotations

import streamlit as st

from locales import tr
from training.data.points import OWN
from training.many.search.config import OWN as OWN_ROWS
from training.many.search.config import ROWS, SIDES, network_of, with_value
from training.many.search.search import Search
from training.many.varied import NOTHING
from training.network.resolve import resolve
from ui.network.sidebar import hidden_layers, more_data, more_network, techniques
from ui.session import locks, state
from ui.widgets import controls
from ui.widgets.fields import Form
from ui.widgets.runners import runners


def search_sidebar() -> None:
    """Draw all of it. Every widget writes its edit into the configuration before the page reads it."""
    search = state.current()
    network, form = network_of(search), Form(search, ROWS, with_value)
    with st.sidebar:
        with controls.part():
            _sides(search, form)
            form.field("data", help=tr(resolve(network).dataset.summary))
            if network.data != OWN:
                form.row("examples", "noise")
            form.field("prep")
            form.notes("data", "prep")
            hidden_layers(network, form)
            form.row("batch", "steps", "seed")
            st.divider()
        runners(search)
        more_data(network, form)
        more_network(form, *OWN_ROWS)
        techniques(network, form)


def _sides(search: Search, form: Form) -> None:
    """How is searched and for what, and along which numbers."""
    if not search.slots:
        return
    form.field("method")
    form.field("budget")
    form.field("shows")
    for side in SIDES:
        if not locks.veiled(search):  # which numbers there are would tell the rules
            form.field(f"{side}axis")
        if getattr(search, f"{side}axis") != NOTHING:
            form.row(f"{side}from", f"{side}to")
            form.field(f"{side}scale")
    form.field("searchseed")
    form.field("precision")
    st.divider()
