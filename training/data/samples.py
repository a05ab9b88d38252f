"""What a data set is, and what all of them share: how many examples each class has, and how noise is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from locales import Words

Rng = np.random.RandomState  # its stream is frozen by NumPy's policy, so that a link draws the same data for ever
MOST_EXAMPLES = 10_000  # that any set can give, and so the rows of the buffers that hold a training part
ROUNDING = 1e-12  # a deviation below this share of the largest value is that of a constant, but for rounding


class Sample(NamedTuple):
    """Raw examples, class by class: before any pre-processing, shuffling or split.

    ``place`` (n,) says where each stands in the data's own order; without it that order is the one here.
    """

    x: np.ndarray  # (n, inputs) float64
    y: np.ndarray  # (n,) float64: the class number, or the value of a regression
    place: np.ndarray | None = None


Make = Callable[[int, float, float, Rng], Sample]  # examples, noise, balance, rng


@dataclass(frozen=True)
class Dataset:
    """A source of examples.

    ``kind`` is "plane" (two inputs, classes), "curve" (one input, one number), "image" or "table". ``classes`` are the
    names of the classes, none for a regression. ``examples``, ``noise``, ``balance`` (the share of the first class
    where there are two) and ``steps`` of training are what the page opens with; ``most`` and ``noise_high`` end the
    ranges. Of a ``fixed`` set ``make`` draws a subset, and noise counts in standard deviations of each input; else
    noise is in units of the data. ``far`` says that its inputs are not of the unit scale that networks are made for.
    """

    name: str
    label: Words
    kind: str
    summary: Words
    make: Make
    classes: tuple[Words, ...]
    features: tuple[str, ...]
    examples: int
    most: int
    noise: float
    noise_high: float
    source: Words
    balance: float = 0.5
    steps: int = 600
    image: tuple[int, int] | None = None
    fixed: bool = False
    far: bool = False

    @property
    def inputs(self) -> int:
        """How many numbers describe one example."""
        return len(self.features)


def shares(classes: int, balance: float) -> tuple[float, ...]:
    """The share of each class: as ``balance`` says for two of them, else all the same."""
    return (balance, 1 - balance) if classes == 2 else (1 / classes,) * classes


def apportion(total: int, parts: Sequence[float] | np.ndarray, least: int = 0) -> np.ndarray:
    """Whole numbers in the proportion of ``parts`` that add up to ``total``, none below ``least``.

    Largest remainders get the rounding; where ``total`` is too small for ``least``, the sum is larger.
    """
    exact = total * np.asarray(parts, float) / np.sum(parts)
    counts = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: total - counts.sum()]] += 1
    counts = np.maximum(counts, least)
    while counts.sum() > total and counts.max() > least:
        counts[np.argmax(counts)] -= 1
    return counts


def deviations_of(x: np.ndarray) -> np.ndarray:
    """The standard deviation of each input, exactly 0 where it is constant but for rounding: (n, d) -> (d,)."""
    deviations = x.std(axis=0)
    return np.where(deviations > ROUNDING * np.abs(x).max(axis=0), deviations, 0.0)


def noisy(x: np.ndarray, noise: float, rng: Rng) -> np.ndarray:
    """Inputs (n, d) moved by normal noise of ``noise`` standard deviations of each."""
    return x + noise * deviations_of(x) * rng.standard_normal(x.shape)


def bootstrap(count: int, seed: int) -> np.ndarray:
    """Rows of a bootstrap sample, ascending: ``count`` of 0 to ``count - 1``, drawn with replacement.

    Source: Breiman, Bagging predictors, 1996.
    """
    return np.sort(Rng(seed).randint(count, size=count))
