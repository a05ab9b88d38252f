"""Which fields offer their values to be compared, and for which of them a visitor chooses these now.

The buttons are drawn in the browser: see assets/player/pages/compares.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.session import session, state

OFFERS = "compare.offers"  # in the session: key of each widget, with its row and what its button is called
OPEN = "compare.open"  # in the session: the page and the row whose values are chosen


def offer(key: str, row: str, words: str) -> None:
    """Offer to compare the values of a ``row`` at the widget ``key``; the button is called ``words``."""
    session.hold(OFFERS, {**_offers(), key: (row, words)})


def told() -> dict[str, Any]:
    """What the browser is told of all that was offered in this run of the script."""
    offers = [{"at": key, "row": row, "words": words} for key, (row, words) in _offers().items()]
    session.hold(OFFERS, {})
    return {"offers": offers, "open": opened()}


def opened() -> str:
    """The row whose values are chosen on the page that entered last; "" where none are."""
    page, row = session.own(OPEN) or ("", "")
    return row if (entered := state.entered()) and entered.name == page else ""


def press(row: object) -> None:
    """Open the choice of the values of a row, or close it where it is open."""
    session.hold(OPEN, (state.entered().name, "" if row == opened() else str(row)))


def close() -> None:
    """Close it."""
    session.hold(OPEN, None)


def _offers() -> Mapping[str, tuple[str, str]]:
    return session.own(OFFERS) or {}
