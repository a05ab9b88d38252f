"""The frame of every page: its settings, its style and the navigation."""

from __future__ import annotations

import streamlit as st

from ui import style

st.set_page_config(page_title="Optimizer Playground", page_icon=style.icon(), layout="wide", initial_sidebar_state=300)
style.apply()
page = st.navigation([st.Page("views/race.py", title="Race", default=True)], position="top")
page.run()
