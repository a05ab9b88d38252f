"""What initial weights do to a signal in a deep network, forward and backward, before anything is learned."""

from __future__ import annotations

import streamlit as st

from training.initialization.config import encode
from ui.initialization import parts, pictures
from ui.initialization.compute import shown
from ui.initialization.page import PAGE
from ui.initialization.sidebar import sidebar
from ui.looks.sizes import scaled
from ui.session import session, state
from ui.widgets import cards, controls

state.enter(PAGE)
around = not session.embedded()
if around:
    sidebar()
deep = state.current()
st.html(scaled(pictures.STYLE))

parts.title(deep)
if state.sentences():
    controls.warn(*state.sentences())
if around:
    parts.presets(deep)

networks = shown(deep)
parts.summary(deep, networks)
parts.pictures(deep, networks)
parts.tables(networks)
if around:
    st.html(cards.share("network", f"?{encode(deep)}"))
