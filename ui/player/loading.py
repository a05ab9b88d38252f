"""Components whose program is a part of the player's bundle: Streamlit sends a few lines for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from locales import ENGLISH, Words, spoken, tr
from ui.player.assets import PLAYER, bundle_of


def component(name: str, missing: Words = "") -> Callable[..., Any]:
    """The component that hands its data to the part ``name`` of the bundle: a module with ``mount(component)``.

    ``mount`` may return what takes it down again. Each place on a page has a ``key`` of its own (ui/player/named.py).
    ``missing`` is said where the bundle cannot be loaded.
    """
    known = {}

    def mounted(*, key: str, **given: Any) -> Any:
        if (language := spoken()) not in known:
            called, js = name if language == ENGLISH else f"{name}-{language}", loader(name, language, tr(missing))
            known[language] = st.components.v2.component(called, js=js, isolate_styles=False)
        return known[language](key=key, **given)

    return mounted


def loader(name: str, language: str, missing: str = "") -> str:
    """The lines that load the bundle, which Streamlit sends again with every change of the data.

    Of several that wait for the bundle the browser tells each when it is there, in any order: only the newest of a
    place is shown.
    """
    return f"""
const newest = new WeakMap(); // by place
export default function (component) {{
  let unmount = null;
  let gone = false;
  newest.set(component.parentElement, component);
  // These lines run from a blob, against which a bare path does not resolve.
  import(new URL("{PLAYER.url(bundle_of(language))}", document.baseURI).href).then(({{ {name} }}) => {{
    if (!gone && newest.get(component.parentElement) === component) unmount = {name}.mount(component);
  }}, () => component.parentElement.append({json.dumps(missing)}));
  return () => {{
    gone = true;
    unmount?.();
  }};
}}
"""
