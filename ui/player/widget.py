"""The player as a widget of a notebook: Python has others shown in it, and moves its step."""

from __future__ import annotations

from typing import Protocol

try:
    import anywidget
except ImportError as error:
    raise ImportError("A widget needs the package anywidget: pip install anywidget") from error
import traitlets

from ui.player.assets import PLAYER
from ui.player.export import frame

MODULE = "widget.js"


class Shown(Protocol):
    """What a widget can show: see ``playground.Player``."""

    @property
    def link(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def entry(self) -> str: ...
    @property
    def height(self) -> int: ...


class Widget(anywidget.AnyWidget):
    """A player in a frame ``height`` px high. All of its traits but ``link`` are the browser's, too.

    ``t`` is what it stands at, in what its time counts: None until it stands for the first time, which it does when it
    has played. Who sets it has the player stop and go there. ``data`` are the bytes that ``page`` shows, and ``link``
    opens the same behind the app's address.
    """

    _esm = PLAYER.files[MODULE].decode()
    page = traitlets.Unicode().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    height = traitlets.Int(480).tag(sync=True)
    t = traitlets.Float(None, allow_none=True).tag(sync=True)
    link = traitlets.Unicode()

    def show(self, player: Shown) -> Widget:
        """Show another one in the same place; step, play and zoom stay as far as it has them. Returns the widget."""
        with self.hold_sync():  # data reach the browser together with the page that can show them
            self.page, self.data = frame(player.entry), player.data
            self.height, self.link = player.height, player.link
        return self
