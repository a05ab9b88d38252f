"""What stands over a page whose link locks something: everybody can see what that is."""

from __future__ import annotations

import streamlit as st

from locales import tr
from training.configuration.counts import listed
from ui.session import locks, session, state
from ui.session.page import Page
from ui.widgets import controls


def banner(page: Page) -> None:
    """Say what the link of the entered page locks and hides, if it does; names of optimizers can be revealed here."""
    held, config = state.page().locks, state.current()
    unnamed = locks.veiled(config)
    if held == locks.NONE and not unnamed:
        return
    told = words(page, config, held, not session.embedded())
    if not told:
        return
    with st.container(border=True, key="locked", horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(f":material/lock: {controls.plain(told)}", width="stretch")
        if unnamed:
            st.button(tr("Reveal names"), key="reveal", on_click=state.reveal)


def words(page: Page, config: object, held: locks.Locks, around: bool = True) -> str:
    """What is locked and hidden, in a sentence or two; inside another page no control is ``around``, or told of."""
    called = locks.nameable(page.fields(config), config)
    locked, some = (
        listed([*dict.fromkeys(called[n] for n in names if n in called)], "and")
        for names in (held.names, held.only or ())
    )
    parts = [tr(locks.DOUBTS[held.doubt])] if held.doubt else []
    parts += [tr("Locked by the link: {names}.", names=locked)] if locked else []
    if held.only is not None and around:
        parts.append(tr("Controls are shown for {names}.", names=some) if some else tr("No controls are shown."))
    if page.hides and locks.veiled(config):
        parts.append(tr(page.hides.told))
    return " ".join(parts)
