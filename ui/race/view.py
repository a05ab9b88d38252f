"""The race page: optimizers on a surface of two coordinates."""

from __future__ import annotations

import streamlit as st

from locales import tr
from locales.formats import grouped
from ui.player.component import player, texts
from ui.race import cards, compute
from ui.race.header import race_header
from ui.race.page import PAGE
from ui.race.sharpness import with_map, with_sharpness
from ui.race.sidebar import sidebar
from ui.race.standings import SEEDS, standings
from ui.session import locks, opening, reports, session, sight, state
from ui.session.page import buttons
from ui.widgets import controls

state.enter(PAGE)
around = not session.embedded()
if around:
    sidebar()
race = state.current()

if state.sentences():
    controls.warn(*state.sentences())

traces = compute.traces(race)
outcomes = compute.outcomes(race, traces)
header = race_header(
    race,
    traces,
    outcomes,
    pick=sight.seen(state.pick(), state.page().hidden, race.choices),
    presets=buttons(PAGE.presets, race),
    history=state.history(),
    view=state.view(),
)
mapped = (ground := state.page().ground) in ("sharpness", "both")  # limits are lines there
header = with_sharpness(header, compute.sharp(race) if state.page().sharp or mapped else None, locks.veiled(race))
if mapped:
    header = with_map(header, race, beside=ground == "both")
shown = sight.visible(header, state.page().hidden)
player(
    {**shown, "usual": opening.leader(race, PAGE)},
    reports.on_event,
    {
        "surface": [shown["surface"], shown["view"]],
        "others": [*sight.others(shown), *texts([shown["presets"], shown["inside"]])],
    },
)

if around and race.slots:
    title = tr("Standings after {count} gradients", count=grouped(race.steps))
    st.html(f'<div class="titled"><h3>{title}</h3>{cards.csv(race, shown["link"])}</div>')
    standings(race, traces, outcomes)
    if compute.fans(race):
        st.caption(tr(SEEDS))

if around:
    st.html(f'<div class="cards">{cards.equal(race)}{cards.share(race, shown["link"])}</div>')
