"""A chip for each runner of a comparison: a button with its name, and beneath it what belongs to it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.session import state


def chip(letter: str, told: str, content: Callable[[], None], about: str | None = None) -> None:
    """The chip of the runner ``letter``, ``told`` in Markdown, with a hint ``about`` it; open, it draws its content.

    A button, not an expander: Streamlit takes an expander with another label for another one, and the slider that
    changes the rate in the label would lose the focus at every move.
    """
    opened = state.opened() == letter
    st.button(
        told,
        key=f"chip.{letter}",
        help=about,
        icon=f":material/keyboard_arrow_{'down' if opened else 'right'}:",
        icon_position="right",
        width="stretch",
        on_click=state.choose,
        args=(letter,),
    )
    if opened:
        with st.container(border=True, key=opened_at(letter)):
            content()


def opened_at(letter: str) -> str:
    """The key of the box beneath the chip of a runner."""
    return f"open.{letter}"
