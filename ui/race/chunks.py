"""Pictures of thousands of runs, computed beside the pages a chunk at a time, coarse first.

A chunk's result is a tuple of arrays, an entry a cell, and of what is the same in all chunks; what nobody looks at any
more is not gone on with.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from locales import tr
from locales.formats import grouped, percent
from training.choice import Choice
from training.outcome import point
from ui.session import locks, session
from ui.work.pace import Pace, left, paced
from ui.work.pool import Pool
from ui.work.told import Failure, behind
from ui.work.visitors import Guest, Visitor

POLL = 1.0  # seconds between two looks for parts that are missing
PACE = "map.pace"  # a name of its own: widgets and components have theirs in the same store
MOMENT = 0.5  # seconds that a page waits for its first pictures


class Seen(NamedTuple):
    """What is known of a map: its pictures by letter, row by row from the lowest up, of as many cells along a side as
    are there; what is said of runners that failed; which share of the chunks is done, whether some are missing, how
    many other visitors come before those, whether the first one of each runner is done, and the letters of the runners
    that will have no picture, since they failed before it."""

    pictures: dict[str, Any]
    failures: list[str]
    done: float
    missing: bool
    ahead: int = 0
    begun: bool = False
    without: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple:
        """What the page shows of it: another one when a picture is finer."""
        finer = {letter: len(found[0]) for letter, found in self.pictures.items()}
        return finer, self.failures, self.missing, self.without


class Order(NamedTuple):
    """After how many chunks a picture is finer, and which cells each chunk has, see :mod:`training.many.order`."""

    finer: tuple[int, ...]
    cells: Callable[[int], np.ndarray]

    def joined(self, chunks: Sequence[Any]) -> Any:
        """The picture that the chunks make, as fine as what is there makes it; None where nothing is."""
        there = next((place for place, one in enumerate(chunks) if not isinstance(one, tuple)), len(chunks))
        count = max((many for many in self.finer if many <= there), default=0)
        if not count:
            return None
        order = _sorted(self.cells, count)
        kinds = zip(*chunks[:count], strict=True)
        return type(chunks[0])(
            *(np.concatenate(kind)[order] if isinstance(kind[0], np.ndarray) else kind[0] for kind in kinds)
        )


@lru_cache(maxsize=16)
def _sorted(cells: Callable[[int], np.ndarray], chunks: int) -> np.ndarray:
    """How what so many chunks have is sorted into rows: every look wants it."""
    return np.argsort(np.concatenate([cells(chunk) for chunk in range(chunks)]))


def look(
    pool: Pool,
    keys: Mapping[str, Sequence[Hashable]],
    order: Order,
    visitor: Visitor | Guest,
    seconds: float = 0.0,
    *,
    choices: Mapping[str, Choice],
) -> Seen:
    """What is known of a map by now, waiting so long for all of it; what is missing is gone on with.

    ``keys`` are the chunks of each runner's picture, and ``choices`` the runners, by letter.
    """
    chunks = [key for several in zip(*keys.values(), strict=True) for key in several]  # coarse ones first
    found = pool.ask(visitor, chunks)
    if seconds and None in found.values():
        pool.wait(visitor, chunks, seconds, every=True)
        found = pool.ask(visitor, chunks)
    ends = ((letter, found[key]) for letter, several in keys.items() for key in several)
    failed = [(letter, one) for letter, one in ends if isinstance(one, Failure)]
    failures = {locks.unnamed(one.sentence, letter, choices[letter]): None for letter, one in failed}
    drawn = {letter: order.joined([found[key] for key in several]) for letter, several in keys.items()}
    done = sum(isinstance(found[key], tuple) for key in chunks) / max(1, len(chunks))
    pictures = {letter: picture for letter, picture in drawn.items() if picture}
    begun = all(found[several[0]] is not None for several in keys.values())
    without = frozenset(letter for letter, _ in failed if letter not in pictures)
    return Seen(pictures, [*failures], done, None in found.values(), pool.ahead(visitor), begun, without)


@session.fragment(POLL)
def watch(ask: Callable[[], Seen], before: Seen, runs: int, what: Hashable) -> None:
    """Say how much of so many runs of the map that is ``what`` it is is done, and how long the rest may take, and renew
    the page when it has more to show than ``before``."""
    now = ask()
    if now.shown != before.shown:
        session.redraw(complete=not now.missing)
    said = tr("Computing: {share} of {count} runs are done.", share=percent(now.done), count=grouped(runs))
    pace = paced(session.own(PACE), Pace(what, now.begun, now.done, time.monotonic()))
    session.hold(PACE, pace)
    rest = behind(now.ahead) or left(pace, now.done, time.monotonic())
    if not rest and not now.begun:
        rest = tr("How long the rest takes is told once each optimizer has begun.")
    st.progress(now.done, f"{said} {rest}")


def reaching(share: float, minimum: tuple[float, float]) -> str:
    """Which share of the runs reach a minimum, in words."""
    return tr("{share} reach {minimum}", share=percent(share, 1), minimum=point(minimum))


def shares(fate: np.ndarray) -> dict[int, float]:
    """Which share of the runs has each fate."""
    kinds, counts = np.unique(fate, return_counts=True)
    return {int(kind): float(count / len(fate)) for kind, count in zip(kinds, counts, strict=True)}
