"""A page's script run without a browser, and what the tests of pages ask of it."""

from __future__ import annotations

import json
import struct
from collections import ChainMap
from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.pages import PAGES
from ui.session import presses, session

UI = Path(__file__).parent.parent / "ui"
PATIENCE = 180  # seconds


def script(page):
    """Where the script of a page lies."""
    return str(UI / PAGES[page].view)


def visit(page, query=""):
    """The page (by name) as a visitor with this link sees it."""
    app = AppTest.from_file(script(page), default_timeout=PATIENCE)
    for part in filter(None, query.split("&")):
        name, value = part.split("=", 1)
        app.query_params[name] = value
    return app.run()


def press(app, name):
    """The page after a press on a button that the browser draws, by the name that the script has told."""
    token = session._copy.set(ChainMap({}, app.session_state._state.filtered_state))
    try:
        app.session_state[presses.OFFERED][name].call()
    finally:
        session._copy.reset(token)
    app.session_state[presses.OFFERED] = {}
    return app.run()


def header(app):
    """The header that the player got."""
    return header_text(next(part for part in components(app) if part.component_name == "player").bytes)


def components(app):
    """The components of a page in order."""
    return [part.proto for part in app.get("bidi_component")]


def header_text(data):
    """The header in a blob, without its arrays."""
    return json.loads(data[4 : 4 + struct.unpack("<I", data[:4])[0]])


def by_label(widgets, label):
    """The widget with this label."""
    return next(widget for widget in widgets if widget.label == label)


def said(alert):
    """The words of a message, as a reader sees them."""
    return alert.value.replace("\\", "").replace("\u200b", "")
