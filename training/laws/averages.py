"""Laws of running averages, of what corrects them, and of rates that fall."""

from __future__ import annotations

from functools import partial

import numpy as np

from optimizers.schedules import SCHEDULES
from training.averages import ewma, noise_left, rate_spread, rectifier, shares
from training.laws.law import Expected, Law, Measured, Series

GROUP = "Averages and schedules"
SPECIALIZATION = "Deep Learning Specialization, course 2, week 2"
RADAM = "Liu and others 2020, arXiv:1908.03265"


def _noise(decay: float) -> float:
    """The deviation of the average of 200,000 independent normal numbers."""
    return float(np.std(ewma(np.random.RandomState(0).standard_normal(200_000), decay)[1000:]))


def _oldest(decay: float, age: int) -> Measured:
    """What a value counts after ``age`` more, over what the newest counts."""
    found = shares(decay, 2 * age + 1) / shares(decay, 1)
    series = Series(np.arange(len(found)), found, "values later", "share", Expected.LEVEL)
    return Measured(float(found[age]), series)


def _first_of_two(decay: float) -> float:
    """What the first of two values counts in the corrected average."""
    return float(ewma(np.array([1.0, 0.0]), decay, corrected=True)[1])


def _spread_of_rates() -> Measured:
    """The deviation of Adam's early rates at step 10; shown from step 2, as it has no end at the first."""
    spread = rate_spread(0.999, 10)
    series = Series(np.arange(2, 11), spread[1:], "step", "deviation", Expected.LEVEL, log=True)
    return Measured(float(spread[-1]), series)


def _length() -> Measured:
    """How many gradients RAdam's second moment is worth at step 5; shown to step 10."""
    length = rectifier(0.999, 10).length
    return Measured(float(length[4]), Series(np.arange(1, 11), length, "step", "gradients", Expected.LEVEL))


def _decayed(name: str, epoch: int, **numbers: float) -> Measured:
    """The rate at an epoch, counted from 1, that begins with 0.2."""
    factors = SCHEDULES[name].factors
    assert factors
    rates = 0.2 * np.asarray(factors(10, **numbers))
    series = Series(np.arange(1, 11), rates, "epoch", "rate", Expected.LEVEL)
    return Measured(float(rates[epoch - 1]), series)


AVERAGES = (
    Law(
        "window",
        GROUP,
        "After 1/(1 − β) more values a value counts about 1/e of what it did.",
        SPECIALIZATION,
        "What a value counts after 50 more, over what the newest counts, β = 0.98.",
        float(np.exp(-1)),
        0.02,
        partial(_oldest, 0.98, 50),
        "schedules",
    ),
    Law(
        "corrected",
        GROUP,
        "Corrected for its start, an average over two values with β = 0.98 counts them almost alike.",
        SPECIALIZATION,
        "What the first of two values counts: 0.0196/0.0396.",
        0.0196 / 0.0396,
        1e-9,
        partial(_first_of_two, 0.98),
        "schedules",
    ),
    Law(
        "noise_left",
        GROUP,
        "An average leaves √((1 − β)/(1 + β)) of the noise.",
        "The variance of a first-order autoregression",
        "The deviation of the average of 200,000 normal numbers, β = 0.9.",
        float(noise_left(0.9)),
        0.02,
        partial(_noise, 0.9),
        "schedules",
    ),
    Law(
        "rate_spread",
        GROUP,
        "Adam’s early rates are a matter of luck: 1/√v̂ of normal gradients still has the deviation 0.27 at step 10.",
        RADAM,
        "The deviation over 20,000 runs, β₂ = 0.999.",
        0.27,
        0.02,
        _spread_of_rates,
        "schedules",
    ),
    Law(
        "rectifier",
        GROUP,
        "At step 5 RAdam knows its second moment as well as from five gradients, and only then trusts it.",
        RADAM,
        "ρ at step 5, β₂ = 0.999.",
        4.996,
        1e-4,
        _length,
        "schedules",
    ),
    Law(
        "inverse_decay",
        GROUP,
        "A rate of 0.2 that is divided by 1 + epoch is 0.05 in the third epoch.",
        SPECIALIZATION,
        "The schedule 1/(1 + k epoch), k = 1, an epoch of one step.",
        0.05,
        1e-9,
        partial(_decayed, "inverse", 3, k=1.0, every=1.0),
        "schedules",
    ),
    Law(
        "exponential_decay",
        GROUP,
        "A rate of 0.2 that loses 5% in each epoch is 0.163 in the fourth.",
        SPECIALIZATION,
        "The schedule rᵉ, r = 0.95, an epoch of one step.",
        0.2 * 0.95**4,
        1e-9,
        partial(_decayed, "exponential", 4, rate=0.95, every=1.0),
        "schedules",
    ),
)
