"""What the browser's tab is called: by what is on the page, so that one is told from another in a history, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from training import differences
from training.fields import Field
from ui.looks.identity import Identity
from ui.looks.style import NAME
from ui.looks.tokens import NUMBERS

MOST = 3  # runners that are named


def show(words: str) -> None:
    """Call the tab so."""
    st.set_page_config(page_title=f"{words} · {NAME}")


def with_runners(what: str, people: Mapping[str, Identity]) -> str:
    """What runs, and who: the first few by name, "Beale: SGD, Momentum, Nesterov and 3 more"."""
    names = [who.label for who in people.values()]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{what}: {', '.join(names[:MOST])}{more}" if names else what


def counted(number: int) -> str:
    """A number that begins a sentence, in a word where it is small: "Six"."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def compared(rows: Mapping[str, Field], config: Any) -> dict[str, str]:
    """In what runners differ, counted, by what that is called: {"Condition number": "three condition numbers"}."""
    apart, found = differences.apart(rows, config), {}
    for name in differences.differing(rows, config):
        row = rows[name]
        about = row.about(config)
        if about in apart:
            noun = row.plural(config) if about == row.called(config) else f"{about}s"
            count = counted(len(set(apart[about].values())))
            found[about] = f"{count.lower()} {noun[0].lower()}{noun[1:]}"
    return found
