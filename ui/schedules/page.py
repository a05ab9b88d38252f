"""The page of schedules and averages: nothing runs there, and its address holds what its widgets show."""

from __future__ import annotations

from ui.session.page import Page

PAGE = Page(name="schedules", title="Schedules and averages", url="schedules", view="schedules/view.py")
