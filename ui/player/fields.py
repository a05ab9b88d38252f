"""What fields and the frame of a page need in the browser: see assets/player/pages/fields.js and what it imports."""

from __future__ import annotations

import streamlit as st

from ui.player.assets import BUNDLE, PLAYER

_LOADER = f"""
export default function (component) {{
  const url = new URL("{PLAYER.url(BUNDLE)}", document.baseURI);
  import(url.href).then(({{ fields }}) => fields.listen(component), () => {{}});
}}
"""
_component = st.components.v2.component("fields", js=_LOADER, isolate_styles=False)


def fields() -> None:
    """Let arrow keys move numbers, and edits survive a restart; last on a page, since it is a line without height."""
    _component(key="fields", height=0, on_back_change=lambda: None)
