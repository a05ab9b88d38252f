"""The page of all optimizers: what becomes of each on every surface, and the runs of a row or a column."""

from __future__ import annotations

from typing import Any

from locales import tr
from optimizers import OPTIMIZERS
from ui.race.all.config import FIELDS, SHOWS, Shown, crowd, decode, encode, orders
from ui.session import state
from ui.session.held import REPLACE
from ui.session.page import Event, Export, Page
from ui.session.sight import Letters
from ui.work.visitors import Guest, current


def tab(shown: Shown) -> str:
    """What is on the page: "All optimizers on Beale"."""
    if shown.of:
        return tr("{optimizer} on all surfaces", optimizer=OPTIMIZERS[shown.of].label)
    if shown.on:
        return tr("All optimizers on {surface}", surface=tr((shown.task or shown.surface).label))
    return tr("All optimizers on all surfaces")


def _html(shown: Shown, guest: Guest, hidden: Letters) -> str:
    # Here, since caches and components want Streamlit's runtime first.
    from ui.race.all import export as networks
    from ui.race.export import html

    called = {"title": tab(shown), "link": encode(shown)}
    if shown.task:
        return networks.html(shown.task, guest, **called)
    return html(crowd(shown.on, shown.formula), guest, hidden, **called)


def _file(shown: Shown) -> str:
    """Of the runs on one surface, which are one race, or of one network."""
    return f"all-on-{shown.on}.html" if shown.on else ""


def _missing(shown: Shown) -> bool:
    """Whether runs are missing: of a network, minutes of training where nobody has looked at it before."""
    from ui.race.all import compute  # here, since caches want Streamlit's runtime first

    if shown.task:
        seen = compute.trained(current(), task=shown.task.name)
        return seen.size < seen.total
    race = crowd(shown.on, shown.formula)
    return compute.compiled(compute.runs_of(race), current()).size < len(race.slots)


def _sorted(event: Event) -> None:
    """The table is shown or sorted another way, which its link says, too."""
    shows, by, formula = str(event.get("shows")), str(event.get("by")), state.current().formula
    if shows in SHOWS and by in orders(formula):
        state.attempt("", lambda _: Shown(shows=shows, by=by, formula=formula), REPLACE)


def _left() -> None:
    """What is computed for the visitor is not waited for any more."""
    from ui.race.all import compute  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())


HANDLERS: dict[str, Any] = {"matrix": _sorted}
PAGE = Page(
    name="all",
    title="All at once",
    url="all",
    view="race/all/view.py",
    decode=decode,
    encode=encode,
    fields=lambda shown: FIELDS,
    tab=tab,
    handlers=HANDLERS,
    export=Export(_file, _html, _missing),
    left=_left,
)
