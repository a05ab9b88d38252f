"""What initial weights do to a signal in a deep network, forward and backward, before anything is learned."""

from __future__ import annotations

import streamlit as st

from training.depth_links import encode
from ui import cards, controls, deep_parts, deep_pictures, session, state, titles
from ui.deep_compute import figures
from ui.deep_sidebar import sidebar
from ui.kinds import DEEP
from ui.sizes import scaled

state.enter(DEEP)
around = not session.embedded()
if around:
    sidebar()
deep = state.current()
titles.show(titles.of_deep(deep))
st.html(scaled(deep_pictures.STYLE))

deep_parts.title(deep)
if state.sentences():
    controls.warn(*state.sentences())
if around:
    deep_parts.presets(deep)

measured, theory = figures(deep)
deep_parts.summary(deep, measured)
deep_parts.histograms(deep, measured, theory)
deep_parts.lines(deep, measured, theory)
deep_parts.table(deep, measured, theory)
if around:
    with st.container(border=True):
        cards.link("network", f"?{encode(deep)}")
