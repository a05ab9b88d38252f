"""The page that lists all lessons."""

from __future__ import annotations

from ui.session.page import Page

PAGE = Page(name="lessons", title="Lessons", url="lessons", view="lessons/view.py")
