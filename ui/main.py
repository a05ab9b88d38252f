"""The frame of every page: its settings, its style and the navigation."""

from __future__ import annotations

import streamlit as st

from ui import network_compute, quiet, session, style, visitors
from ui.fields import fields

quiet.used()
st.set_page_config(page_icon=style.icon(), layout="wide", initial_sidebar_state=300)
style.apply()
pages = [
    st.Page("views/race.py", title="Race", default=True),
    st.Page("views/network.py", title="Network", url_path="network"),
    st.Page("views/initialization.py", title="Initialization", url_path="initialization"),
    st.Page("views/all.py", title="All at once", url_path="all"),
    st.Page("views/schedules.py", title="Schedules and averages", url_path="schedules"),
]
page = st.navigation(pages, position="hidden" if session.embedded() else "top")
if page.url_path != "network":
    network_compute.POOL.leave(visitors.current())  # what is trained there is not waited for any more
page.run()
fields()
