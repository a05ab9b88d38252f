"""Lets Streamlit look one value of a session up where it would put all of them together.

A field of text and a list ask, whenever they are drawn, whether their key holds None, and Streamlit answers with a new
dictionary of what all widgets of the session hold: with some forty of them a sixth of the work of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

NAME = "filtered_state"
_TOGETHER = getattr(SafeSessionState, NAME, None)  # as Streamlit itself does it


class Lookup(Mapping[str, Any]):
    """What a session holds, each value read when it is asked for; like the dictionary, it lets no edit interrupt."""

    def __init__(self, state: SafeSessionState) -> None:
        self._session = state

    def __getitem__(self, key: str) -> Any:
        with self._session._lock:
            return self._session._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, Any]:
        assert isinstance(_TOGETHER, property) and _TOGETHER.fget
        return _TOGETHER.fget(self._session)


def install() -> None:
    """Let Streamlit answer so from now on, in all sessions; nothing where another version of it has no such answer."""
    if _TOGETHER is not None:
        setattr(SafeSessionState, NAME, property(Lookup))
