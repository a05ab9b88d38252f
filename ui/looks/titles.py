"""What the browser's tab is called: by what is on the page, so that one is told from another in a history, too."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.looks.identity import Identity
from ui.looks.style import NAME

MOST = 3  # runners that are named


def show(words: str) -> None:
    """Call the tab so."""
    st.set_page_config(page_title=f"{words} · {NAME}")


def with_runners(what: str, people: Mapping[str, Identity]) -> str:
    """What runs, and who: the first few by name, "Beale: SGD, Momentum, Nesterov and 3 more"."""
    names = [who.label for who in people.values()]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{what}: {', '.join(names[:MOST])}{more}" if names else what
