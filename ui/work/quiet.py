"""When the pages were last used, so that work which nobody waits for does not take the cores from a visitor."""

from __future__ import annotations

import math
import time

QUIET = 5.0  # seconds without a visitor's wish before what nobody waits for takes the cores
_last = time.monotonic()


def used() -> None:
    """A page is being computed for somebody."""
    global _last
    _last = time.monotonic()


def wait(seconds: float = QUIET, most: float = math.inf) -> None:
    """Return once no page has been computed for so long, or after at ``most`` so many seconds."""
    end = time.monotonic() + most
    while (left := min(_last + seconds, end) - time.monotonic()) > 0:
        time.sleep(left)
