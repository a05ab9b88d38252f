"""What fields and the frame of a page need in the browser: see assets/player/pages/fields.js and what it imports."""

from __future__ import annotations

import json

from ui.player.loading import component
from ui.session import presses, session

KEY = "fields"
_component = component("fields")


def fields() -> None:
    """Let arrow keys move numbers, edits survive a restart, and buttons be pressed; last on a page: it has no height.

    It goes as bytes: what is no bytes Streamlit searches for tables of data.
    """
    data = json.dumps(presses.told(), separators=(",", ":")).encode()
    _component(key=KEY, data=data, height=0, on_back_change=lambda: None, on_press_change=_pressed)


@session.whole
def _pressed() -> None:
    """Callback: make what the button is for that was pressed."""
    presses.pressed(session.held()[KEY].press)
