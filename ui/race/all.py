"""All optimizers at once on one surface: no sliders, each with its defaults."""

from __future__ import annotations

import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from ui.looks import titles
from ui.player.component import player
from ui.race import compute
from ui.race.crowd import crowd, missing
from ui.race.header import race_header
from ui.race.standings import standings
from ui.session import session, state
from ui.widgets import controls
from ui.widgets.cards import uncounted

around = not session.embedded()
names = list(SURFACES)
held = state.crowd(names)
surface = held.surface
if around:
    surface = st.sidebar.selectbox("Surface", names, names.index(held.surface), lambda n: SURFACES[n].label, key="on")
    st.sidebar.caption(SURFACES[surface].summary, help=f"Source: {SURFACES[surface].source}.")
    st.sidebar.caption(
        "Every optimizer has the same start, its own defaults for this surface, and the same number of gradients."
    )

if held.sentences and surface == held.surface:
    controls.warn(*held.sentences)

race = crowd(surface)
title = f"All optimizers on {SURFACES[surface].label}"
titles.show(title)
traces = compute.traces(race)
outcomes = compute.outcomes(race, traces)
header = race_header(race, traces, outcomes, pick=held.pick)
player(header | {"title": title, "link": f"on={surface}", "usual": [*race.choices][-1]}, state.on_crowd_event)

if around:
    st.subheader(f"Standings after {race.steps:,} gradients", anchor=False)
    standings(race, traces, outcomes)
    for term, words in uncounted(race).items():
        st.caption(f"{term}: {words}.")
    absent = {
        OPTIMIZERS[name].label: missing(name, SURFACES[surface]) for name in OPTIMIZERS if name not in race.choices
    }
    if absent:
        st.caption("Not in this race: " + "; ".join(f"{label} {reason}" for label, reason in absent.items()) + ".")
