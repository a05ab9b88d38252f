"""Where a slider can stand: the round numbers of a hyperparameter's range. No widgets here."""

from __future__ import annotations

import math
from functools import lru_cache

from optimizers.base import Hyper, whole
from surfaces.base import Knob

# Twenty round numbers a decade, about evenly spaced on a logarithmic scale.
FINE = (1, 1.1, 1.2, 1.35, 1.5, 1.7, 2, 2.2, 2.5, 2.7, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9)
COARSE = (1, 2, 5)
MANY_DECADES = 7  # from here on three numbers a decade are enough
LINEAR_STOPS = 100
# fmt: off
STEP_STOPS = (
    10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800,
    1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, 20_000,
)
# fmt: on


@lru_cache(maxsize=512)
def stops(hyper: Hyper | Knob) -> tuple[float, ...]:
    """The values at which the slider of ``hyper`` can stand, ascending, both ends of its range included."""
    if isinstance(hyper, Hyper) and hyper.whole:
        return tuple(dict.fromkeys(float(whole(stop)) for stop in _fine(hyper)))
    return _fine(hyper)


def _fine(hyper: Hyper | Knob) -> tuple[float, ...]:
    low, high = hyper.slider
    if hyper.memory:
        return tuple(dict.fromkeys(round(1 - share, 10) for share in reversed(_decades(1 - high, 1 - low))))
    if hyper.log and low > 0:
        return _decades(low, high)
    return tuple(_tidy(low + (high - low) * i / LINEAR_STOPS) for i in range(LINEAR_STOPS + 1))


def nearest(hyper: Hyper | Knob, value: float) -> float:
    """The stop nearest to ``value``, measured as the slider measures."""
    return min(stops(hyper), key=lambda stop: abs(_place(hyper, stop) - _place(hyper, value)))


def nearest_steps(steps: int) -> int:
    """The number of steps on the slider nearest to ``steps``."""
    return min(STEP_STOPS, key=lambda stop: abs(math.log(stop / steps)))


def _decades(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    digits = FINE if last - first < MANY_DECADES else COARSE
    numbers = [float(f"{digit}e{decade}") for decade in range(first, last) for digit in digits]
    inside = [number for number in numbers if low * (1 + 1e-9) < number < high * (1 - 1e-9)]
    return (_tidy(low), *inside, _tidy(high))


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")


def _place(hyper: Hyper | Knob, value: float) -> float:
    low = hyper.slider[0]
    if hyper.memory:
        return -math.log(max(1 - value, 1e-9))
    return math.log(max(value, low * 1e-3)) if hyper.log and low > 0 else value
