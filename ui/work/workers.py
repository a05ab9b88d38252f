"""The process beside the app in which long work is done: see ``training.worker``.

It runs behind the app in the system's own order, its compiled programs and their memory are not the app's, and it can
be ended whatever it does. Where none was started, as in tests and notebooks, work is done where it is asked for.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

from ui.work.pool import Demand, Dropped

ROOT = Path(__file__).resolve().parent.parent.parent
GLANCE = 0.02  # seconds between two looks for whether work is still wanted: the end of a large process takes 0.1 more
MOST_RESIDENT = 1_500_000_000  # bytes; a process that holds more is replaced once it has nothing to do
TRIES = 2  # of a task whose process ended for no reason that is known here


class Lost(Exception):
    """The process ended before the task did."""


class Process:
    """One process, the tasks in it by number, and those of them that were told to stop."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "training.worker"]
        self._popen = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._lock = Lock()
        self.tasks: dict[int, SimpleQueue] = {}
        self.stopping: set[int] = set()
        self.resident = 0
        Thread(target=self._read, name="worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._popen.pid

    @property
    def ended(self) -> bool:
        """Whether the process is no more."""
        return self._popen.poll() is not None

    def send(self, *message: Any) -> None:
        """Write a message; one that cannot be written is lost with the process."""
        content, stdin = pickle.dumps(message, pickle.HIGHEST_PROTOCOL), self._popen.stdin
        assert stdin is not None
        with self._lock:
            try:
                stdin.write(content)
                stdin.flush()
            except OSError:
                return

    def end(self) -> None:
        """End the process at once, whatever it does."""
        self._popen.kill()
        self._popen.wait()

    def _read(self) -> None:
        assert self._popen.stdout is not None
        while True:
            try:
                number, kind, value = pickle.load(self._popen.stdout)
            except Exception:  # a message that the end of the process has cut may be anything
                break
            if kind == "done":
                value, self.resident = value
            if (inbox := self.tasks.get(number)) is not None:
                inbox.put((kind, value))
        self.end()
        for inbox in list(self.tasks.values()):
            inbox.put(("lost", None))


class Worker:
    """Does tasks in a process that is started with the first one, and anew where it has ended."""

    def __init__(self) -> None:
        self._lock, self._numbers = Lock(), count()
        self._process: Process | None = None
        self._stopped = False

    def start(self) -> Process:
        """The process, started where there is none; Dropped once this worker is stopped."""
        with self._lock:
            if self._stopped:
                raise Dropped
            if self._process is None or self._process.ended:
                self._process = Process()
            return self._process

    def stop(self) -> None:
        """End the process with all that is in it, for good."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.end()

    def run(self, function: Callable[..., Any], arguments: tuple, demand: Demand, parts: bool = False) -> Any:
        """The result of ``function(*arguments, beat=...)``; Dropped where nobody waits for it any more.

        With ``parts`` it gets a ``hand_over``, too, for what of its result comes before the rest. Raises Refused with
        its sentence where the function does, and RuntimeError for all else that it raises.
        """
        for _ in range(TRIES):
            process, number = self.start(), next(self._numbers)
            inbox: SimpleQueue = SimpleQueue()
            process.tasks[number] = inbox
            process.send("run", number, function, arguments, parts)
            if process.ended:
                inbox.put(("lost", None))
            try:
                return self._wait(process, number, inbox, demand)
            except Lost:
                if demand.grace() is not None:
                    raise Dropped from None
            finally:
                self._forget(process, number)
        raise RuntimeError("The process in which this was computed ended.")

    def _wait(self, process: Process, number: int, inbox: SimpleQueue, demand: Demand) -> Any:
        since = None
        while True:
            try:
                kind, value = inbox.get(timeout=GLANCE)
            except Empty:
                grace = self._grace(process, number, demand)
                if grace is None and since is not None:
                    self._go_on(process, number)
                    since = None
                elif grace is not None:
                    since = self._stop(process, number) if since is None else since
                    if time.monotonic() - since > grace:
                        self._end(process)
                continue
            match kind:
                case "going":
                    demand.going()
                case "share":
                    demand.done(value)
                case "part":
                    demand.part(value)
                case "done":
                    return value
                case "stopped":
                    raise Dropped
                case "refused":
                    raise value
                case "failed":
                    raise RuntimeError(value)
                case "lost":
                    raise Lost

    def _grace(self, process: Process, number: int, demand: Demand) -> float | None:
        """How long the task has to stop, None where it is wanted; it is told to where an edit interrupts who waits."""
        try:
            return demand.grace()
        except BaseException:
            self._stop(process, number)
            raise

    def _stop(self, process: Process, number: int) -> float:
        process.stopping.add(number)
        process.send("stop", number)
        return time.monotonic()

    def _go_on(self, process: Process, number: int) -> None:
        """Somebody wants the task again that was told to stop, and has not yet."""
        process.stopping.discard(number)
        process.send("go on", number)

    def _end(self, process: Process) -> None:
        """End a process in which nothing is left but what does not stop, and start the next one."""
        if process.tasks.keys() <= process.stopping:
            process.end()
            self.start()

    def _forget(self, process: Process, number: int) -> None:
        process.tasks.pop(number, None)
        process.stopping.discard(number)
        if process.resident > MOST_RESIDENT and not process.tasks and not process.ended:
            process.end()


_worker: Worker | None = None


def start() -> None:
    """From now on work is done in a process of its own."""
    global _worker
    _worker = Worker()
    _worker.start()


def stop() -> None:
    """From now on work is done where it is asked for."""
    global _worker
    if _worker is not None:
        _worker.stop()
        _worker = None


def compute(function: Callable[..., Any], *arguments: Any, demand: Demand, parts: bool = False) -> Any:
    """``function(*arguments, beat=...)``, in the process where there is one; see ``Worker.run`` for what it raises."""
    if _worker is None:
        return function(*arguments, beat=demand.beat, **({"hand_over": demand.part} if parts else {}))
    return _worker.run(function, arguments, demand, parts)


def there() -> bool:
    """Whether work is done in a process of its own."""
    return _worker is not None
