"""The address of a page without a player, which the browser keeps and answers to Back, and the buttons to share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ui.player.loading import component
from ui.session import inbox, session, state

KEY = "address"
_component = component("address")


def address(
    link: str, history: str, qr: str, on_event: Callable[[Mapping[str, Any] | None], None], *, file: str = ""
) -> None:
    """Put ``link`` into the address, as a new entry where ``history`` is "push", and offer it to be copied.

    ``qr`` describes its QR code. ``on_event`` hears of Back. ``file`` says what the page's HTML file shows, which is
    then offered too.
    """

    @session.whole
    def report() -> None:
        inbox.take(session.held()[KEY].event, on_event)

    data = {
        "link": state.linked(link),
        "history": history,
        "qr": qr,
        "page": state.entered().name,
        "file": file,
        "heard": inbox.heard(),
    }
    _component(key=KEY, data=data, width="content", on_event_change=report)
