"""The training runs of networks, computed beside the pages: no visitor's page ever waits for another's, or for all.

A run is known by the network without its runners and by one choice: plain values that decide all of it. Whoever asks
for the same gets the same, computed once. What nobody waits for any more is dropped before it begins.
"""

from __future__ import annotations

import logging
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Condition, Thread, local
from weakref import WeakKeyDictionary

import jax
import streamlit as st

from training import budget
from training import train as training
from training.choice import Choice
from training.network import Network
from training.network_links import default_network
from training.train import Run

MOST_BYTES = 400_000_000
PATIENCE = 5.0  # seconds for which a question counts as asked
RETRY = 60.0  # seconds after which a run that failed is tried again
GLANCE = 0.05  # seconds between two looks at what the visitor does
POLL = 0.25  # seconds between two looks for runs that are missing
AT_ONCE = 0.4  # seconds in which runs that are ready together are drawn together
COMPILED = ("/jax/core/compile/backend_compile_duration", "jit(_further)")  # what JAX tells once a run is compiled

Key = tuple[Network, Choice]


@dataclass(frozen=True)
class Failure:
    """Why a run could not be computed, and when that was."""

    sentence: str
    at: float


class Pool:
    """Computes runs in threads of its own and keeps as many of them as fit into ``most_bytes``."""

    def __init__(self, work: Callable[[Network, Choice], Run], threads: int, most_bytes: int = MOST_BYTES) -> None:
        self._work, self._threads, self._most = work, threads, most_bytes
        self._changed = Condition()
        self._done: OrderedDict[Key, tuple[Run | Failure, int]] = OrderedDict()
        self._queue: dict[Key, None] = {}
        self._running: set[Key] = set()
        self._programs: set[tuple] = set()
        self._asked: WeakKeyDictionary[object, tuple[frozenset[Key], float]] = WeakKeyDictionary()
        self._started = False

    def ask(self, visitor: object, keys: Iterable[Key]) -> dict[Key, Run | Failure | None]:
        """What is ready of ``keys``, None for what is not; that is begun, and what this visitor asked before is not."""
        keys = list(dict.fromkeys(keys))
        with self._changed:
            self._start()
            self._asked[visitor] = frozenset(keys), time.monotonic()
            found = {key: self._ready(key) for key in keys}
            self._queue |= {key: None for key in keys if found[key] is None and key not in self._running}
            self._changed.notify_all()
        return found

    def wait(self, visitor: object, keys: Iterable[Key], seconds: float, *, every: bool) -> bool:
        """Wait until one of ``keys``, or ``every`` one, is ready; False if the time is up before."""
        keys, enough = tuple(keys), all if every else any
        with self._changed:
            self._asked[visitor] = frozenset(keys) | self._asked.get(visitor, (frozenset(), 0))[0], time.monotonic()
            return self._changed.wait_for(lambda: enough(key in self._done for key in keys), seconds)

    def new(self, keys: Iterable[Key]) -> bool:
        """Whether a program is still to be compiled: one of the runs that are at work, or of all where none is."""
        keys = list(keys)
        return any(_program(key) not in self._programs for key in [k for k in keys if k in self._running] or keys)

    def waits(self, keys: Iterable[Key]) -> bool:
        """Whether none of these runs is at work, as every thread is busy with others."""
        return len(self._running) >= self._threads and self._running.isdisjoint(keys)

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for number in range(self._threads):
                Thread(target=self._serve, name=f"network-{number}", daemon=True).start()

    def _ready(self, key: Key) -> Run | Failure | None:
        found = self._done.get(key, (None, 0))[0]
        if isinstance(found, Failure) and time.monotonic() - found.at > RETRY:
            del self._done[key]
            return None
        if found is not None:
            self._done.move_to_end(key)
        return found

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._next)
                key = next(iter(self._queue))
                del self._queue[key]
                self._running.add(key)
            result = self._compute(key)
            with self._changed:
                self._running.discard(key)
                self._keep(key, result)
                self._changed.notify_all()

    def _next(self) -> bool:
        """Whether something is left to do, once what nobody waits for is dropped."""
        since = time.monotonic() - PATIENCE
        wanted = frozenset().union(*(keys for keys, at in self._asked.values() if at > since))
        self._queue = {key: None for key in self._queue if key in wanted}
        return bool(self._queue)

    def _compute(self, key: Key) -> Run | Failure:
        _THREAD.compiled = lambda: self._programs.add(_program(key))
        try:
            return self._work(*key)
        except ValueError as error:
            return Failure(str(error), time.monotonic())
        except Exception:
            logging.getLogger(__name__).exception("A run of %s failed.", key[1].optimizer)
            return Failure(f"{key[1].spec.label} could not be computed.", time.monotonic())

    def _keep(self, key: Key, result: Run | Failure) -> None:
        self._done[key] = result, size(result)
        if not isinstance(result, Failure):
            self._programs.add(_program(key))
        while sum(bytes for _, bytes in self._done.values()) > self._most and len(self._done) > 1:
            self._done.popitem(last=False)


