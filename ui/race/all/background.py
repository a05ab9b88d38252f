"""The rest of the matrix, made while nobody looks at it: once somebody has, it is gone on with until it is whole.

It comes behind everybody: while somebody looks at the matrix it leaves that to them, and between two chunks it waits
until no page is used, if need be for WAIT.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Any

from ui.work import quiet, workers
from ui.work.pool import PATIENCE, Pool
from ui.work.visitors import Nobody

SETTING = "PLAYGROUND_BACKGROUND"  # "off" leaves the rest to those who look
WAIT = 30.0  # seconds for which it waits for quiet: on a server that is always busy it still gets somewhere


class Background:
    """Goes on with what ``missing()`` says is not kept yet, in ``pool``, where work is done in a process of its own."""

    def __init__(self, pool: Pool, missing: Callable[[], Iterable[Any]]) -> None:
        self._pool, self._missing = pool, missing
        self._looked = 0.0
        self._lock, self._begun = Lock(), False

    def looked(self, whole: bool) -> None:
        """Somebody looks at all of it, be it ``whole`` or not; from now on it is gone on with."""
        self._looked = time.monotonic()
        with self._lock:
            begins = not (whole or self._begun) and _wanted()
            self._begun = self._begun or begins
        if begins:
            Thread(target=self.run, name="background", daemon=True).start()

    def run(self) -> None:
        """Make all that is missing, a piece at a time; the next look at what is not whole begins anew."""
        nobody = Nobody()
        try:
            for key in self._missing():
                self._give_way()
                while self._pool.ask(nobody, [key])[key] is None:
                    self._pool.wait(nobody, [key], PATIENCE / 2, every=True)
        finally:
            self._begun = False

    def _give_way(self) -> None:
        while (left := self._looked + PATIENCE - time.monotonic()) > 0:
            time.sleep(left)
        quiet.wait(most=WAIT)


def _wanted() -> bool:
    return workers.there() and os.environ.get(SETTING, "on") != "off"
