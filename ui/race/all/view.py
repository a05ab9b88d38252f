"""All optimizers at once on one surface: no sliders, each with its defaults."""

from __future__ import annotations

import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from training.race.config import Race, fields_of
from ui.looks import titles
from ui.looks.identity import identities
from ui.player.component import player
from ui.race import compute
from ui.race.all.config import crowd, encode, missing
from ui.race.all.page import PAGE
from ui.race.header import race_header
from ui.race.standings import standings
from ui.session import reports, session, state
from ui.widgets import controls
from ui.widgets.cards import uncounted


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

title = PAGE.tab(race)
titles.show(title)
traces = compute.traces(race)
outcomes = compute.outcomes(race, traces)
header = race_header(race, traces, outcomes, pick=state.pick())
usual = state.leader(race, PAGE)
player(
    {**header, "title": title, "link": encode(race), "usual": usual},
    reports.on_event,
    {"surface": [header["surface"], header["view"]], "runners": header["runners"]},
)

if around:
    st.subheader(f"Standings after {race.steps:,} gradients", anchor=False)
    standings(race, traces, outcomes)
    for term, words in uncounted(race, identities(fields_of(race), race)).items():
        st.caption(f"{term}: {words}.")
    absent = {OPTIMIZERS[name].label: missing(name, surface) for name in OPTIMIZERS if name not in race.choices}
    if absent:
        st.caption("Not in this race: " + "; ".join(f"{label} {reason}" for label, reason in absent.items()) + ".")
