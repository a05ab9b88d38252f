"""Lets Streamlit read the colours and sizes of the theme out of its settings once.

It does so at the begin of every run of a script, for six parts of the theme, each time with a look at all settings: a
fortieth of the work of a page.
"""

from __future__ import annotations

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

NAME = "_populate_theme_msg"
_READ = getattr(app_session, NAME, None)  # as Streamlit itself does it
_known: dict[str, CustomThemeConfig] = {}  # by part


def install() -> None:
    """Let Streamlit do so from now on; nothing where another version of it reads the theme elsewhere."""
    if _READ is not None:
        setattr(app_session, NAME, _put)


def _put(message: CustomThemeConfig, section: str = "theme") -> None:
    """Put a part of the theme into what a browser is sent."""
    assert _READ is not None
    if section not in _known:
        fresh = CustomThemeConfig()
        _READ(fresh, section)
        _known[section] = fresh
    message.MergeFrom(_known[section])
