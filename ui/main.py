"""The frame of every page: its settings, its style and the navigation."""

from __future__ import annotations

import streamlit as st

from ui import navigation
from ui.lessons import card, locked, teacher
from ui.looks import style, titles
from ui.pages import PAGES
from ui.player.fields import fields
from ui.session import session, state
from ui.widgets import controls
from ui.widgets.languages import languages
from ui.work import quiet

quiet.used()
session.begin()
style.logo()
script = st.navigation(navigation.scripts(), position="hidden" if session.embedded() else "top")
for page in PAGES.values():
    if page.url != script.url_path:
        page.left()
opened = next((page for page in PAGES.values() if page.url == script.url_path), None)
lesson = card.current()
step = lesson and lesson[0].steps[lesson[1]]
if opened and opened.encode:
    state.enter(opened)
    titles.frame(opened.tab(state.current()))
    locked.banner(opened)
else:
    titles.frame()
if not (opened and lesson and step and step.page == opened.name) or card.card(*lesson, opened):
    script.run()
    if opened and opened.encode and not session.embedded():
        teacher.offer(opened)
if not session.embedded():
    languages()
controls.catch_up()
fields()
