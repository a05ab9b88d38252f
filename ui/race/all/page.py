"""The page of all optimizers at once: nobody is added, and nobody leaves."""

from __future__ import annotations

from surfaces import find
from training.race.config import Race, own_choice
from ui.race.all.config import decode, encode
from ui.session.page import Export, Page, Runners
from ui.session.sight import Letters
from ui.work.visitors import Guest


def tab(race: Race) -> str:
    """What is on the page, by its surface."""
    return f"All optimizers on {find(race.surface).label}"


def _html(race: Race, guest: Guest, hidden: Letters) -> str:
    from ui.race.export import html  # here, since caches and components want Streamlit's runtime first

    return html(race, guest, hidden, title=tab(race), link=encode(race))


PAGE = Page(
    name="all",
    title="All at once",
    url="all",
    view="race/all/view.py",
    decode=decode,
    encode=encode,
    tab=tab,
    runners=Runners("This page", letters="", opening=(), own=own_choice),
    export=Export(lambda race: f"all-on-{race.surface}.html", _html),
)
