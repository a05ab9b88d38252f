"""The button that takes away the figures of a page without a player and without an address to share."""

from __future__ import annotations

import streamlit as st

from ui.player.loading import component
from ui.session import session

_component = component("figures")


def headed(title: str) -> None:
    """A page's ``title`` beside the button; inside another page there is none."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(title, anchor=False, width="content")
        if not session.embedded():
            _component(key="figures", data={}, width="content")
