"""Running averages and what they are made of: weights, bias correction, and the rectifier of RAdam."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizers.trees import TRUST

BETA = 0.9  # of worked numbers, with these gradients
GRADIENTS = np.array([100.0, 100, 1, 100, 1000])


class Rectifier(NamedTuple):
    """RAdam's quantities at steps 1, 2, ...: each (steps,); ``factor`` is 0 where the rule does not rectify yet."""

    length: np.ndarray  # rho_t, the length of a plain average that is as certain as the second moment
    factor: np.ndarray  # r_t


def ewma(values: np.ndarray, decay: float, corrected: bool = False) -> np.ndarray:
    """The exponentially weighted average after each of ``values`` (n,), starting from 0.

    ``corrected`` divides by ``1 - decay ** t``, so that the first average is the first value.
    """
    averages, average = np.empty(len(values)), 0.0
    for t, value in enumerate(values, 1):
        average = decay * average + (1 - decay) * value
        averages[t - 1] = average / (1 - decay**t) if corrected else average
    return averages


def moving(values: np.ndarray, width: int) -> np.ndarray:
    """The mean of the last ``width`` values after each of ``values`` (n,); of fewer at the start."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    ends = np.arange(1, len(values) + 1)
    begins = np.maximum(ends - width, 0)
    return (sums[ends] - sums[begins]) / (ends - begins)


def accumulated(values: np.ndarray, share: float) -> np.ndarray:
    """The sum that keeps ``share`` of itself at each of ``values`` (n,): momentum with the rate outside."""
    return ewma(values, share) / (1 - share)


def root_mean_square(values: np.ndarray, decay: float) -> np.ndarray:
    """The root of the average of the squares without its start-up bias, after each of ``values`` (n,)."""
    return np.sqrt(ewma(np.square(values), decay, corrected=True))


def half_life(decay: float) -> float:
    """After how many values a value's share is half as large."""
    return np.log(0.5) / np.log(decay)


def noise_left(decay: float) -> float:
    """The standard deviation of the average of independent values, as a share of theirs."""
    return np.sqrt((1 - decay) / (1 + decay))


def shares(decay: float, count: int) -> np.ndarray:
    """What shares the last ``count`` values have in the average, the newest first: (count,)."""
    return (1 - decay) * decay ** np.arange(count)


def window(decay: float) -> float:
    """How many values the average is said to cover: 1 / (1 - decay), after which a share has fallen to about 1/e."""
    return 1 / (1 - decay)


def temperatures(days: int = 365, seed: int = 0, noise: float = 7.0) -> np.ndarray:
    """A made-up year of daily temperatures in degrees Fahrenheit, as the decks draw one: (days,)."""
    year = 50 - 30 * np.cos(2 * np.pi * np.arange(days) / 365)
    return year + np.random.default_rng(seed).normal(0, noise, days)


def rectifier(decay: float, steps: int, threshold: float = TRUST) -> Rectifier:
    """RAdam's rectifier at steps 1 to ``steps``; source: Liu et al. 2020, arXiv:1908.03265, algorithm 2.

    The paper's threshold is 4; the usual one is that of the rule that races.
    """
    t = np.arange(1, steps + 1)
    longest = 2 / (1 - decay) - 1
    length = longest - 2 * t * decay**t / (1 - decay**t)
    above = length > threshold
    safe = np.where(above, length, longest)
    factor = np.sqrt((safe - 4) * (safe - 2) * longest / ((longest - 4) * (longest - 2) * safe))
    return Rectifier(length, np.where(above, factor, 0.0))


def rate_spread(decay: float, steps: int, runs: int = 20_000, seed: int = 0) -> np.ndarray:
    """The standard deviation over ``runs`` of Adam's rate 1 / sqrt(v_hat) when gradients are standard normal: (steps,).

    At the first step it has no finite expectation; what is returned there grows with the number of runs.
    """
    rng, v, spread = np.random.default_rng(seed), np.zeros(runs), np.empty(steps)
    for t in range(1, steps + 1):
        v = decay * v + (1 - decay) * rng.standard_normal(runs) ** 2
        spread[t - 1] = np.std(1 / np.sqrt(v / (1 - decay**t)))
    return spread
