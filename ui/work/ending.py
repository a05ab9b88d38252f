"""The end of the program, which work does not outlast."""

from __future__ import annotations

import atexit
import time
from collections.abc import Sized
from threading import Condition, Event
from weakref import WeakKeyDictionary

END = 10.0  # seconds, at most, that the end waits for work: what is compiled cannot be stopped
PLACES: WeakKeyDictionary[Condition, Sized] = WeakKeyDictionary()  # where work is done, with what of it is being done
_ends = Event()


def here(visitor: object) -> bool:
    """Whether a visitor is there who waits for work; nobody is once the program ends."""
    there = getattr(visitor, "here", None)
    return not _ends.is_set() and (there is None or there())


@atexit.register
def end() -> None:
    """Stop all work before the interpreter ends: a thread that came back from XLA later would end it by a signal."""
    _ends.set()
    until = time.monotonic() + END
    for changed, running in [*PLACES.items()]:
        with changed:
            while running and changed.wait(max(0.0, until - time.monotonic())):
                pass
