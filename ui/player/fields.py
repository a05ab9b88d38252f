"""What fields and the frame of a page need in the browser: see assets/player/pages/fields.js and what it imports."""

from __future__ import annotations

from ui.player.loading import component

_component = component("fields")


def fields() -> None:
    """Let arrow keys move numbers, and edits survive a restart; last on a page, since it is a line without height."""
    _component(key="fields", height=0, on_back_change=lambda: None)
