"""Lets Streamlit name a component by its key alone.

It takes a hash of all that the component is handed to tell components without a key apart, and where there is a key it
does so, too, and throws the hash away: of a race's arrays that was a thirtieth of the work of a page.
"""

from __future__ import annotations

from typing import Any

from streamlit.components.v2.bidi_component.main import BidiComponentMixin

NAME = "_build_bidi_identity_kwargs"
_BY_DATA = getattr(BidiComponentMixin, NAME, None)  # as Streamlit itself does it


def install() -> None:
    """Let Streamlit do so from now on; nothing where another version of it has no such hash."""
    if _BY_DATA is not None:
        setattr(BidiComponentMixin, NAME, _nothing)


def _nothing(mixin: BidiComponentMixin, **given: Any) -> dict[str, Any]:
    """What names a component beside its key."""
    return {}
