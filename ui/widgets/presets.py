"""The presets of a page without a player, as a strip of buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from locales import tr
from ui.session import state
from ui.session.page import Config, Preset


def presets(known: Mapping[str, Preset], active: Callable[[Preset], bool]) -> None:
    """One button for each; what its configuration is replaces that of the page. None where its link locks something."""
    if not state.free():
        return
    with st.container(horizontal=True, wrap=False, gap="xsmall", key="presets"):
        for preset in known.values():
            st.button(
                tr(preset.label),
                key=f"preset.{preset.name}",
                type="primary" if active(preset) else "secondary",
                width="content",
                on_click=state.act,
                args=(partial(_replaced, wanted=preset.config),),
            )


def _replaced(config: Config, wanted: Config) -> Config:
    return wanted
