"""What whoever serves the app may set, in the environment; see "Serving it to others" in the README.

Hosts and origins are Streamlit's own settings: ``server.allowedHosts`` and ``server.corsAllowedOrigins``.
"""

from __future__ import annotations

import os
import re

ANYONE = "*"
MOST_VISITORS = 400  # a visitor takes half a megabyte
_SOURCES = re.compile(r"[\w.:/*'\[\]-]+(?: +[\w.:/*'\[\]-]+)*")


def frame_ancestors() -> str:
    """Which pages may show the app in a frame, as sources of a Content-Security-Policy.

    By default all, since courses embed it: it has no accounts, and nothing in it can be done in a visitor's name.
    """
    sources = os.environ.get("PLAYGROUND_FRAME_ANCESTORS", ANYONE).strip()
    if not _SOURCES.fullmatch(sources):
        raise ValueError(f"PLAYGROUND_FRAME_ANCESTORS must be sources with spaces between them, not {sources!r}")
    return sources


def metrics() -> bool:
    """Whether /_stcore/metrics answers. Nobody but a monitor needs it."""
    return os.environ.get("PLAYGROUND_METRICS", "off") == "on"


def most_visitors() -> int:
    """How many pages may be open at once; whoever comes then reads a sentence."""
    text = os.environ.get("PLAYGROUND_MOST_VISITORS", str(MOST_VISITORS))
    if not text.isdecimal() or not int(text):
        raise ValueError(f"PLAYGROUND_MOST_VISITORS must be a whole number from 1 on, not {text!r}")
    return int(text)
