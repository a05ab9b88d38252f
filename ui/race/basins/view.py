"""Which minimum an optimizer reaches from every start of a surface, and how soon."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from locales import tr
from locales.formats import grouped, percent
from training.many.basins import SIDE
from training.outcome import NEAR
from ui.looks.identity import identities
from ui.looks.marks import mark_path
from ui.player.component import pack
from ui.player.heading import heading
from ui.player.loading import component
from ui.race import chunks
from ui.race.basins import compute
from ui.race.basins.config import encode
from ui.race.basins.header import basins_header, known_of, rows_of
from ui.race.basins.page import PAGE, title
from ui.race.files import downloads
from ui.race.minima import searched
from ui.race.sidebar import basins_sidebar
from ui.session import session, sight, state
from ui.widgets import cards, controls
from ui.widgets.presets import presets
from ui.widgets.tables import Markup, table
from ui.work import visitors

_pictures = component("basins")

state.enter(PAGE)
around = not session.embedded()
if around:
    basins_sidebar()
race = state.current()
hidden = state.page().hidden
link = sight.linked(encode(race), hidden)

heading(title(race), link, tr("QR code of this map"))
if around:
    presets(PAGE.presets, lambda preset: preset.config == race)

ask = partial(compute.look, race, visitors.current())
seen = ask(chunks.MOMENT)
if seen.failures:
    controls.warn(*seen.failures)
known = known_of(race, seen.pictures)
if seen.pictures and not known.minima:
    none = searched(known) or tr("No minimum of this surface is known.")
    st.info(f"{none} {tr('Starts are told apart by whether their runs come to rest.')}")
lead = tr(
    "Each point is a start, its colour the minimum reached in {count} gradients: the stronger, the sooner. Press one "
    "to race from it.",
    count=grouped(race.steps),
)
st.markdown(lead)
if shown := next((tr(preset.shows) for preset in PAGE.presets.values() if preset.config == race), ""):
    st.caption(shown)
progress = st.container()
maps = [slot for slot, _ in race.slots if slot not in {*hidden, *seen.without}]
header = basins_header(race, {slot: seen.pictures[slot] for slot in maps if slot in seen.pictures}, maps)
_pictures(key="basins", data=pack(header))
if not race.slots:
    st.caption(tr("No optimizer yet: add one in the sidebar."))

if seen.pictures:
    # The maps may stand at an earlier gradient, these do not.
    label = tr("Shares of all starts after {count} gradients", count=grouped(race.steps))
    st.subheader(label, anchor=False)
    people, dark = identities(PAGE.fields(race), race), st.context.theme.type == "dark"
    marks = {slot: mark_path(people[slot], dark) for slot in seen.pictures}
    heads = [Markup(f'<img alt="" src="{mark}">{escape(people[slot].label)}') for slot, mark in marks.items()]
    rows = rows_of(seen.pictures.values(), known.minima)
    caption = tr("What becomes of the starts of each optimizer")
    st.html(table(label, (tr("Of all starts"), *heads), rows, caption))
    fewest, most = min(counts := [len(one.fate) for one in seen.pictures.values()]), max(counts)
    measured = (
        tr("{count} starts each", count=grouped(fewest))
        if fewest == most
        else tr("{fewest} to {most} starts", fewest=grouped(fewest), most=grouped(most))
    )
    st.caption(
        tr(
            "Measured on {starts}, in 32-bit floats. A minimum is reached at the gradient from which on the run stays "
            "within {near} of the frame's longer side of it, to its end.",
            starts=measured,
            near=percent(NEAR, 2),
        )
        + (f" {searched(known)}" if known.minima else "")
    )
    if around and not seen.missing:
        downloads(f"basins-{race.surface}", people, seen.pictures, partial(compute.arrays, race))
if around:
    st.html(cards.share("map", f"?{link}"))
if seen.missing:  # last, where it is seen: it renews the page, which is there by now
    with progress:
        chunks.watch(ask, seen, SIDE * SIDE * len(race.slots), race)
