"""Dropout over all masks there are: ten units have 2^10, so that their average can be taken instead of estimated.

Where one linear unit reads them, scaling the weights by the keep probability is that average. Where rectifiers stand in
between it is only near it (Srivastava and others 2014, Journal of Machine Learning Research 15, section 7.5).
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from locales import Words

LINEAR: Words = "One linear read-out"
RECTIFIED: Words = "Through eight rectifiers"
UNITS, NEXT = 10, 8  # units that are left out or stay, and rectifiers that read them


class Averages(NamedTuple):
    """What a network answers: on average over all masks, once with scaled weights, and how far masks spread (the
    standard deviation)."""

    average: float
    scaled: float
    spread: float


def averages(keep: float) -> dict[str, Averages]:
    """The answers of two small networks, LINEAR and RECTIFIED, whose units stay with a probability of ``keep``."""
    signals, weights, reads = _network()
    masks = _masks()
    stay = masks.sum(axis=1)
    chance = keep**stay * (1 - keep) ** (UNITS - stay)
    inner, scaled = (masks * signals) @ weights, signals @ (keep * weights)
    return {
        LINEAR: _averages(chance, inner @ reads, scaled @ reads),
        RECTIFIED: _averages(chance, np.maximum(inner, 0) @ reads, np.maximum(scaled, 0) @ reads),
    }


def dropped(units: int, keep: float) -> tuple[float, float]:
    """How many of so many units are left out on average, and the standard deviation of that."""
    return units * (1 - keep), float(np.sqrt(units * keep * (1 - keep)))


def widened(keep: float) -> float:
    """By how much inverted dropout multiplies the variance of half-normal activations, whose mean it keeps."""
    return 1 + (1 - keep) / keep / (1 - 2 / np.pi)


def _averages(chance: np.ndarray, answers: np.ndarray, scaled: float) -> Averages:
    mean = chance @ answers
    return Averages(float(mean), float(scaled), float(np.sqrt(chance @ (answers - mean) ** 2)))


@cache
def _masks() -> np.ndarray:
    """All masks, (2^UNITS, UNITS)."""
    return np.array([*product((0, 1), repeat=UNITS)])


@cache
def _network() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the units answer (UNITS,), and the weights behind them (UNITS, NEXT) and (NEXT,)."""
    rng = np.random.RandomState(4)
    signals = np.maximum(rng.standard_normal(UNITS), 0.1)
    return signals, rng.standard_normal((UNITS, NEXT)), rng.standard_normal(NEXT)
