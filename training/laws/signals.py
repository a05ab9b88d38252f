"""Laws of signals in networks that have learned nothing: how they grow and shrink from layer to layer."""

from __future__ import annotations

from functools import partial

import numpy as np

from training.initialization.config import decode
from training.initialization.measure import measure
from training.laws.law import Expected, Law, Measured, Series
from training.parts.theory import NODE, WEIGHT, critical

GROUP = "Signals in ten layers"
WIDTH, DEPTH = 300, 10
LAYERS = 700  # that a correlation is followed through
LEAST_VARIANCE, MOST_VARIANCE = 0.5, 4.0
HE = "He and others 2015, arXiv:1502.01852"
KLAMBAUER = "Klambauer and others 2017, arXiv:1706.02515"
POOLE = "Poole and others 2016, arXiv:1606.05340; Schoenholz and others 2016, arXiv:1611.01232"
TANH = float(np.sum(WEIGHT * np.tanh(NODE) ** 2)) ** 0.5  # of a unit normal input
RELU = (0.5 - 0.5 / np.pi) ** 0.5


def layers_of(width: int = WIDTH, depth: int = DEPTH) -> str:
    """So many layers, as a link has them."""
    return f"width={width}&depth={depth}&examples=300"


def _spreads(query: str) -> np.ndarray:
    """The standard deviation of the activations of every layer."""
    return measure(decode(query)[0]).signal.act_std


def _a_layer(query: str) -> Measured:
    """By which factor a layer multiplies the spread, on average after the first."""
    spreads = _spreads(query)
    value = float((spreads[-1] / spreads[0]) ** (1 / (len(spreads) - 1)))
    return Measured(value, Series(1 + np.arange(len(spreads)), spreads, "layer", "spread", Expected.FACTOR, log=True))


def _last(query: str) -> Measured:
    spreads = _spreads(query)
    return Measured(float(spreads[-1]), Series(1 + np.arange(len(spreads)), spreads, "layer", "spread", Expected.LEVEL))


def _variance(weight_variance: float, bias_variance: float) -> float:
    """The mean square of the inputs of tanh units to which it comes from layer to layer, from any but 0."""
    low, high = 0.0, weight_variance + bias_variance
    for _ in range(50):
        q = (low + high) / 2
        after = weight_variance * float(WEIGHT @ np.tanh(np.sqrt(q) * NODE) ** 2) + bias_variance
        low, high = (q, high) if after > q else (low, q)
    return (low + high) / 2


def _depth_scale(weight_variance: float, bias_variance: float) -> Measured:
    """Over how many layers the correlation of two signals comes nearer to where it goes by a factor of e, in tanh
    layers; read off between a change of a hundred-thousandth of the first one and of a hundred-millionth."""
    q = _variance(weight_variance, bias_variance)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = np.outer(weights, weights) / weights.sum() ** 2

    def on(c: float) -> float:
        first, second = nodes[:, None], c * nodes[:, None] + np.sqrt(1 - c**2) * nodes
        both = np.sum(weights * np.tanh(np.sqrt(q) * first) * np.tanh(np.sqrt(q) * second))
        return min(float((weight_variance * both + bias_variance) / q), 1.0)

    correlations = [0.5]
    for _ in range(LAYERS):
        correlations.append(on(correlations[-1]))
    changes = np.abs(np.diff(correlations))
    first, last = (int(np.argmax(changes < share * changes[0])) for share in (1e-5, 1e-8))
    value = float((last - first) / np.log(changes[first] / changes[last]))
    up = "change of the correlation"
    return Measured(value, Series(np.arange(last), changes[:last], "layer", up, Expected.FALL, log=True))


def _growth(weight_variance: float, bias_variance: float) -> float:
    """By which factor a tanh layer multiplies the squared distance of two nearby signals."""
    q = _variance(weight_variance, bias_variance)
    return weight_variance * float(WEIGHT @ np.cosh(np.clip(np.sqrt(q) * NODE, -300, 300)) ** -4.0)


