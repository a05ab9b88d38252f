"""Every law with what it claims, what is measured here and now, and how far both are apart."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from locales import tr
from locales.formats import fixed, plain
from training.laws import LAWS, Law
from training.laws.law import Measured
from ui.laws import compute
from ui.laws.picture import picture
from ui.looks import titles
from ui.player.figures import headed
from ui.session import session
from ui.widgets.tables import table
from ui.work import visitors
from ui.work.told import Failure

ASKED = "laws.asked"
THEME = "dark" if st.context.theme.type == "dark" else "light"


def _row(law: Law, found: Measured | Failure | None) -> tuple[str, list[str]]:
    """A law as a row of its table: the claim with its source, how it is measured and what that looks like, then the
    numbers."""
    claim, link = escape(tr(law.claim)), escape(law.link)
    word, told = tr("See it"), tr("See it: {claim}", claim=claim)
    see = f' <a href="./{link}" target="_self" aria-label="{told}">{word}</a>' if link else f" {tr(law.unshown)}"
    drawn = picture(law, found, THEME) if isinstance(found, Measured) else ""
    head = f"{drawn}<b>{claim}</b><small>{escape(tr(law.how))} {escape(tr(law.source))}.{see}</small>"
    if isinstance(found, Measured):
        value = found.value
        share = plain(100 * law.tolerance)
        sign = (
            tr("yes, to {tolerance}%", tolerance=share)
            if law.holds(value)
            else tr("no, to {tolerance}%", tolerance=share)
        )
        cells = (
            plain(law.expected, 6),
            plain(value, 6),
            fixed(value / law.expected, 4),
            sign,
        )
    else:
        cells = (plain(law.expected, 6), found.sentence if found else "", "", "")
    return head, [*cells]


def _table(group: str, laws: list[Law], found: compute.Found) -> str:
    heads = tr("Claim"), tr("Expected"), tr("Measured"), tr("Ratio"), tr("Holds")
    return table(group, heads, [_row(law, found.get(law.name)) for law in laws], kind="plain laws")


@session.whole
def _ask() -> None:
    """Callback: measure all laws."""
    session.hold(ASKED, True)


titles.show(tr("Does it hold?"))
headed(tr("Does it hold?"))
st.caption(tr("Laws of optimization with their sources. One press measures all of them here and now, on this server."))
asked = bool(session.held().get(ASKED)) or all(map(compute.POOL.known, LAWS))
found: compute.Found = compute.look(visitors.current(), compute.MOMENT) if asked else {}
known = sum(value is not None for value in found.values())
if not asked:
    st.button(tr("Measure all"), on_click=_ask)
elif known < len(LAWS):
    compute.watch(visitors.current(), known)
else:
    held = sum(isinstance(one, Measured) and LAWS[name].holds(one.value) for name, one in found.items())
    st.markdown(tr("**{held} of {all} laws hold** here and now.", held=held, all=len(LAWS)))
for group, members in groupby(LAWS.values(), key=lambda law: law.group):
    st.subheader(tr(group), anchor=False)
    st.html(_table(tr(group), [*members], found))