_THREAD = local()  # what a thread of a pool does when it hears that its program is compiled


def _hear(event: str, seconds: float, **about: object) -> None:
    if (event, about.get("fun_name")) == COMPILED and hasattr(_THREAD, "compiled"):
        _THREAD.compiled()


jax.monitoring.register_event_duration_secs_listener(_hear)


def size(result: Run | Failure) -> int:
    """The bytes of a run's arrays."""
    return 0 if isinstance(result, Failure) else sum(getattr(leaf, "nbytes", 0) for leaf in jax.tree.leaves(result))


POOL = Pool(lambda network, choice: training.train(network, choice), max(2, os.cpu_count() or 1))


def keys_of(network: Network) -> dict[str, Key]:
    """The runs of a comparison by the letter of their runner, without those that cannot train it."""
    bare = replace(network, slots=())
    return {slot: (bare, chosen.bare) for slot, chosen in network.slots if not training.refusal(network, chosen)}


def results(network: Network, visitor: object, pause: Callable[[], None]) -> dict[str, Run | Failure | None]:
    """What is ready after a short moment; None for a run that is still computing. ``pause`` may interrupt."""
    keys = keys_of(network)
    found = POOL.ask(visitor, keys.values())
    if None in found.values():
        _wait(visitor, keys.values(), AT_ONCE, pause, every=True)
        found = POOL.ask(visitor, keys.values())
    return {slot: found[key] for slot, key in keys.items()}


def sorted_out(found: Mapping[str, Run | Failure | None]) -> tuple[dict[str, Run], list[str], list[str]]:
    """The runs by letter, what is said of those that failed, and the letters of those still missing."""
    runs = {slot: result for slot, result in found.items() if isinstance(result, Run)}
    failures = [result.sentence for result in found.values() if isinstance(result, Failure)]
    return runs, failures, [slot for slot, result in found.items() if result is None]


@st.fragment(run_every=POLL)
def watch(network: Network, missing: Iterable[str], visitor: object, said: str) -> None:
    """Renew the page as soon as one of the runs that are ``missing`` is ready, or what was ``said`` of them is past.

    Beside the script, which ends meanwhile: what an earlier page had below would else stay on the screen.
    """
    found = POOL.ask(visitor, [key for slot, key in keys_of(network).items() if slot in missing])
    if any(found.values()) or pending(network, missing) != said:
        st.rerun()


def pending(network: Network, missing: Iterable[str]) -> str:
    """What the runs that are ``missing`` wait for; empty where none is."""
    letters = keys_of(network)
    keys = [letters[slot] for slot in missing]
    if keys and POOL.waits(keys):
        return "Waiting for an earlier training to end."
    if POOL.new(keys):
        return "This structure is new to the app: it is compiled first, once."
    return f"Training {budget.weights(network):,} weights for {network.steps:,} steps." if missing else ""


def warm_up() -> None:
    """Compute the comparison that opens the page, so that its programs are compiled when a visitor comes."""
    complete(default_network())


def complete(network: Network) -> dict[str, Run]:
    """All runs of a comparison by letter, without those that fail; waits until the last one is there."""
    keys, nobody = keys_of(network), _Nobody()
    POOL.ask(nobody, keys.values())
    while not POOL.wait(nobody, keys.values(), PATIENCE / 2, every=True):
        continue
    found = POOL.ask(nobody, keys.values())
    return sorted_out({slot: found[key] for slot, key in keys.items()})[0]


class _Nobody:
    """Asks for what no visitor waits for on a page."""


def _wait(visitor: object, keys: Iterable[Key], seconds: float, pause: Callable[[], None], *, every: bool) -> None:
    end = time.monotonic() + seconds
    keys = tuple(keys)
    while time.monotonic() < end and not POOL.wait(visitor, keys, GLANCE, every=every):
        pause()


def _program(key: Key) -> tuple:
    """What decides the compiled program of a run: everything but its numbers."""
    network, chosen = key
    forms = tuple((part.name, part.form) for part in chosen.wrappers + chosen.schedules)
    return training.structure_of(network), chosen.optimizer, chosen.options, forms