def _critical(bias_variance: float) -> Measured:
    """The variance of weights at which that factor is 1."""
    variances = np.linspace(LEAST_VARIANCE, MOST_VARIANCE, 15)
    factors = np.array([_growth(variance, bias_variance) for variance in variances])
    series = Series(variances, factors, "variance of weights", "growth of a distance", Expected.PLACE)
    return Measured(critical("tanh", bias_variance), series)


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
        partial(_last if last else _a_layer, f"{layers_of()}&{query}"),
        f"initialization?{layers_of()}&{query}",
    )


def _thirty(name: str, claim: str, expected: float, init: str) -> Law:
    query = f"{layers_of(512, 30)}&activation=relu&init={init}"
    return Law(
        name,
        GROUP,
        claim,
        HE,
        "The mean factor of the spread after the first layer, one draw of 30 layers of 512.",
        expected,
        0.02,
        partial(_a_layer, query),
        f"initialization?{query}",
    )


def _scale_of_depth(name: str, claim: str, weights: float, expected: float) -> Law:
    return Law(
        name,
        GROUP,
        claim,
        POOLE,
        "How fast their correlation comes to where it goes, from the recursion of its changes; the two were normal, "
        "with the correlation 0.5.",
        expected,
        1e-3,
        partial(_depth_scale, weights, 0.05),
        _trained(weights, 0.05),
    )


def _passes(name: str, claim: str, biases: float, expected: float) -> Law:
    return Law(
        name,
        GROUP,
        claim,
        POOLE,
        "Where the mean square of the slope times the variance is 1, by sums over normal nodes.",
        expected,
        1e-4,
        partial(_critical, biases),
        _trained(expected, biases),
    )


def _trained(weights: float, biases: float) -> str:
    """A network of ten layers of 100 units with weights of variance ``weights`` / fan_in, and biases, as a link."""
    weight, bias = (f"{value**0.5:.6f}" for value in (weights / 100, biases))
    signal = f"hidden={','.join(['100'] * 10)}&activation=tanh&init=normal&initvalue={weight}"
    return f"network?data=spirals&{signal}&bias=random&biasvalue={bias}&steps=100&a=sgd&a.lr=0.01"


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
        HE,
        0.5**0.5,
        0.05,
        "activation=relu&init=deck",
    ),
    _deep(
        "he_keeps",
        "ReLU with weights of variance 2/fan_in keeps it.",
        HE,
        1.0,
        0.05,
        "activation=relu&init=he",
    ),
    _deep(
        "selu",
        "SELU pulls the variance to 1.",
        KLAMBAUER,
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
    _thirty("thirty_he", "ReLU with weights of variance 2/fan_in keeps the variance through 30 layers.", 1.0, "he"),
    _thirty(
        "thirty_xavier",
        "With weights of variance 1/fan_in a billionth of the variance is left behind 30 layers: each halves it.",
        0.5**0.5,
        "lecun",
    ),
    _scale_of_depth(
        "depth_scale",
        "In order, weights of variance 1.5/fan_in and biases of 0.05, two signals grow alike by e in 15.8 tanh layers.",
        1.5,
        15.79,
    ),
    _scale_of_depth("depth_scale_order", "With weights of 1.3/fan_in in 7.83.", 1.3, 7.83),
    _scale_of_depth(
        "depth_scale_chaos",
        "In chaos they come to a correlation below 1, slowly near the border: with weights of 2/fan_in in 25.2 layers.",
        2.0,
        25.2,
    ),
    _scale_of_depth("depth_scale_more", "With 2.5/fan_in in 11.8.", 2.5, 11.8),
    _scale_of_depth("depth_scale_most", "With 4/fan_in in 6.98.", 4.0, 6.98),
    _passes(
        "critical_bare", "Without biases tanh layers pass from order to chaos at weights of variance 1/fan_in.", 0, 1
    ),
    _passes("critical_hundredth", "With biases of variance 0.01 at 1.4242/fan_in.", 0.01, 1.4242),
    _passes("critical", "Of 0.05 at 1.7610/fan_in.", 0.05, 1.7610),
    _passes("critical_tenth", "Of 0.1 at 1.9861/fan_in.", 0.1, 1.9861),
    _passes("critical_most", "Of 0.3 at 2.5051/fan_in.", 0.3, 2.5051),
)
