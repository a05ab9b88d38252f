"""Long work part by part, in turn or on as many threads as there are cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextvars import copy_context
from threading import Event, Lock
from typing import TypeVar

import jax

from training.process.pieces import Beat
from training.process.processor import CORES

Part = TypeVar("Part")
Found = TypeVar("Found")

MOST = 16  # threads: each holds what its part is given


class _Over(Exception):
    """Another part has ended all the work."""


def in_turn(work: Callable[[Part, Beat], Found], parts: Sequence[Part], beat: Beat) -> list[Found]:
    """What ``work`` finds of each part, one after the other; ``beat`` gets the share of all that is done."""
    found = []
    for place, part in enumerate(parts):

        def tell(share: float | None, place: int = place) -> None:
            beat(None if share is None else (place + share) / len(parts))

        found.append(work(part, tell))
    return found


def on_threads(work: Callable[[Part, Beat], Found], parts: Sequence[Part], beat: Beat) -> list[Found]:
    """The same, on as many threads as there are cores, up to MOST.

    The first part begins alone, so that what all of them need is compiled once. ``beat`` is called in these threads, in
    one at a time; what it raises, or a part does, ends all of them. They speak the language of whoever asks, and
    compute in the same floats and on the same device.
    """
    telling, over, compiled, shares = Lock(), Event(), Event(), [0.0] * len(parts)
    double, device = jax.config.jax_enable_x64, jax.config.jax_default_device

    def go_on() -> None:
        if over.is_set():
            raise _Over

    def one(place: int) -> Found:
        def tell(share: float | None) -> None:
            with telling:
                go_on()
                shares[place] = share or shares[place]
                beat(None if share is None else sum(shares) / len(parts))
            if share:
                compiled.set()

        try:
            go_on()
            with jax.enable_x64(double), jax.default_device(device):
                return work(parts[place], tell)
        except BaseException:
            over.set()
            raise
        finally:
            compiled.set()

    with ThreadPoolExecutor(min(len(parts), CORES, MOST), "parts") as pool:
        found: list[Future[Found]] = []
        try:
            for place in range(len(parts)):
                found.append(pool.submit(copy_context().run, one, place))
                compiled.wait()
            for future in as_completed(found):
                if not isinstance(future.exception(), _Over):
                    future.result()
        except BaseException:
            over.set()
            pool.shutdown(cancel_futures=True)
            raise
    return [future.result() for future in found]
