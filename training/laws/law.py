"""What a law is, and what came of measuring it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from locales import Words

# What the axes of series are called.
AXES: tuple[Words, ...] = (
    "after Muon",
    "change of the correlation",
    "deviation",
    "distance",
    "distance moved along x",
    "edges so far",
    "epoch",
    "final loss",
    "gradients",
    "growth of a distance",
    "layer",
    "length of the step",
    "loss",
    "mean loss",
    "norm",
    "product",
    "rate",
    "rates times curvature",
    "share",
    "share of the limit",
    "sharpness",
    "singular value",
    "size of y",
    "spread",
    "step",
    "step times rate",
    "values later",
    "variance",
    "variance of weights",
    "x",
    "y",
)


class Expected(Enum):
    """What the number that a law expects is in the picture of its series."""

    PLACE = auto()  # on the axis across
    LEVEL = auto()  # on the axis up
    FACTOR = auto()  # by which the values grow with each unit across
    FALL = auto()  # over how many units across the values fall by a factor of e
    SQUARE = auto()  # the same of their roots: a loss goes with the square of a distance


class Series(NamedTuple):
    """What a law's number was read from: ``values`` (points,) at ``places`` (points,), ascending.

    ``across`` and ``up`` call both, by AXES; ``log`` says that a logarithmic scale suits the values.
    """

    places: np.ndarray
    values: np.ndarray
    across: str
    up: str
    expected: Expected
    log: bool = False

    def drawn(self, number: float) -> tuple[np.ndarray, np.ndarray]:
        """The line of what is expected where the law's ``number`` is, its places and values, each (2,)."""
        ends, values = self.places[[0, -1]], self.values[np.isfinite(self.values)]
        if self.expected is Expected.PLACE:
            return np.full(2, number), np.array([values.min(), values.max()])
        if self.expected is Expected.LEVEL:
            return ends, np.full(2, number)
        if self.expected is Expected.FALL:
            return ends, self.values[-1] * np.exp((ends[-1] - ends) / number)
        power = 2 if self.expected is Expected.SQUARE else 1
        return ends, self.values[0] * number ** (power * (ends - ends[0]))


class Measured(NamedTuple):
    """The number that was measured, and the series that it was read from, where it was read from one."""

    value: float
    series: Series | None = None


@dataclass(frozen=True)
class Law:
    """A claim that can be checked: ``measure()`` gives the number that is ``expected`` to the share ``tolerance``,
    alone or with the series that it was read from.

    ``how`` says what is measured, ``link`` opens it, an address in the app; where no page shows it that is "", and
    ``unshown`` says why.
    """

    name: str
    group: Words
    claim: Words
    source: Words
    how: Words
    expected: float
    tolerance: float
    measure: Callable[[], float | Measured]
    link: str = ""
    unshown: Words = ""

    def measured(self) -> Measured:
        """What comes of measuring it here and now."""
        found = self.measure()
        return found if isinstance(found, Measured) else Measured(found)

    def holds(self, measured: float) -> bool:
        """Whether the law holds for what was measured."""
        return abs(measured - self.expected) <= self.tolerance * abs(self.expected)
