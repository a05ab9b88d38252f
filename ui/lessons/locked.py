"""What stands over a page whose link locks something: everybody can see what that is."""

from __future__ import annotations

import streamlit as st

from training.data.selection import listed
from ui.session import locks, state
from ui.session.page import Page
from ui.widgets import controls


def banner(page: Page) -> None:
    """Say what the link of the page locks and hides, if it does; names of optimizers can be revealed here."""
    state.enter(page)
    held, config = state.page().locks, state.current()
    unnamed = locks.veiled(config)
    if held == locks.NONE and not unnamed:
        return
    with st.container(border=True, key="locked", horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(f":material/lock: {controls.plain(words(page, config, held))}", width="stretch")
        if unnamed:
            st.button("Reveal names", key="reveal", on_click=state.reveal)


def words(page: Page, config: object, held: locks.Locks) -> str:
    """What is locked and hidden, in a sentence or two."""
    called = locks.known(page.fields(config), config)
    parts = []
    if held.names:
        parts.append(f"Locked by the link: {listed([called[name] for name in held.names if name in called], 'and')}.")
    if held.only is not None:
        some = listed([called[name] for name in held.only if name in called], "and")
        parts.append(f"Controls are shown for {some}." if some else "No controls are shown.")
    if locks.veiled(config):
        parts.append("The names of the optimizers are hidden; colours and marks tell nothing of them.")
    return " ".join(parts)
