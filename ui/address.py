"""The address of a page without a player: the browser keeps its configuration there, and answers to Back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.assets import PLAYER

KEY = "address"
_LOADER = f"""
export default function (component) {{
  let unmount = null;
  let gone = false;
  import(new URL("{PLAYER.url("pageaddress.js")}", document.baseURI).href).then((page) => {{
    if (!gone) unmount = page.mount(component);
  }});
  return () => {{
    gone = true;
    unmount?.();
  }};
}}
"""
_component = st.components.v2.component("address", js=_LOADER, isolate_styles=False)


def address(link: str, history: str, on_event: Callable[[Mapping[str, Any] | None], None]) -> None:
    """Put ``link`` into the address, as a new entry where ``history`` is "push". ``on_event`` hears of Back."""

    def report() -> None:
        on_event(st.session_state[KEY].event)

    _component(key=KEY, data={"link": link, "history": history}, height=0, on_event_change=report)
