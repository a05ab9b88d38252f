"""Groups of examples that come from shifted places, and moving each of them to mean 0 and standard deviation 1.

Covariate shift as the decks draw it: mini-batches whose inputs lie elsewhere each, moved to one location. Source: the
decks; Ioffe and Szegedy, Batch normalization, 2015.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from training.data.samples import Rng, deviations_of

COUNT = 4


class Groups(NamedTuple):
    """By how many standard deviations of each input the groups are shifted, and whether they are moved back."""

    shift: float = 0.0
    moved: bool = False

    def __call__(self, x: np.ndarray, seed: int) -> np.ndarray:
        """Raw inputs of a plane (n, 2), whose groups ``seed`` draws; the very same where nothing is shifted."""
        if not self.shift:
            return x
        shifted, groups = apart(x, self.shift, seed), members(len(x), seed)
        return together(shifted, groups) if self.moved else shifted


def members(count: int, seed: int) -> np.ndarray:
    """The group of each of ``count`` examples, of equal sizes as far as that goes: (count,)."""
    return Rng(seed).permutation(count) % COUNT


def apart(x: np.ndarray, by: float, seed: int) -> np.ndarray:
    """Points (n, 2) with each group shifted along a diagonal of its own, by as many deviations of each input."""
    angle = np.pi / 4 + 2 * np.pi / COUNT * members(len(x), seed)
    return x + by * deviations_of(x) * np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def together(x: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Points (n, 2) with each group at mean 0 and standard deviation 1; a constant input is not divided."""
    moved = x.copy()
    for group in np.unique(groups):
        rows = groups == group
        deviation = deviations_of(x[rows])
        moved[rows] = (x[rows] - x[rows].mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    return moved
