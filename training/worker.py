"""A process that does work for the app, so that long work never keeps the app's own from its visitors.

``python -m training.worker`` reads tasks from its standard input and writes what becomes of them to its standard
output, both as pickles: ("run", number, function, arguments, whether it hands over a part), ("stop", number) and ("go
on", number), which takes a stop back, come in; (number, "going", None), (number, "share", how much of it is done),
(number, "part", a part of the result), (number, "done", (result, resident bytes)), (number, "stopped", None), (number,
"refused", sentence) and (number, "failed", traceback) go out. A function takes a ``beat`` besides its arguments, and
``hand_over`` where it hands over a part, as ``training.network.train.train`` does. Tasks run side by side, a thread
each. The process ends when its input does.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, BinaryIO

from surfaces.programs import give_back
from training.network import train
from training.network.refused import Refused
from training.process import processor
from training.race import descend

TELL = 0.2  # seconds between two words of how much is done
NICE = 10  # behind the app itself, which gets nine tenths of a core that both want
STATM = Path("/proc/self/statm")
LOADED = (descend, train)  # what tasks need, before the first one comes


class Stopped(Exception):
    """The task is not wanted any more."""


class Desk:
    """Takes tasks from ``source`` and writes what becomes of them to ``sink``."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._writing = Lock()
        self._stops: dict[int, Event] = {}

    def serve(self) -> None:
        """Begin each task as it comes, until the source ends."""
        while True:
            try:
                kind, number, *task = pickle.load(self._source)
            except EOFError:
                return
            if kind == "run":
                self._stops[number] = Event()
                Thread(target=self._do, args=(number, *task), daemon=True).start()
            elif number in self._stops:
                stop = self._stops[number]
                stop.set() if kind == "stop" else stop.clear()

    def _do(self, number: int, function: Callable[..., Any], arguments: tuple, parts: bool = False) -> None:
        stop, going, told = self._stops[number], Event(), time.monotonic()

        def beat(share: float | None = 0.0) -> None:
            nonlocal told
            if stop.is_set():
                raise Stopped
            if share is None:
                return
            if not going.is_set():
                going.set()
                self._tell(number, "going")
            if share and time.monotonic() > told + TELL:
                told = time.monotonic()
                self._tell(number, "share", share)

        try:
            more = {"hand_over": partial(self._tell, number, "part")} if parts else {}
            result = function(*arguments, beat=beat, **more)
            self._tell(number, "done", (result, resident()))
        except Stopped:
            self._tell(number, "stopped")
        except Refused as error:
            self._tell(number, "refused", error)
        except BaseException:
            self._tell(number, "failed", traceback.format_exc())
        del self._stops[number]
        if not self._stops:
            give_back()  # compiling leaves hundreds of megabytes that the C library would keep

    def _tell(self, number: int, kind: str, value: Any = None) -> None:
        message = pickle.dumps((number, kind, value), pickle.HIGHEST_PROTOCOL)
        with self._writing:
            self._sink.write(message)
            self._sink.flush()


def resident() -> int:
    """The bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def main() -> None:
    """Serve whoever started this process, whose interrupts are not meant for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    processor.take()
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no message
    Desk(sys.stdin.buffer, sink).serve()
    os._exit(0)  # threads may be at work


if __name__ == "__main__":
    main()
