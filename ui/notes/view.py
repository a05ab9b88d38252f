"""All notes, with a field that searches them as one types."""

from __future__ import annotations

import streamlit as st

from locales import tr
from training.notes import find
from ui.looks import titles
from ui.notes.texts import MISSING, groups
from ui.player.loading import component
from ui.session import session

_notes = component("notes", MISSING)

opened = find(session.parameter("card"))
titles.show(tr(opened.title) if opened else tr("Notes"))
st.header(tr("Notes"), anchor=False)
st.caption(tr("What each method does, when it is good, when it fails, where its forms differ, and who published it."))
_notes(key="notes", data={"card": opened.key if opened else session.parameter("card"), "groups": groups()})
