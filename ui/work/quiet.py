"""When the pages were last used, so that work which nobody waits for does not take the cores from a visitor."""

from __future__ import annotations

import time

_last = time.monotonic()


def used() -> None:
    """A page is being computed for somebody."""
    global _last
    _last = time.monotonic()


def wait(seconds: float) -> None:
    """Return once no page has been computed for so long."""
    while (left := _last + seconds - time.monotonic()) > 0:
        time.sleep(left)
