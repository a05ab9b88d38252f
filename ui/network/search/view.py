"""What each way to search finds: every trial, where it lies, what became of it, and the best one so far."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from locales import tr
from training.many.search.config import ROWS, encode, judged, settled
from training.many.search.shown import SHOWS, told
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import identities
from ui.network.cards import marked
from ui.network.search import compute
from ui.network.search.header import search_header
from ui.network.search.lines import lines
from ui.network.search.page import PAGE, title
from ui.network.search.refusals import lacking
from ui.network.search.sidebar import search_sidebar
from ui.network.search.tables import best_trials, csv_text, frame, npz_bytes, parquet_bytes
from ui.network.search.words import LEAD, made
from ui.player.component import pack
from ui.player.heading import heading
from ui.player.loading import component
from ui.session import session, sight, state
from ui.widgets import cards, controls
from ui.widgets.presets import presets
from ui.widgets.tables import table
from ui.work import visitors

DIGITS = "%.4g"  # Streamlit's own four places after the point make small rates alike
_pictures = component("search")


def _progress() -> None:
    """The best so far against the number of trials, one line for each runner."""
    label, losses = tr(SHOWS[judged(search)]), search.shows != "score"
    drawn = []
    for slot, one in shown.items():
        found = np.minimum.accumulate(compute.criterion(search, one.ends))
        values = np.where(np.isfinite(found), found if losses else -found, np.nan)
        dash = " ".join(f"{length:g}px" for length in people[slot].dash)
        trials = np.arange(1, len(values) + 1)
        drawn.append(Curve(people[slot].label, trials, values, people[slot].hue(dark), dash, stairs=True))
    st.subheader(tr("Best so far"), anchor=False)
    figure = curves(drawn, tr("Trials"), label, log=losses and search.shows != "reached")
    st.plotly_chart(figure, config=STILL, key="sofar")


def _best() -> None:
    """The best trial of each runner."""
    heads, found = best_trials(search, shown)
    rows = [(marked(people[slot], dark), cells) for slot, cells in found.items()]
    st.subheader(tr("Best trials"), anchor=False)
    st.html(table(tr("Best trials"), heads, rows))
    st.caption(f"{made(search, shown)} {told(search.shows, True)}")


def _all() -> None:
    """Every trial, to be sorted and taken away."""
    with st.expander(tr("All trials"), key="trials", on_change="rerun") as box:
        if box.open:
            found = frame(search, shown, people)
            digits = st.column_config.NumberColumn(format=DIGITS)
            numbers = dict.fromkeys(found.select_dtypes("floating").columns, digits)
            st.dataframe(found, hide_index=True, column_config=numbers, key="frame")
            with st.container(horizontal=True):
                for kind, made_of, mime in (
                    ("CSV", partial(csv_text, people=people), "text/csv"),
                    ("NPZ", npz_bytes, "application/octet-stream"),
                    ("Parquet", parquet_bytes, "application/vnd.apache.parquet"),
                ):
                    st.download_button(
                        tr("{kind} of all trials", kind=kind),
                        partial(made_of, search, shown),
                        f"search-on-{search.data}.{kind.lower()}",
                        mime,
                        key=f"download.{kind}",
                        on_click="ignore",
                        icon=":material/download:",
                    )


state.enter(PAGE)
around = not session.embedded()
if around:
    search_sidebar()
search = settled(state.current())
hidden = state.page().hidden
link = sight.linked(encode(search), hidden)
people, dark = identities(ROWS, search), st.context.theme.type == "dark"

heading(title(search), link, tr("QR code of this search"))
if around:
    presets(PAGE.presets, lambda preset: preset.config == search)
    for preset in PAGE.presets.values():
        if preset.config == search:
            st.caption(tr(preset.shows))

if search.slots:
    seen = compute.look(search, visitors.current(), compute.MOMENT)
    if seen.failures:
        controls.warn(*seen.failures)
    shown = {slot: one for slot, one in seen.tried.items() if slot not in hidden}
    progress = st.container(key="tried")  # as tall with the progress as with the words that take its place
    _pictures(key="search", data=pack(search_header(search, shown, seen.missing)))
    if left_out := lacking(search):
        st.caption(" ".join(left_out.values()))
    done = any(len(one.values) for one in shown.values())
    if done:
        _best()
        lines(search, shown)
        _progress()
    if around and done:
        _all()
    if around:
        st.html(cards.share("search", f"?{link}"))
    with progress:
        if seen.missing:  # last, where it is seen: it renews the page, which is there by now
            compute.watch(search, visitors.current(), seen)
        elif around:
            st.caption(tr(LEAD))
else:
    st.caption(tr("No optimizer yet: add one in the sidebar."))
