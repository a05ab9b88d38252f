"""The page of laws: nothing runs there until it is asked for."""

from __future__ import annotations

from ui.session.page import Page


def _left() -> None:
    """What is measured for the visitor is not waited for any more."""
    from ui.laws import compute  # here, since caches want Streamlit's runtime first
    from ui.work.visitors import current

    compute.POOL.leave(current())


PAGE = Page(name="laws", title="Does it hold?", url="laws", view="laws/view.py", left=_left)
