"""What fields and the frame of a page need in the browser: see assets/player/pages/fields.js and what it imports."""

from __future__ import annotations

import json

from ui.player.loading import component
from ui.session import comparing, session

KEY = "fields"
_component = component("fields")


def fields() -> None:
    """Let arrow keys move numbers, edits survive a restart, and values be compared; last on a page: it has no height.

    It goes as bytes: what is no bytes Streamlit searches for tables of data.
    """
    data = json.dumps(comparing.told(), separators=(",", ":")).encode()
    _component(key=KEY, data=data, height=0, on_back_change=lambda: None, on_compare_change=_compare)


@session.whole
def _compare() -> None:
    """Callback: open the choice of the values of a row, or close it."""
    comparing.press(session.held()[KEY].compare)
