"""The page of search: which numbers of a network, and of the rule that trains it, end at the lowest loss."""

from __future__ import annotations

from dataclasses import replace

from locales import in_sentence, tr
from training.choice import Choice
from training.configuration import differences
from training.configuration.counts import listed
from training.configuration.fields import Field
from training.many.axes import field
from training.many.search.config import (
    LETTERS,
    ROWS,
    VARIED,
    decode,
    encode,
    network_of,
    settled,
    sides_of,
    with_value,
)
from training.many.search.search import Search
from training.network.config import FIELDS
from training.network.rates import default_choice
from training.network.resolve import resolve
from ui.looks.identity import identities
from ui.looks.titles import with_runners
from ui.network.search.presets import PRESETS
from ui.session.page import OF_RULES, Compares, Facts, Page, Runners
from ui.widgets import varied
from ui.work.visitors import Guest, current


def _own(search: Search, optimizer: str) -> Choice:
    return default_choice(optimizer, search.data)


def _refusal(search: Search, chosen: Choice) -> str:
    of_network = replace(chosen, differs=tuple(one for one in chosen.differs if one[0] in FIELDS))
    return resolve(differences.applied(FIELDS, network_of(search), of_network)).refusal(chosen)


def _compares(search: Search) -> dict[str, Field]:
    """The rows by which searches can be compared: what varies is no such thing."""
    varying = {field(getattr(search, f"{side}axis")) for side in sides_of(search)}
    return {name: row for name, row in ROWS.items() if not row.common and name not in varying}


def _left() -> None:
    """What is computed for the visitor is not waited for any more."""
    from ui.network.search import compute  # here, since caches want Streamlit's runtime first

    compute.POOL.leave(current())


def labels(search: Search) -> dict[str, str]:
    """What the numbers that vary are called, by side."""
    return varied.labels(VARIED, search)


def title(search: Search) -> str:
    """What is searched for, and where: "Learning rate and momentum on Circles"."""
    first, *rest = [*labels(search).values()] or [""]
    data = tr(resolve(network_of(search)).dataset.label)
    if not rest:
        return tr("Search on {data}", data=data)
    return tr("{numbers} on {data}", numbers=listed([first, *map(in_sentence, rest)], "and"), data=data)


def tab(search: Search) -> str:
    """What is searched for, and how."""
    return with_runners(title(search), identities(ROWS, search), search.choices)


def _facts(search: Search, guest: Guest) -> Facts | None:
    from ui.network.search.facts import facts  # here, since caches want Streamlit's runtime first

    return facts(search, guest)


PAGE = Page(
    name="search",
    title="Search",
    url="search",
    view="network/search/view.py",
    decode=decode,
    encode=encode,
    fields=lambda search: ROWS,
    with_value=with_value,
    settled=settled,
    tab=tab,
    presets=PRESETS,
    runners=Runners("A search", LETTERS, ("momentum",), _own, _refusal, leader=0),
    compares=Compares(_compares, LETTERS),
    hides=OF_RULES,
    left=_left,
    facts=_facts,
)
