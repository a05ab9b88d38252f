"""Initializations by name: what stands between the layers before anything is learned.

Biases come from a stream of their own, so that weights stay the same when only the biases change, and a changed
standard deviation scales the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from locales import Words
from optimizers.base import Hyper
from training.parts import weights
from training.parts.streams import stream
from training.parts.weights import Make, Spread

GAIN = Hyper("gain", "Gain", "", 1.0, 0.01, 10.0, (0.1, 10.0), log=True, help="All initial weights times this.")


@dataclass(frozen=True)
class Initializer:
    """``make(start)`` returns weights and biases; ``number`` is what the user types, where there is something to type.

    ``std(fan_in, fan_out, activation, number)`` is the standard deviation of a weight without the gain, where weights
    are independent with mean zero or act like such in wide layers; None where they do not. ``draws`` is the kind of
    numbers that are drawn and then scaled: of one kind and one seed, two initializations have the same.
    """

    name: str
    label: Words
    help: Words
    source: Words
    make: Make
    std: Spread | None
    number: Hyper | None = None
    draws: str = ""
    latex: str = ""


@dataclass(frozen=True)
class Bias:
    """How biases start: in ``drawn`` layers ("none", "first" or "all") they are random; ``number`` is typed."""

    name: str
    label: Words
    help: Words
    number: Hyper | None = None
    drawn: str = "none"

    def layers(self, count: int) -> int:
        """In how many of ``count`` layers, from the first on, the biases are random."""
        return {"none": 0, "first": min(1, count), "all": count}[self.drawn]


def bias_std(bias: str, value: float, layers: int) -> list[float]:
    """The expected root mean square of each layer's biases, for :mod:`training.parts.theory`."""
    kind = BIASES[bias]
    still = abs(value) if kind.name == "constant" else 0.0
    return [value if layer < kind.layers(layers) else still for layer in range(layers)]


def biases(sizes: Sequence[int], kind: Bias, value: float, seed: int) -> list[np.ndarray]:
    """The biases of layers of these ``sizes`` before step 0, (size,) float32 each."""
    random, still = kind.layers(len(sizes)), value if kind.name == "constant" else 0.0
    with stream([seed, 1]) as rng:
        drawn = [value * rng.standard_normal(size) for size in sizes[:random]]
    return [one.astype(np.float32) for one in (*drawn, *(np.full(size, still) for size in sizes[random:]))]


def _number(
    label: str, symbol: str, default: float, low: float, slider: tuple[float, float], log: bool = True
) -> Hyper:
    return Hyper("initvalue", label, symbol, default, low, 1e3, slider, log=log)


