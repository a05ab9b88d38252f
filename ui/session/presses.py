"""Buttons that the browser draws, which would be as many elements of every edit as Streamlit's.

Those at a widget are small, and open something; those of a box stand in a row at its end. See
assets/player/pages/presses.js.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ui.session import session

OFFERED = "presses.offered"  # in the session: those of the run of the script that goes on, by name
DRAWN = "presses.drawn"  # in the session: those of which the browser was told last


class Press(NamedTuple):
    """A button with the ``words`` that name it, at the widget or in the box with the key ``at``.

    ``call`` makes what it is for. ``opened`` says whether what it opens is open; None where it opens nothing.
    """

    at: str
    words: str
    call: Callable[[], None]
    opened: bool | None = None
    disabled: bool = False


def offer(name: str, press: Press) -> None:
    """Offer a button by a ``name`` of its own on the page."""
    session.hold(OFFERED, {**offered(), name: press})


def offered() -> Mapping[str, Press]:
    """What was offered in this run so far."""
    return session.own(OFFERED) or {}


def told() -> list[dict[str, Any]]:
    """What the browser is told of all that was offered in the run that ends."""
    known = offered()
    session.hold(DRAWN, known)
    session.hold(OFFERED, {})
    return [
        {"name": name, "at": one.at, "words": one.words, "opened": one.opened, "disabled": one.disabled}
        for name, one in known.items()
    ]


def pressed(name: object) -> None:
    """Make what a button is for; a late word of a browser about one that is gone since makes nothing."""
    press = (session.held().get(DRAWN) or {}).get(name)
    if press is not None and not press.disabled:
        press.call()
