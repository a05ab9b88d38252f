"""Work that takes longer than a moment, done beside the pages, in turns between the visitors.

What is to be done is known by a key of plain values that decide all of it. Whoever asks for the same gets the same,
done once. Each visitor has a share of the threads, and whoever was served longest ago comes next, so that no visitor
waits for all that another wants. What nobody waits for any more is dropped before it begins, and stopped where it has
begun.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from operator import itemgetter
from threading import Condition, Thread
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from locales import Words
from training.network.refused import Refused
from training.process import ending
from ui.work.size import size
from ui.work.told import Failure

MOST_BYTES = 400_000_000
MOST_RESULTS = 256  # that are kept: a key may hold more than its result, as that of a typed formula does
PATIENCE = 5.0  # seconds for which a question counts as asked, until its work begins
FEWEST_SWEPT = 256  # keys that wait for a thread: fewer are not looked through for what nobody wants any more
RETRY = 60.0  # seconds after which what failed is tried again
AT_ONCE = 0.055  # seconds in which work must stop once those who asked for it have left; a piece of it takes a bit less
FAILED: Words = "{name} could not be computed."
SOON = 2.0  # seconds in which it may stop where they only want something else: a new worker takes as long to start


class Dropped(Exception):
    """Nobody waits for this work any more."""


class Demand:
    """Who waits for a piece of work, as its worker sees it."""

    def __init__(
        self,
        grace: Callable[[], float | None],
        going: Callable[[], None],
        done: Callable[[float], None] = lambda share: None,
        part: Callable[[Any], None] = lambda part: None,
    ) -> None:
        self.grace, self.going, self.done, self.part = grace, going, done, part

    def beat(self, share: float | None = 0.0) -> None:
        """Say that the work is past compiling and what share is done, with None neither; end it with Dropped where
        nobody waits for it."""
        if share is not None:
            self.going()
            self.done(share)
        if self.grace() is not None:
            raise Dropped


class Pool:
    """Does work in threads of its own and keeps ``most_results`` (MOST_RESULTS), or as many as fit into ``most_bytes``,
    and what somebody waits for: it would else be done again before the rest is ready.

    ``work(key, demand)`` gives the result of a key. A visitor has at most ``share`` of the ``threads`` at once.
    ``program(key)`` is what must be compiled before, alike for keys that share it; ``name(key)`` is for people, who are
    told that it ``failed``. A visitor may tell by ``here()`` whether it still is, and by ``person`` whether others are
    to be told of it; it is held weakly.
    """

    def __init__(
        self,
        work: Callable[[Any, Demand], Any],
        threads: int,
        share: int | None = None,
        most_bytes: int = MOST_BYTES,
        most_results: int | None = None,
        program: Callable[[Any], Hashable] = lambda key: key,
        name: Callable[[Any], str] = lambda key: "This",
        failed: Words = FAILED,
    ) -> None:
        self._failed = failed
        self._work, self._threads, self._most, self._program = work, threads, most_bytes, program
        self._most_results, self._name = most_results or MOST_RESULTS, name
        self._share = share or threads
        self._changed = Condition()
        self._done: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0  # of all that is done
        self._queue: dict[Hashable, None] = {}
        self._bound = FEWEST_SWEPT  # of the queue, until it is swept
        self._running: dict[Hashable, WeakSet] = {}  # with those for whom it was begun
        self._progress: dict[Hashable, float] = {}  # of what is running
        self._parts: dict[Hashable, Any] = {}  # of the results of what is running
        self._programs: OrderedDict[Hashable, None] = OrderedDict()
        self._asked: WeakKeyDictionary[object, tuple[dict[Hashable, None], float]] = WeakKeyDictionary()
        self._served: WeakKeyDictionary[object, float] = WeakKeyDictionary()
        self._started = False

    def ask(self, visitor: object, keys: Iterable[Hashable]) -> dict:
        """What is ready of ``keys``, or the part of it that is, None for what is not; that is begun, and what this
        visitor asked before is not."""
        keys = dict.fromkeys(keys)
        with self._changed:
            self._start()
            self._asked[visitor] = keys, time.monotonic()
            found = {key: self._ready(key) for key in keys}
            self._queue |= {key: None for key in keys if found[key] is None and key not in self._running}
            self._sweep()
            self._changed.notify_all()
            return {key: self._parts.get(key) if one is None else one for key, one in found.items()}

    def leave(self, visitor: object) -> None:
        """This visitor waits for nothing any more."""
        with self._changed:
            self._asked.pop(visitor, None)

    def forget(self, keys: Iterable[Hashable]) -> None:
        """Do not keep the results of ``keys``."""
        with self._changed:
            for key in keys:
                self._drop(key)

    def known(self, key: Hashable) -> bool:
        """Whether ``key`` is ready or being done."""
        return key in self._done or key in self._running

    def wait(self, visitor: object, keys: Iterable[Hashable], seconds: float, *, every: bool) -> bool:
        """Wait until one of ``keys``, or ``every`` one, is ready; False if the time is up before."""
        keys, enough = tuple(keys), all if every else any
        with self._changed:
            self._asked[visitor] = self._asked.get(visitor, ({}, 0))[0] | dict.fromkeys(keys), time.monotonic()
            return self._changed.wait_for(lambda: enough(key in self._done for key in keys), seconds)

    def news(self, keys: Iterable[Hashable], seconds: float) -> None:
        """Wait until more of ``keys`` is ready than now, or the time is up."""
        keys = tuple(keys)
        with self._changed:
            known = self._state(keys)
            self._changed.wait_for(lambda: self._state(keys) != known, seconds)

    def _state(self, keys: Iterable[Hashable]) -> list[tuple[bool, bool]]:
        return [(key in self._done, key in self._parts) for key in keys]

    def new(self, keys: Iterable[Hashable]) -> bool:
        """Whether a program is still to be compiled: one of the work that is done now, or of all where none is."""
        keys = list(keys)
        return any(self._program(key) not in self._programs for key in [k for k in keys if k in self._running] or keys)

    def progress(self, keys: Iterable[Hashable]) -> float:
        """How much of all this work is done, from 0 to 1."""
        parts = [1.0 if key in self._done else self._progress.get(key, 0.0) for key in keys]
        return sum(parts) / max(1, len(parts))

    def waits(self, keys: Iterable[Hashable]) -> bool:
        """Whether nothing of this is being done, as every thread is busy with other work."""
        return len(self._running) >= self._threads and self._running.keys().isdisjoint(keys)

    def ahead(self, visitor: object) -> int:
        """How many other people come before this visitor, as far as is known now; 0 where its work is being done or is
        not waiting."""
        with self._changed:
            keys, turn = self._asked.get(visitor, ({}, 0.0))[0].keys(), self._turn(visitor)
            if not keys.isdisjoint(self._running.keys()) or keys.isdisjoint(self._queue.keys()):
                return 0
            there = ((who, wanted) for who, wanted in self._there() if who is not visitor and _person(who))
            others = [(self._turn(who), wanted.keys()) for who, wanted in there]
            return sum(
                its[0] > 0 or (its < turn and not wanted.isdisjoint(self._queue.keys())) for its, wanted in others
            )

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for number in range(self._threads):
                Thread(target=self._serve, name=f"pool-{number}", daemon=True).start()

    def _ready(self, key: Hashable) -> Any:
        found = self._done.get(key, (None, 0))[0]
        if isinstance(found, Failure) and time.monotonic() - found.at > RETRY:
            self._drop(key)
            return None
        if found is not None:
            self._done.move_to_end(key)
        return found

    def _serve(self) -> None:
        while True:
            with self._changed:
                while (key := self._next()) is None:
                    self._changed.wait()
                del self._queue[key]
                self._running[key] = WeakSet(self._askers(key))
                self._served.update(dict.fromkeys(self._running[key], time.monotonic()))
            with ending.awaited():
                result = self._compute(key)
                with self._changed:
                    del self._running[key]
                    self._progress.pop(key, None)
                    self._parts.pop(key, None)
                    if result is not None:
                        self._keep(key, result)
                    elif self._askers(key):  # somebody came as it was stopped
                        self._queue[key] = None
                    self._changed.notify_all()

    def _askers(self, key: Hashable, since: float = 0.0) -> list[object]:
        """Those who wait for ``key`` and are there, of those who asked after ``since``."""
        return [who for who, (keys, at) in list(self._asked.items()) if key in keys and at > since and _here(who)]

    def _next(self) -> Hashable | None:
        """What is to be done next: the first that somebody waits for who has least, then who waited longest.

        That is asked for each piece of work, of which there may be thousands, and holds the interpreter: it looks at
        the visitors, and through the keys of one of them. Where there is nothing, nobody waits for what is left.
        """
        there = [(self._turn(who), keys) for who, keys in self._there()]
        for (running, _), keys in sorted(there, key=itemgetter(0)):
            if running >= self._share:
                return None  # and so have all that come after
            for key in keys:
                if key in self._queue:
                    return key
        self._queue.clear()
        return None

    def _there(self) -> list[tuple[object, dict[Hashable, None]]]:
        """Those who are there and asked within PATIENCE, and what for."""
        since = time.monotonic() - PATIENCE
        return [(who, keys) for who, (keys, at) in list(self._asked.items()) if at > since and _here(who)]

    def _sweep(self) -> None:
        """Drop what nobody waits for any more once that may be half the queue, as it takes a look at all of it."""
        if len(self._queue) > self._bound:
            wanted = set[Hashable]().union(*(keys for _, keys in self._there()))
            self._queue = {key: None for key in self._queue if key in wanted}
            self._bound = max(FEWEST_SWEPT, 2 * len(self._queue))

    def _turn(self, visitor: object) -> tuple[int, float]:
        return sum(visitor in who for who in self._running.values()), self._served.get(visitor, 0.0)

    def _grace(self, key: Hashable) -> float | None:
        """None while somebody waits for ``key``, else in how many seconds the work must stop."""
        with self._changed:
            if self._askers(key):
                return None
            return SOON if any(map(_here, self._running[key])) else AT_ONCE

    def _compute(self, key: Hashable) -> Any:
        """The result or a failure; None for what was stopped."""
        note, part = partial(self._progress.__setitem__, key), partial(self._hand_over, key)
        demand = Demand(lambda: self._grace(key), lambda: self._note_program(key), note, part)
        try:
            return self._work(key, demand)
        except Dropped:
            return None
        except Refused as error:
            return Failure(str(error), time.monotonic(), told=error.told)
        except Exception:
            found = Failure(self._failed, time.monotonic(), self._name(key))
            logging.getLogger(__name__).exception(found.sentence)
            return found

    def _hand_over(self, key: Hashable, part: Any) -> None:
        """Show a part of a result that comes before the rest to those who look meanwhile."""
        with self._changed:
            self._parts[key] = part
            self._changed.notify_all()

    def _keep(self, key: Hashable, result: Any) -> None:
        self._drop(key)
        self._done[key] = result, size(result)
        self._bytes += self._done[key][1]
        if not isinstance(result, Failure):
            self._note_program(key)
        since = time.monotonic() - PATIENCE
        for old in [*self._done]:
            if len(self._done) <= self._most_results and self._bytes <= self._most:
                break
            if old != key and not self._askers(old, since):
                self._drop(old)

    def _drop(self, key: Hashable) -> None:
        self._bytes -= self._done.pop(key, (None, 0))[1]

    def _note_program(self, key: Hashable) -> None:
        """Remember that the program of a key is compiled; the earliest are forgotten."""
        with self._changed:
            self._programs[self._program(key)] = None
            while len(self._programs) > MOST_RESULTS:
                self._programs.popitem(last=False)


def _here(visitor: object) -> bool:
    return not ending.begun() and getattr(visitor, "here", lambda: True)()


def _person(visitor: object) -> bool:
    return getattr(visitor, "person", True)