_ALL = (
    Initializer(
        "constant",
        "Constant",
        "Every weight has the typed value: all units of a layer are the same, and stay the same.",
        "Karpathy's question in CS231n: what if all weights are equal?",
        weights.filled(lambda fan_in, fan_out, number: np.full((fan_in, fan_out), number)),
        None,
        _number("Value of every weight", "c", 0.5, -1e3, (-1.0, 1.0), log=False),
        latex=r"w = c",
    ),
    Initializer(
        "zeros",
        "Zeros",
        "Every weight is zero: no signal passes forward and, beyond the last layer, no gradient backward.",
        "The constant zero",
        weights.filled(lambda fan_in, fan_out, number: np.zeros((fan_in, fan_out))),
        None,
        latex=r"w = 0",
    ),
    Initializer(
        "normal",
        "Normal",
        "Normal with mean 0 and the typed standard deviation, whatever the width.",
        "The first tries of many lectures: 0.01 and 1",
        weights.independent(weights.typed),
        weights.typed,
        _number("Standard deviation", r"\sigma", 0.01, 0.0, (1e-4, 10.0)),
        draws="normal",
        latex=r"w \sim N(0, \sigma^2)",
    ),
    Initializer(
        "uniform",
        "Uniform",
        "Uniform between minus and plus the typed half-width.",
        "The usual choice before 2010",
        weights.independent(weights.half_width, uniform=True),
        weights.half_width,
        _number("Half-width", "r", 0.1, 0.0, (1e-4, 10.0)),
        draws="uniform",
        latex=r"w \sim U(-r, r)",
    ),
    Initializer(
        "lecun",
        "LeCun",
        "Uniform with standard deviation 1/√fan_in. Keeps a linear signal; with SELU, mean 0 and variance 1.",
        "LeCun et al. 1998, Efficient BackProp",
        weights.independent(weights.by_inputs, uniform=True),
        weights.by_inputs,
        draws="uniform",
        latex=r"w \sim U(-r, r),\; r = \sqrt{3 / n_\mathrm{in}}",
    ),
    Initializer(
        "glorot",
        "Glorot (Xavier)",
        "Uniform with standard deviation √(2 / (fan_in + fan_out)): a compromise between forward and backward.",
        "Glorot and Bengio 2010",
        weights.independent(weights.by_both, uniform=True),
        weights.by_both,
        draws="uniform",
        latex=r"w \sim U(-r, r),\; r = \sqrt{6 / (n_\mathrm{in} + n_\mathrm{out})}",
    ),
    Initializer(
        "deck",
        "LeCun normal",
        "Normal with standard deviation 1/√fan_in. Some lectures call it Xavier, which is Glorot's elsewhere.",
        "randn(fan_in, fan_out) / sqrt(fan_in)",
        weights.independent(weights.by_inputs),
        weights.by_inputs,
        draws="normal",
        latex=r"w \sim N(0, 1 / n_\mathrm{in})",
    ),
    Initializer(
        "he",
        "He",
        "Normal with standard deviation √(2 / fan_in): makes up for the half that ReLU cuts off.",
        "He et al. 2015, arXiv:1502.01852",
        weights.independent(weights.he),
        weights.he,
        draws="normal",
        latex=r"w \sim N(0, 2 / n_\mathrm{in})",
    ),
    Initializer(
        "rand",
        "He from rand, as printed",
        "√(2 / fan_in) times numbers from 0 to 1, a misprint: all weights are positive, and signals explode.",
        "rand(fan_in, fan_out) * sqrt(2 / fan_in), where randn was meant",
        weights.positive(weights.as_printed),
        None,
        latex=r"w \sim U(0, \sqrt{2 / n_\mathrm{in}}) \text{ (as printed)}",
    ),
    Initializer(
        "orthogonal",
        "Orthogonal",
        "Orthonormal rows or columns: a linear signal keeps its length exactly.",
        "Saxe, McClelland and Ganguli 2014, arXiv:1312.6120",
        weights.orthogonal,
        weights.equal_rows,
        draws="orthonormal",
        latex=r"W^\top W = I",
    ),
    Initializer(
        "random_walk",
        "Random walk",
        "Normal, with a factor that keeps the logarithm of the gradient's length from drifting in deep networks.",
        "Sussillo and Abbott 2014, arXiv:1412.6558",
        weights.independent(weights.random_walk),
        weights.random_walk,
        draws="normal",
        latex=r"w \sim N(0, g^2 / n)",
    ),
    Initializer(
        "lsuv",
        "LSUV",
        "Orthogonal, then layer by layer divided by the spread that the training examples show there.",
        "Mishkin and Matas 2016, arXiv:1511.06422",
        weights.lsuv,
        None,
        draws="orthonormal",
        latex=r"W = Q / \mathrm{std}(x Q),\; Q^\top Q = I",
    ),
    Initializer(
        "data_dependent",
        "Data-dependent",
        "Each unit gets mean 0 and variance 1 on the training examples; this sets the biases too.",
        "Krähenbühl et al. 2016, arXiv:1511.06856, its within-layer part",
        weights.data_dependent,
        None,
        draws="normal",
        latex=r"w \leftarrow w / \sigma_z,\; b = -\mu_z / \sigma_z",
    ),
    Initializer(
        "identity",
        "Scaled identity",
        "Every unit passes on one unit of the layer before, times the typed value: 1.5 explodes, 0.5 vanishes.",
        "Ng's deep linear networks",
        weights.filled(lambda fan_in, fan_out, number: number * np.eye(fan_in, fan_out)),
        None,
        _number("Factor", "c", 1.5, -1e3, (0.1, 2.0), log=False),
        latex=r"W = c\,I",
    ),
)
TAUGHT = ("normal", "glorot", "he")  # compared in most lectures
INITIALIZERS: dict[str, Initializer] = {initializer.name: initializer for initializer in _ALL}


def _biasvalue(label: str, default: float, low: float) -> Hyper:
    return Hyper("biasvalue", label, "b", default, low, 1e3, (low if low else 0.0, 2.0))


BIASES: dict[str, Bias] = {
    bias.name: bias
    for bias in (
        Bias(
            "first",
            "Random in the first layer",
            "Normal in the first layer, zero after it: without them a ReLU network sees directions, not distances.",
            _biasvalue("Standard deviation of the first biases", 1.0, 0.0),
            "first",
        ),
        Bias("zeros", "Zeros", "No biases at the start."),
        Bias("constant", "Constant", "Every bias has the typed value.", _biasvalue("Value of every bias", 0.01, -1e3)),
        Bias(
            "random", "Random", "Normal in all layers.", _biasvalue("Standard deviation of the biases", 0.1, 0.0), "all"
        ),
    )
}
