"""Laws of signals in networks that have learned nothing: how they grow and shrink from layer to layer."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.initialization.config import decode
from training.initialization.measure import measure
from training.laws.law import Expected, Law, Measured, Series
from training.parts.theory import NODE, WEIGHT, moments

GROUP = "Signals in ten layers"
WIDTH = 300
POOLE = "Poole and others 2016, arXiv:1606.05340; Schoenholz and others 2016, arXiv:1611.01232"
_DEEP = f"width={WIDTH}&depth=10&examples=300"
TANH = float(np.sum(WEIGHT * np.tanh(NODE) ** 2)) ** 0.5  # of a unit normal input
RELU = (0.5 - 0.5 / np.pi) ** 0.5


def _spreads(query: str) -> np.ndarray:
    """The standard deviation of the activations of every layer."""
    return measure(decode(f"{_DEEP}&{query}")[0]).signal.act_std


def _a_layer(query: str) -> Measured:
    """By which factor a layer multiplies the spread, on average after the first."""
    spreads = _spreads(query)
    value = float((spreads[-1] / spreads[0]) ** (1 / (len(spreads) - 1)))
    return Measured(value, Series(1 + np.arange(len(spreads)), spreads, "layer", "spread", Expected.FACTOR, log=True))


def _last(query: str) -> Measured:
    spreads = _spreads(query)
    return Measured(float(spreads[-1]), Series(1 + np.arange(len(spreads)), spreads, "layer", "spread", Expected.LEVEL))


def _variance(weight_variance: float, bias_variance: float) -> float:
    """The mean square of the inputs of tanh units to which it comes from layer to layer, from 1."""
    q, before = 1.0, 0.0
    while abs(q - before) > 1e-12:
        before = q
        q = weight_variance * float(np.sum(WEIGHT * np.tanh(np.sqrt(q) * NODE) ** 2)) + bias_variance
    return q


def _depth_scale(weight_variance: float, bias_variance: float) -> float:
    """Over how many layers two signals grow more alike by a factor of e, from the correlation of tanh layers."""
    q = _variance(weight_variance, bias_variance)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = np.outer(weights, weights) / weights.sum() ** 2

    def on(c: float) -> float:
        first, second = nodes[:, None], c * nodes[:, None] + np.sqrt(1 - c**2) * nodes
        both = np.sum(weights * np.tanh(np.sqrt(q) * first) * np.tanh(np.sqrt(q) * second))
        return float((weight_variance * both + bias_variance) / q)

    apart = [0.5]
    for _ in range(200):
        apart.append(1 - on(1 - apart[-1]))
    return float(50 / np.log(apart[150] / apart[200]))


def _critical(bias_variance: float) -> float:
    """The variance of weights at which the slopes of tanh layers multiply two nearby signals' distance by one."""

    def growth(weight_variance: float) -> float:
        q = _variance(weight_variance, bias_variance)
        return weight_variance * float(np.sum(WEIGHT / np.cosh(np.clip(np.sqrt(q) * NODE, -300, 300)) ** 4))

    low, high = 1.0, 4.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if growth(middle) < 1 else (low, middle)
    return (low + high) / 2


def _deep(name: str, claim: str, source: str, expected: float, tolerance: float, query: str, last: bool = False) -> Law:
    how = "The spread of the last activations" if last else "The mean factor of the spread after the first layer"
    return Law(
        name,
        GROUP,
        claim,
        source,
        f"{how}, one draw of ten layers of {WIDTH}.",
        expected,
        tolerance,
        partial(_last if last else _a_layer, query),
        f"initialization?{_DEEP}&{query}",
    )


def _drift(name: str) -> float:
    """By how much a deviation of the variance from 1 is multiplied in a layer of units that keep it there."""
    step = 1e-3
    above, below = (moments(name, (1 + sign * step) ** 0.5).variance for sign in (1, -1))
    return (above - below) / (2 * step)


SIGNALS = (
    _deep(
        "small_weights",
        "Small weights of deviation σ multiply a signal by σ √fan_in in every layer.",
        POOLE,
        0.01 * WIDTH**0.5,
        0.02,
        "activation=tanh&init=normal&initvalue=0.01",
    ),
    _deep(
        "relu_halves",
        "ReLU with weights of variance 1/fan_in halves the variance in every layer.",
        "He and others 2015, arXiv:1502.01852",
        0.5**0.5,
        0.05,
        "activation=relu&init=deck",
    ),
    _deep(
        "he_keeps",
        "ReLU with weights of variance 2/fan_in keeps it.",
        "He and others 2015, arXiv:1502.01852",
        1.0,
        0.05,
        "activation=relu&init=he",
    ),
    _deep(
        "selu",
        "SELU pulls the variance to 1.",
        "Klambauer and others 2017, arXiv:1706.02515",
        1.0,
        0.03,
        "activation=selu&init=deck",
        last=True,
    ),
    _deep(
        "norm_tanh",
        "After batch norm tanh has the spread that it makes of a unit normal input, whatever the weights.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        TANH,
        0.02,
        "activation=tanh&init=normal&initvalue=1&norm=batch",
        last=True,
    ),
    _deep(
        "norm_relu",
        "After batch norm ReLU has the spread √(1/2 − 1/2π), whatever the weights.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        RELU,
        0.02,
        "activation=relu&init=normal&initvalue=0.01&norm=batch",
        last=True,
    ),
    _deep(
        "linear",
        "Without activations a layer multiplies a signal by its weights, 1.5 times the identity by 1.5: ten by 58.",
        "Deep Learning Specialization, course 2, week 1",
        1.5,
        1e-5,
        "activation=identity&init=identity&initvalue=1.5",
    ),
    Law(
        "selu_drift",
        GROUP,
        "A deviation of SELU’s variance from 1 shrinks to 0.7826 of itself in a layer.",
        "Klambauer and others 2017, arXiv:1706.02515",
        "The difference of the variance behind a layer by that before it, by sums over normal nodes.",
        0.782648,
        1e-4,
        partial(_drift, "selu"),
    ),
    Law(
        "depth_scale",
        GROUP,
        "In order, weights of variance 1.5/fan_in and biases of 0.05, two signals grow alike by e in 15.8 tanh layers.",
        POOLE,
        "How fast their correlation comes to 1, from layer 150 to 200 of its recursion.",
        15.79,
        1e-3,
        partial(_depth_scale, 1.5, 0.05),
    ),
    Law(
        "critical",
        GROUP,
        "With biases of variance 0.05, tanh layers pass from order to chaos at weights of variance 1.7610/fan_in.",
        POOLE,
        "Where the mean square of the slope times the variance is 1, by sums over normal nodes.",
        1.7610,
        1e-3,
        partial(_critical, 0.05),
    ),
)
