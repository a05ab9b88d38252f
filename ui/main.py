"""The frame of every page: its settings, its style and the navigation."""

from __future__ import annotations

import streamlit as st

from ui.looks import style
from ui.network import compute
from ui.player.fields import fields
from ui.session import session
from ui.widgets import controls
from ui.work import quiet, visitors

quiet.used()
st.set_page_config(page_icon=style.icon(), layout="wide", initial_sidebar_state=300)
style.apply()
pages = [
    st.Page("race/view.py", title="Race", default=True),
    st.Page("network/view.py", title="Network", url_path="network"),
    st.Page("initialization/view.py", title="Initialization", url_path="initialization"),
    st.Page("race/all.py", title="All at once", url_path="all"),
    st.Page("schedules/view.py", title="Schedules and averages", url_path="schedules"),
]
page = st.navigation(pages, position="hidden" if session.embedded() else "top")
if page.url_path != "network":
    compute.POOL.leave(visitors.current())  # what is trained there is not waited for any more
page.run()
controls.catch_up()
fields()
