"""Every law with what it claims, what is measured here and now, and how far both are apart."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from training.laws import LAWS, Law
from training.laws.law import Measured
from ui.laws import compute
from ui.laws.picture import picture
from ui.looks import titles
from ui.session import session
from ui.widgets.tables import table
from ui.work import visitors
from ui.work.pool import Failure

ASKED = "laws.asked"
THEME = "dark" if st.context.theme.type == "dark" else "light"
HEADS = ("Claim", "Expected", "Measured", "Ratio", "Holds")


def _row(law: Law, found: Measured | Failure | None) -> tuple[str, list[str]]:
    """A law as a row of its table: the claim with its source, how it is measured and what that looks like, then the
    numbers."""
    claim, link = escape(law.claim), escape(law.link)
    see = f' <a href="./{link}" target="_self" aria-label="See it: {claim}">See it</a>' if link else ""
    drawn = picture(law, found, THEME) if isinstance(found, Measured) else ""
    head = f"{drawn}<b>{claim}</b><small>{escape(law.how)} {escape(law.source)}.{see}</small>"
    if isinstance(found, Measured):
        value = found.value
        sign = "yes" if law.holds(value) else "no"
        cells = (
            f"{law.expected:.6g}",
            f"{value:.6g}",
            f"{value / law.expected:.4f}",
            f"{sign}, to {100 * law.tolerance:g} %",
        )
    else:
        cells = (f"{law.expected:.6g}", found.sentence if found else "", "", "")
    return head, [cell.replace("-", "−") for cell in cells]


def _table(group: str, laws: list[Law], found: compute.Found) -> str:
    return table(group, HEADS, [_row(law, found.get(law.name)) for law in laws], kind="plain laws")


@session.whole
def _ask() -> None:
    """Callback: measure all laws."""
    session.hold(ASKED, True)


titles.show("Does it hold?")
st.header("Does it hold?", anchor=False)
st.caption("Laws of optimization with their sources. One press measures all of them here and now, on this server.")
asked = bool(session.held().get(ASKED)) or all(map(compute.POOL.known, LAWS))
found: compute.Found = compute.look(visitors.current(), compute.MOMENT) if asked else {}
known = sum(value is not None for value in found.values())
if not asked:
    st.button("Measure all", on_click=_ask)
elif known < len(LAWS):
    compute.watch(visitors.current(), known)
else:
    held = sum(isinstance(one, Measured) and LAWS[name].holds(one.value) for name, one in found.items())
    st.markdown(f"**{held} of {len(LAWS)} laws hold** here and now.")
for group, members in groupby(LAWS.values(), key=lambda law: law.group):
    st.subheader(group, anchor=False)
    st.html(_table(group, [*members], found))
