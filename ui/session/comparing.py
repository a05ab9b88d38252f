"""For which field a visitor chooses the values now that are compared."""

from __future__ import annotations

from ui.session import session, state

OPEN = "compare.open"  # in the session: the page and the row whose values are chosen


def opened() -> str:
    """The row whose values are chosen on the page that entered last; "" where none are."""
    page, row = session.own(OPEN) or ("", "")
    return row if state.entered().name == page else ""


def press(row: str) -> None:
    """Open the choice of the values of a row, or close it where it is open."""
    session.hold(OPEN, (state.entered().name, "" if row == opened() else row))


def close() -> None:
    """Close it."""
    session.hold(OPEN, None)
