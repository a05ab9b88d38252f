"""What a law is, and what came of measuring it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Law:
    """A claim that can be checked: ``measure()`` gives the number that is ``expected`` to the share ``tolerance``.

    ``how`` says what is measured, ``link`` opens it, an address in the app, "" where no page shows it.
    """

    name: str
    group: str
    claim: str
    source: str
    how: str
    expected: float
    tolerance: float
    measure: Callable[[], float]
    link: str = ""

    def holds(self, measured: float) -> bool:
        """Whether the law holds for what was measured."""
        return math.isclose(measured, self.expected, rel_tol=self.tolerance)
