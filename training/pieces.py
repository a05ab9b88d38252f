"""Long work a piece at a time, so that it can tell how far it is and be ended between two pieces."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import jax

Under = TypeVar("Under")  # a run under way, or many

MOMENT = 0.05  # seconds of work between two looks for whether to go on; a single step may take longer
FASTER = 8  # times as many steps, at most, in the next piece as in the last


def in_pieces(
    further: Callable[[Under, int, int], Under], carry: Under, first: int, end: int, beat: Callable[[int], None]
) -> Under:
    """The steps of a run from ``first`` to before ``end``, so many at a time as take about a MOMENT, and a ``beat``
    after each piece. ``further`` takes a run from one step to before another, and waits for it."""
    size = 1
    while first < end:
        began, last = time.perf_counter(), min(first + size, end)
        carry = further(carry, first, last)
        beat(last)
        fitting = size * MOMENT / (time.perf_counter() - began)
        first, size = last, max(1, min(int(fitting), FASTER * size))
    return carry


class Watch:
    """A function of arrays that waits for its result, and counts the seconds of its calls."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *given: Any) -> Any:
        began = time.perf_counter()
        found = jax.block_until_ready(self.function(*given))
        self.seconds += time.perf_counter() - began
        return found
