"""The page of notes, where all cards stand together."""

from __future__ import annotations

from ui.session.page import Page

PAGE = Page(name="notes", title="Notes", url="notes", view="notes/view.py")
