"""What becomes of an optimizer over any two of its numbers, and what theory says of them."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from locales import tr
from locales.formats import exact, grouped, percent
from surfaces import find
from training.many.fates import LOST
from training.many.plan import SIDE, encode, settled
from training.outcome import TOLERANCE
from ui.looks.identity import identities
from ui.looks.marks import mark_path
from ui.player.component import pack
from ui.player.heading import heading
from ui.player.loading import component
from ui.race import chunks
from ui.race.files import downloads
from ui.race.sensitivity import compute, summary
from ui.race.sensitivity.header import sensitivity_header
from ui.race.sensitivity.lines import lines
from ui.race.sensitivity.page import PAGE, title
from ui.race.sidebar import sensitivity_sidebar
from ui.session import session, sight, state
from ui.widgets import cards, controls
from ui.widgets.presets import presets
from ui.widgets.tables import Markup, table
from ui.work import visitors

_pictures = component("sensitivity")


def _tables() -> None:
    dark = st.context.theme.type == "dark"
    marks = {slot: mark_path(people[slot], dark) for slot in seen.pictures}
    heads = [Markup(f'<img alt="" src="{mark}">{escape(people[slot].label)}') for slot, mark in marks.items()]
    least, soonest = tr("Least loss"), tr("Fewest gradients to tolerance")
    # Each row by a name of its own, which is all that a screen reader tells.
    asked = (least, tr("Least loss at"), soonest, tr("Fewest gradients at"), tr("Finite"))
    told = [
        (*summary.best(plan, slot, found), *summary.first(plan, slot, found), percent((found.fate != LOST).mean(), 1))
        for slot, found in seen.pictures.items()
    ]
    rows = [(head, cells) for head, *cells in zip(asked, *told, strict=True)]
    st.subheader(tr("Best cells"), anchor=False)
    caption = tr("Where each optimizer ends lowest, and where it is soonest")
    st.html(table(tr("Best cells"), (tr("Of all runs"), *heads), rows, caption, "plain wraps"))
    st.caption(
        tr(
            "Of {runs} runs each, of {gradients} gradients, {floats}. The tolerance is {tolerance} above the lowest "
            "value of the surface, where that is known; a run reaches it at the gradient from which on it stays within "
            "it.",
            runs=grouped(max(len(one.fate) for one in seen.pictures.values())),
            gradients=grouped(plan.steps),
            floats=summary.floats(plan),
            tolerance=exact(TOLERANCE),
        )
    )


state.enter(PAGE)
around = not session.embedded()
if around:
    sensitivity_sidebar()
plan = settled(state.current())
surface = find(plan.surface_name)
hidden = state.page().hidden
link = sight.linked(encode(plan), hidden)

heading(title(plan), link, tr("QR code of this map"))
if around:
    presets(PAGE.presets, lambda preset: preset.config == plan)
    lead = tr(
        "Every point is a run with other numbers. Press one to mark it, and again to open its run; draw a box over the "
        "map to look closer."
    )
    st.caption(next((tr(preset.shows) for preset in PAGE.presets.values() if preset.config == plan), lead))

people = identities(PAGE.fields(plan), plan)
refused, without = compute.refusals(plan), compute.lacking(plan)
if refused:
    controls.warn(*refused.values())
if len(refused) + len(without) < len(plan.slots):
    ask = partial(compute.look, plan, visitors.current())
    seen = ask(chunks.MOMENT)
    if seen.failures:
        controls.warn(*seen.failures)
    if plan.shows == "reached" and not surface.has_lowest:
        why = (
            tr("The surface is lower elsewhere than at its minima")
            if surface.minima
            else tr("No minimum of this surface is known")
        )
        st.info(tr("{why}, so none can count as reached: look at the final loss instead.", why=why))
    if alike := summary.alike(plan):
        st.info(alike)
    progress = st.container()
    gone = {*refused, *without, *seen.without, *hidden}
    maps = [slot for slot, _ in plan.slots if slot not in gone]
    shown = {slot: seen.pictures[slot] for slot in maps if slot in seen.pictures}
    _pictures(key="sensitivity", data=pack(sensitivity_header(plan, shown, maps)))
    if without:
        st.caption(" ".join(without.values()))
    if seen.pictures:
        _tables()
    if seen.pictures and not seen.missing:  # a chart takes half of the time of a page
        lines(plan, shown or seen.pictures)
        if around:
            people = identities(PAGE.fields(plan), plan)
            downloads(f"sensitivity-{plan.surface}", people, seen.pictures, partial(compute.arrays, plan))
    if around:
        st.html(cards.share("map", f"?{link}"))
    if seen.missing:  # last, where it is seen: it renews the page, which is there by now
        with progress:
            chunks.watch(ask, seen, SIDE * SIDE * (len(plan.slots) - len(refused)), plan)
elif not plan.slots:
    st.caption(tr("No optimizer yet: add one in the sidebar."))
