"""What number fields need in the browser: see ``assets/player/arrows.js``."""

from __future__ import annotations

import streamlit as st

from ui.assets import PLAYER

_LOADER = f"""
export default function () {{
  import(new URL("{PLAYER.url("arrows.js")}", document.baseURI).href).then(({{ listen }}) => listen(), () => {{}});
}}
"""
_component = st.components.v2.component("fields", js=_LOADER, isolate_styles=False)


def arrows() -> None:
    """Let arrow keys move the number in a field; the last thing on a page, since it takes a line without height."""
    _component(key="fields", height=0)
