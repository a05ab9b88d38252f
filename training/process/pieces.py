"""Long work a piece at a time, so that it can tell how far it is and be ended between two pieces."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import jax

Under = TypeVar("Under")  # a run under way, or many
Beat = Callable[[float | None], None]  # gets the share that is done, or None where that is not known; may end the work

MOMENT = 0.05  # seconds of work between two looks for whether to go on; a single step may take longer
ROUND = 100  # steps, of which each such stretch has what a rule does at times only, as Sophia renews its curvature
FASTER = 8  # times as many steps, at most, in the next piece as in the last


def unheard(share: float | None) -> None:
    """The beat of work that nobody follows."""


@dataclass
class Pace:
    """How many steps of a program take about a MOMENT, as far as is known: one, before any is made."""

    steps: int = 1

    def learn(self, steps: int, seconds: float) -> None:
        """What so many steps took."""
        fitting = steps * MOMENT / seconds
        self.steps = max(1, min(int(fitting), FASTER * self.steps))


def in_pieces(
    further: Callable[[Under, int, int], Under],
    carry: Under,
    first: int,
    end: int,
    beat: Callable[[int], None],
    pace: Pace | None = None,
) -> Under:
    """The steps of a run from ``first`` to before ``end``, so many at a time as take about a MOMENT, and a ``beat``
    after each piece. ``further`` takes a run from one step to before another, and waits for it. ``pace`` is that of
    earlier runs by the same program."""
    pace = pace or Pace()
    while first < end:
        began, steps = time.perf_counter(), pace.steps
        last = min(first + steps, end)
        carry = further(carry, first, last)
        if last - first == steps:  # a rest is so short that what is around its steps would count as their time
            pace.learn(steps, time.perf_counter() - began)
        beat(last)
        first = last
    return carry


class Watch:
    """A function that takes a run from one step to before another, waits for it, and tells what steps take."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self._quickest = function, math.inf
        self._pieces: deque[tuple[int, float]] = deque()  # steps and seconds of the last ones, a ROUND or little more

    def of(self, steps: int) -> float:
        """The seconds that so many steps take as in the quickest ROUND so far: what else the machine does only slows.

        Of a run that is shorter than that, as on its average.
        """
        return steps * min(self._quickest, self._average())

    def __call__(self, carry: Any, first: int, end: int) -> Any:
        began = time.perf_counter()
        found = jax.block_until_ready(self.function(carry, first, end))
        self._pieces.append((end - first, time.perf_counter() - began))
        while self._steps() - self._pieces[0][0] >= ROUND:
            self._pieces.popleft()
        if self._steps() >= ROUND:
            self._quickest = min(self._quickest, self._average())
        return found

    def _steps(self) -> int:
        return sum(steps for steps, _ in self._pieces)

    def _average(self) -> float:
        return sum(seconds for _, seconds in self._pieces) / self._steps()
