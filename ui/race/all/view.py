"""All optimizers at once on one surface: no sliders, each with its defaults."""

from __future__ import annotations

import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from training.race.config import Race, fields_of
from ui.looks import titles
from ui.looks.identity import identities
from ui.player.address import address
from ui.player.component import pack
from ui.player.loading import component
from ui.race import compute
from ui.race.all.config import crowd, encode, missing
from ui.race.all.header import crowd_header
from ui.race.all.page import PAGE
from ui.race.standings import standings
from ui.session import reports, session, state
from ui.widgets import controls
from ui.widgets.cards import uncounted

_stages = component("crowd")


def take_surface(race: Race, surface: str) -> Race:
    """The edit of the page's one widget."""
    return crowd(surface)


state.enter(PAGE)
around = not session.embedded()
race = state.current()
surface = SURFACES[race.surface]
if around:
    with st.sidebar:
        labels = {name: known.label for name, known in SURFACES.items()}
        controls.word("on", "Surface", labels, race.surface, take_surface)
        st.caption(surface.summary, help=f"Source: {surface.source}.")
        st.caption(
            "Every optimizer has the same start, its own defaults for this surface, and the same number of gradients."
        )

if state.sentences():
    controls.warn(*state.sentences())

titles.show(PAGE.tab(race))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.header(PAGE.tab(race), anchor=False, width="content")
    address(encode(race), state.history(), "QR code of this page", reports.on_event, file="all of these runs")
st.markdown(
    f"{len(race.slots)} optimizers from one start, {race.steps:,} gradients each, every one with its own defaults for "
    "this surface. Press one to open its race."
)
traces = compute.traces(race)
outcomes = compute.outcomes(race, traces)
_stages(key="crowd", data=pack(crowd_header(race, traces, outcomes)))

if around:
    st.subheader(f"Standings after {race.steps:,} gradients", anchor=False)
    standings(race, traces, outcomes)
    for term, words in uncounted(race, identities(fields_of(race), race)).items():
        st.caption(f"{term}: {words}.")
    absent = {OPTIMIZERS[name].label: missing(name, surface) for name in OPTIMIZERS if name not in race.choices}
    if absent:
        st.caption("Not in this race: " + "; ".join(f"{label} {reason}" for label, reason in absent.items()) + ".")
