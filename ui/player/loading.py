"""Components whose program is a part of the player's bundle: Streamlit sends a few lines for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.player.assets import BUNDLE, PLAYER


def component(name: str, missing: str = "") -> Callable[..., Any]:
    """The component that hands its data to the part ``name`` of the bundle: a module with ``mount(component)``.

    ``mount`` may return what takes it down again. ``missing`` is said where the bundle cannot be loaded.
    """
    return st.components.v2.component(name, js=loader(name, missing), isolate_styles=False)


def loader(name: str, missing: str = "") -> str:
    """The lines that load the bundle, which Streamlit sends again with every change of the data."""
    return f"""
export default function (component) {{
  let unmount = null;
  let gone = false;
  // These lines run from a blob, against which a bare path does not resolve.
  import(new URL("{PLAYER.url(BUNDLE)}", document.baseURI).href).then(({{ {name} }}) => {{
    if (!gone) unmount = {name}.mount(component);
  }}, () => component.parentElement.append({json.dumps(missing)}));
  return () => {{
    gone = true;
    unmount?.();
  }};
}}
"""
