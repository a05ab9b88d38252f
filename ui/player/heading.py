"""The head of a page without a player: what it is, its address, and what was not understood of that."""

from __future__ import annotations

import streamlit as st

from ui.player.address import address
from ui.session import reports, state
from ui.widgets import controls


def heading(title: str, link: str, qr: str) -> None:
    """A page's ``title`` beside the buttons that share its ``link``; ``qr`` describes the code."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(controls.plain(title), anchor=False, width="content")
        address(link, state.history(), qr, reports.on_event)
    if state.sentences():
        controls.warn(*state.sentences())
