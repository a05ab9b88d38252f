"""Streams of random numbers that are the same for ever: those of ``numpy.random.RandomState``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

_idle: list[np.random.RandomState] = []


@contextmanager
def stream(seed: int | Sequence[int]) -> Iterator[np.random.RandomState]:
    """The stream of a seed, within which alone it may be drawn from.

    To make one takes as long as to draw two thousand numbers, to seed one again a fiftieth of that: many small networks
    are drawn in a third of the time.
    """
    try:
        drawn = _idle.pop()
    except IndexError:
        drawn = np.random.RandomState()
    drawn.seed(seed)
    try:
        yield drawn
    finally:
        _idle.append(drawn)
