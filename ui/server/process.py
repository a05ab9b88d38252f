"""How the process that serves the pages is set up, before it serves any."""

from __future__ import annotations

import sys

from training.process import processor
from ui.player import named
from ui.server import theme
from ui.session import lookup

TURN = 0.02  # seconds a script has the interpreter while others wait: in turns of Python's 5 ms all end late, and later


def prepare() -> None:
    """Compute on the processor, give scripts longer turns, and take three detours out of Streamlit."""
    processor.take()
    sys.setswitchinterval(TURN)
    lookup.install()
    named.install()
    theme.install()
