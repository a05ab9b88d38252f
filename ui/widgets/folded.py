"""Panels below a page that are folded until somebody opens them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from locales import Words, tr

Given = ParamSpec("Given")


def folded(title: Words, key: str) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Decorate what draws a panel: it stands in a box with this title, and is drawn only while that is open."""

    def box_of(draw: Callable[Given, None]) -> Callable[Given, None]:
        @wraps(draw)
        def panel(*args: Given.args, **kwargs: Given.kwargs) -> None:
            with st.expander(tr(title), key=key, on_change="rerun") as box:
                if box.open:
                    draw(*args, **kwargs)

        return panel

    return box_of
