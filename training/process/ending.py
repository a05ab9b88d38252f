"""The end of the program: no work is begun any more, and it waits for threads that are in the middle of some.

One that came back from XLA once the interpreter is ending would be ended within C++, and the process by a signal.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from weakref import finalize

import jax  # noqa: F401  At the end it takes away what threads compute with: what is registered after it comes before.

MOST = 10.0  # seconds that the end waits: what is being compiled cannot be stopped
_changed = Condition()
_awaited: set[object] = set()  # one for each piece of work
_begun = False
# The first finalizer of a program registers that all are called at its end. JAX has one for each constant of what it is
# tracing: called before the wait, they would take constants from threads that it waits for, which then fail.
finalize(_changed, bool).detach()


def begin() -> None:
    """From now on the program ends."""
    global _begun
    with _changed:
        _begun = True


def begun() -> bool:
    """Whether the program ends."""
    return _begun


def check() -> None:
    """End this thread, by SystemExit, where the program ends."""
    if _begun:
        raise SystemExit


@contextmanager
def awaited() -> Iterator[None]:
    """Work of a thread that the end of the program waits for, up to MOST; SystemExit where the program ends before."""
    piece = object()
    with _changed:
        check()
        _awaited.add(piece)
    try:
        yield
    finally:
        with _changed:
            _awaited.discard(piece)
            _changed.notify_all()


@atexit.register
def finish() -> None:
    """End the program once no work is left that it waits for."""
    begin()
    with _changed:
        _changed.wait_for(lambda: not _awaited, MOST)
