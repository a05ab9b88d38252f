"""In which order the cells of a picture are made, so that what is there lies evenly over all of it at any time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


def cells(chunk: int, side: int, chunks: int) -> np.ndarray:
    """Which cells a chunk of a picture of ``side`` x ``side`` has, rows from y0 up: each side * row + column.

    ``chunks`` is a power of four. Each chunk lies evenly over the whole picture; the first four together are twice as
    fine as the first, and so on.
    """
    apart = round(chunks**0.5)
    down, across = _order(apart)[chunk]
    rows, columns = np.arange(down, side, apart), np.arange(across, side, apart)
    return (side * rows[:, None] + columns).ravel()


@lru_cache
def _order(apart: int) -> list[tuple[int, int]]:
    """The chunks by row and column of their first cell, so that those before any lie as evenly as can be."""
    found, stride = [(0, 0)], apart
    while stride > 1:
        half = stride // 2
        there = set(found)
        found += [(r, c) for r in range(0, apart, half) for c in range(0, apart, half) if (r, c) not in there]
        stride = half
    return found
