"""What the teacher of a class sees: the way in for students, and what they predict, as it comes."""

from __future__ import annotations

from collections import Counter
from html import escape
from urllib.parse import quote, urlencode, urljoin

import streamlit as st

from locales import Words, tr
from locales.formats import percent
from ui.lessons import paper
from ui.lessons.answers import Answer
from ui.lessons.class_view.rooms import ROOMS, Full, Standing
from ui.lessons.class_view.who import visitor
from ui.lessons.paper import Asked
from ui.session import session
from ui.session.page import Page
from ui.widgets import controls
from ui.widgets.cards import pages
from ui.widgets.tables import Markup, table

EVERY = 1.0  # seconds between two looks at the room
REFUSED = "class.refused"
KEPT: Words = (
    "Whoever opens this address answers on a device of their own, without a name. Answers are kept in the server’s "
    "memory alone: until you close the class, or for an hour at most after you leave it."
)


def hosted(name: str) -> Standing | None:
    """The class of the visitor's own, where it is at the step ``name``."""
    standing = ROOMS.hosted(visitor())
    return standing if standing and standing.step == name else None


def offer(name: str, link: str) -> None:
    """The button that asks the step ``name`` of a class, whose students open ``link``."""
    st.button(
        tr("Ask the class"),
        key=f"class.ask.{name}",
        icon=":material/groups:",
        help=tr("Shows an address at which all can answer on their own devices, and what they say."),
        on_click=_ask,
        args=(name, link),
    )
    if refused := session.own(REFUSED):
        controls.warn(refused)


def panel(standing: Standing, question: str, found: Answer | Asked, page: Page) -> None:
    """The question, the way in, what was answered, and what the teacher does with it."""
    st.markdown(f"**{question}**")
    way, votes = st.columns([1, 2], gap="medium")
    with way:
        _way_in(standing, page)
    with votes:
        _votes(standing, found)
        with st.container(horizontal=True, key="class-buttons"):
            st.button(tr("Reveal"), key="class.reveal", type="primary", disabled=standing.revealed, on_click=_reveal)
            st.button(tr("Clear answers"), key="class.clear", on_click=_clear)
            st.button(tr("Close the class"), key="class.close", on_click=_close)
    st.caption(tr(KEPT))


def _way_in(standing: Standing, page: Page) -> None:
    """The address of the class as text and as a QR code."""
    here = (st.context.url or "").split("?", 1)[0].rstrip("/")
    start = f"{next(iter(pages(here).values()))}{'' if page.url else '/'}"
    address = urljoin(start, f"./class/{standing.code}")
    source = f"./lib/qr.svg?{urlencode({'text': address}, quote_via=quote)}"
    alt = tr("QR code of the class")
    st.html(f'<div class="class"><img src="{escape(source)}" alt="{alt}"><p>{escape(address)}</p></div>')


@session.fragment(EVERY)
def _votes(drawn: Standing, found: Answer | Asked) -> None:
    """What was answered, and once it is revealed what is right; drawn anew as answers come."""
    now = ROOMS.hosted(visitor())
    if now is None or (now.step, now.turn, now.revealed) != (drawn.step, drawn.turn, drawn.revealed):
        st.rerun()
    if isinstance(found, Asked):
        st.caption(answered(now))
        paper.lines(
            f"class.lines.{now.turn}", found, [line for line in now.answers if isinstance(line, tuple)], now.revealed
        )
        return
    st.html(votes(now, found))
    if now.revealed:
        st.markdown(f"**{controls.plain(found.right)}.** {controls.plain(found.told)}")


def votes(standing: Standing, found: Answer) -> str:
    """The distribution of the answers, as HTML: a bar, a count and a share for each that can be given."""
    rows, counts = [], Counter(standing.answers)
    for place, choice in enumerate(found.choices):
        count = counts[place]
        share = count / max(1, standing.answered)
        mark = f" ✓ {tr('right')}" if standing.revealed and choice == found.right else ""
        bar = Markup(f'<i style="width: {100 * share:.1f}%"></i>')
        rows.append((f"{escape(choice)}{mark}", (bar, str(count), percent(share))))
    told = answered(standing)
    return table(told, (), rows, caption=told, kind="votes")


def answered(standing: Standing) -> str:
    """How many have answered, of how many."""
    return tr("{count} of {all} answered", count=standing.answered, all=standing.present)


@session.whole
def _ask(name: str, link: str) -> None:
    try:
        ROOMS.ask(visitor(), name, link)
        session.hold(REFUSED, "")
    except Full as error:
        session.hold(REFUSED, str(error))


def _reveal() -> None:
    ROOMS.reveal(visitor())


def _clear() -> None:
    ROOMS.clear(visitor())


def _close() -> None:
    ROOMS.close(visitor())
