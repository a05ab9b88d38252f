"""Laws of SELU, whose layers draw mean and variance to 0 and 1."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.laws.law import Expected, Law, Measured, Series
from training.laws.signals import GROUP, KLAMBAUER, layers_of
from training.parts.theory import moments


def _drift(name: str) -> np.ndarray:
    """How far mean and variance come off 0 and 1 behind a layer of units that keep them, over how far the variance was
    off before, (2,)."""
    step = 1e-3
    above, below = (moments(name, (1 + sign * step) ** 0.5) for sign in (1, -1))
    return np.array([above.mean - below.mean, above.variance - below.variance]) / (2 * step)


def _drawn_back(variance: float, layers: int) -> Measured:
    """The variance that SELU layers make of another one."""
    found = [variance]
    for _ in range(layers):
        found.append(moments("selu", found[-1] ** 0.5).variance)
    return Measured(found[-1], Series(np.arange(layers + 1), np.array(found), "layer", "variance", Expected.LEVEL))


SELU = (
    Law(
        "selu_drift",
        GROUP,
        "A deviation of SELU’s variance from 1 shrinks to 0.7826 of itself in a layer.",
        KLAMBAUER,
        "The difference of the variance behind a layer by that before it, by sums over normal nodes.",
        0.782648,
        1e-6,
        lambda: float(_drift("selu")[1]),
        f"initialization?{layers_of()}&activation=selu&init=lecun",
    ),
    Law(
        "selu_mean",
        GROUP,
        "Such a deviation moves the mean by 0.0888 of itself.",
        KLAMBAUER,
        "The difference of the mean behind a layer by that of the variance before it.",
        0.088835,
        1e-5,
        lambda: float(_drift("selu")[0]),
        f"initialization?{layers_of()}&activation=selu&init=lecun",
    ),
    Law(
        "selu_norm",
        GROUP,
        "Both together are shorter than the deviation, so that mean 0 and variance 1 attract.",
        KLAMBAUER,
        "The norm of the derivatives of mean and variance behind a layer.",
        0.7877,
        1e-4,
        lambda: float(np.linalg.norm(_drift("selu"))),
        f"initialization?{layers_of()}&activation=selu&init=lecun",
    ),
    Law(
        "selu_far",
        GROUP,
        "A variance of 16 is 1.0017 behind 30 SELU layers.",
        KLAMBAUER,
        "The recursion of the variance, by sums over normal nodes.",
        1.0017,
        1e-4,
        partial(_drawn_back, 16.0, 30),
        "lib/lesson/depth.4",
    ),
    Law(
        "selu_near",
        GROUP,
        "One of 1.5 is 1.162 behind four.",
        KLAMBAUER,
        "The same recursion.",
        1.162,
        1e-4,
        partial(_drawn_back, 1.5, 4),
        "lib/lesson/depth.4",
    ),
)
