"""Where a slider can stand: the round numbers of a range. No widgets here."""

from __future__ import annotations

import math
from bisect import bisect
from functools import lru_cache

from optimizers.base import whole
from training.configuration.ranges import Range

# Twenty round numbers a decade, about evenly spaced on a logarithmic scale.
FINE = (1, 1.1, 1.2, 1.35, 1.5, 1.7, 2, 2.2, 2.5, 2.7, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9)
COARSE = (1, 2, 5)
MANY_DECADES = 7  # from here on three numbers a decade are enough
LINEAR_STOPS = 100
SEEDS, FAR = 1e9, 1e3  # ranges, and ratios of their ends, of which no part is special


@lru_cache(maxsize=512)
def stops(item: Range) -> tuple[float, ...]:
    """The values at which the slider of ``item`` can stand, ascending, both ends of its range included."""
    if len(item.slider) > 2:
        return item.slider
    if item.whole:
        return tuple(dict.fromkeys(float(whole(stop)) for stop in _fine(item)))
    return _fine(item)


def around(item: Range, value: float) -> list[float]:
    """A few numbers of the range worth a look beside ``value``, which is among them, ascending."""
    low, high = (item.slider[0], item.slider[-1]) if item.slider else (item.low, item.high)
    found: tuple[float, ...] = (low, high) if low < value < high else (low, (low + high) / 2, high)
    if item.whole and high - low >= SEEDS:
        found = (value + 1, value + 2) if value + 2 <= high else (value - 2, value - 1)
    elif item.whole:
        found = (value // 4, value * 4)
    elif item.log and low > 0 and value > 0:
        factor = 10 if high >= FAR * low else 2
        found = (value / factor, value * factor)
    kept = {value, *(_tidy(min(max(number, item.low), item.high)) for number in found)}
    return sorted({whole(number) for number in kept} if item.whole else kept)


def _fine(item: Range) -> tuple[float, ...]:
    low, high = item.slider
    if item.memory:
        return tuple(dict.fromkeys(round(1 - share, 10) for share in reversed(_decades(1 - high, 1 - low))))
    if item.log and low > 0:
        return _decades(low, high)
    return tuple(_tidy(low + (high - low) * i / LINEAR_STOPS) for i in range(LINEAR_STOPS + 1))


@lru_cache(maxsize=4096)
def nearest(item: Range, value: float) -> float:
    """The stop nearest to ``value``, measured as the slider measures."""
    known = stops(item)
    after = bisect(known, value)
    return min(known[max(after - 1, 0) : after + 1], key=lambda stop: abs(_place(item, stop) - _place(item, value)))


def _decades(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    digits = FINE if last - first < MANY_DECADES else COARSE
    numbers = [float(f"{digit}e{decade}") for decade in range(first, last) for digit in digits]
    inside = [number for number in numbers if low * (1 + 1e-9) < number < high * (1 - 1e-9)]
    return (_tidy(low), *inside, _tidy(high))


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")


def _place(item: Range, value: float) -> float:
    low = item.slider[0]
    if item.memory:
        return -math.log(max(1 - value, 1e-9))
    return math.log(max(value, low * 1e-3)) if item.log and low > 0 else value
