"""A deep random network that learns nothing: what its initial weights do to a signal, forward and backward.

As in the decks: unit normal inputs, as many as a layer has units; no biases, unless the initialization sets them; no
output layer. Backward, the last activations receive unit normal gradients, drawn for each example. All in float32, as
networks train, so that what it cannot hold is seen here as it would be there; its numbers are taken in float64.
Forward is the pass of training, on arrays of numpy; backward is written out for them here, since a derivative by JAX
would be one more program to compile for every depth, width and activation that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from training.parts.activations import ACTIVATIONS, evaluate, saturated
from training.parts.initializers import INITIALIZERS
from training.parts.layers import Layer, forward
from training.parts.normalization import EPS
from training.parts.weights import Start

BINS = 37  # odd, so that a signal that has shrunk to nothing stands in the middle one
MOST_ACTIVATIONS = 6_200_000  # twelve layers of 512 units on 1,000 examples: the most that are computed
BELOW = 3.0  # powers of ten under the mean one: how far histograms of sizes reach down
REACH = 4.0  # root mean squares: how far histograms of unbounded activations reach


@dataclass(frozen=True)
class Variant:
    """One network of a comparison: the fields in which it differs; see ``training.configuration.differences``.

    ``veiled`` says that nobody is to see what these are, until that is revealed.
    """

    differs: tuple[tuple[str, Any], ...] = ()
    veiled: bool = False

    @property
    def bare(self) -> Variant:
        """The same without differences."""
        return Variant()


@dataclass(frozen=True)
class Deep:
    """What decides the numbers of a deep random network; ``initvalue`` counts where the initialization has a number.

    ``axis`` is "values" or "sizes": how activations are drawn. ``slots`` are the networks that are compared, by letter;
    where there are none, the one that the fields make is looked at.
    """

    activation: str
    init: str
    initvalue: float
    gain: float
    width: int
    depth: int
    examples: int
    seed: int
    axis: str = "values"
    norm: str = "none"
    slots: tuple[tuple[str, Variant], ...] = ()

    @property
    def choices(self) -> dict[str, Variant]:
        """What is compared, by letter."""
        return dict(self.slots)

    @property
    def used(self) -> int:
        """How many of the examples are used: so many that the activations of all layers are not too many."""
        return max(1, min(self.examples, MOST_ACTIVATIONS // (self.width * self.depth)))


class Histograms(NamedTuple):
    """Histograms of each layer: counts (layers, BINS) between two ends, and the share of exact zeros (layers,).

    The outer bins hold what lies beyond. On an axis of sizes, ``low`` and ``high`` are powers of ten. Exact zeros and
    values that are not finite are in no bin.
    """

    counts: np.ndarray
    low: float
    high: float
    zero: np.ndarray


class Signal(NamedTuple):
    """What theory knows of each layer, each (layers,).

    Standard deviation of the inputs z; mean and standard deviation of the activations a; root mean squares of the
    gradients of one example with respect to a and to z, and of the gradient with respect to the weights, averaged
    over the examples.
    """

    pre_std: np.ndarray
    act_mean: np.ndarray
    act_std: np.ndarray
    grad_act: np.ndarray
    grad_pre: np.ndarray
    grad_weight: np.ndarray


class Measured(NamedTuple):
    """A deep network's signal, its shares of saturated activations and of dead units (layers,), its histograms."""

    signal: Signal
    saturated: np.ndarray | None
    dead: np.ndarray | None
    values: Histograms  # of activations
    sizes: Histograms
    gradients: Histograms  # sizes of gradients with respect to activations


class _Pass(NamedTuple):
    signals: list[np.ndarray]  # inputs, then the activations of each layer, (n, width) each
    raw: list[np.ndarray]  # x W + b, where it is normalized
    slopes: list[np.ndarray]
    weights: list[np.ndarray]
    pre_std: list[float]


def measure(deep: Deep, beat: Callable[[], object] = lambda: None) -> Measured:
    """Pass the examples forward and gradients backward, and look at every layer.

    ``beat`` is called before each layer is made and passed backward; what it raises ends the work.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        passed = _forward(deep, beat)
        signal, gradients = _backward(deep, passed, beat)
        known, outputs = ACTIVATIONS[deep.activation], passed.signals[1:]
        zero = zeros(outputs)
        bounded = known.low is not None or known.high is not None
        return Measured(
            signal,
            np.array([saturated(known, a).mean() for a in outputs]) if bounded else None,
            np.array([(a == 0).all(axis=0).mean() for a in outputs]) if known.dies else None,
            by_value(outputs, zero, *_ends(known.low, known.high, outputs)),
            by_size(outputs, zero),
            by_size(gradients, zeros(gradients)),
        )


def _forward(deep: Deep, beat: Callable[[], object]) -> _Pass:
    x = np.random.RandomState([deep.seed, 2]).standard_normal((deep.used, deep.width)).astype(np.float32)
    layers = (Layer(deep.width, deep.activation, deep.norm),) * deep.depth
    no_biases = [np.zeros(deep.width, np.float32)] * deep.depth
    rng, activation = np.random.RandomState(deep.seed), ACTIVATIONS[deep.activation]
    start = Start(deep.width, layers, activation, deep.initvalue, deep.gain, no_biases, rng, x, beat)
    weights, biases = INITIALIZERS[deep.init].make(start)
    passed = forward(layers, [{"w": w, "b": b} for w, b in zip(weights, biases, strict=True)], x, start.training)
    before = [layer.pre for layer in passed]
    signals = [x, *(layer.act for layer in passed)]
    raw = [] if deep.norm == "none" else [layer.raw for layer in passed]
    return _Pass(signals, raw, [_slope(deep.activation, z) for z in before], weights, [_std(z) for z in before])


def _slope(activation: str, z: np.ndarray) -> np.ndarray:
    slope = evaluate(activation, z)[1]
    if activation != "identity":  # alone it has a slope that does not depend on z
        slope[np.isnan(z)] = np.nan
    return slope


def _backward(deep: Deep, passed: _Pass, beat: Callable[[], object]) -> tuple[Signal, list[np.ndarray]]:
    """The numbers, and the gradients with respect to each layer's activations."""
    rng = np.random.RandomState([deep.seed, 3])
    g = rng.standard_normal((deep.used, deep.width)).astype(np.float32)
    rows, gradients = [], []
    for layer in reversed(range(deep.depth)):
        beat()
        delta = g * passed.slopes[layer]
        before = passed_back(deep.norm, passed.raw[layer], delta) if passed.raw else delta
        rows.append((_root(g), _root(delta), _root(passed.signals[layer].T @ (before / np.float32(deep.used)))))
        gradients.append(g)
        g = before @ passed.weights[layer].T
    forward = zip(*map(_mean_std, passed.signals[1:]), strict=True)
    return Signal(*map(np.array, (passed.pre_std, *forward, *zip(*rows[::-1], strict=True)))), gradients[::-1]


def passed_back(norm: str, raw: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """The gradient with respect to what is normalized, (n, width), from that with respect to the result."""
    axis = {"batch": 0, "layer": 1}[norm]
    root = (raw.var(axis=axis, keepdims=True) + np.float32(EPS)) ** np.float32(-0.5)
    u = (raw - raw.mean(axis=axis, keepdims=True)) * root
    own = delta - delta.mean(axis=axis, keepdims=True)
    return root * (own - u * (delta * u).mean(axis=axis, keepdims=True))


def _std(values: np.ndarray) -> float:
    return _mean_std(values)[1]


def _mean_std(values: np.ndarray) -> tuple[float, float]:
    flat = values.ravel().astype(np.float64)
    mean = flat.mean()
    flat -= mean
    return float(mean), float(np.sqrt(flat @ flat / flat.size))


def _root(values: np.ndarray) -> float:
    """The root mean square."""
    flat = values.ravel().astype(np.float64)
    return float(np.sqrt(flat @ flat / flat.size))


def _ends(low: float | None, high: float | None, layers: list[np.ndarray]) -> tuple[float, float]:
    """Where histograms of values begin and end, alike for all layers: at the bounds, else some deviations away."""
    if low is not None and high is not None:
        return low, high
    finite = [a for a in layers if np.isfinite(a).all()]
    reach = REACH * max(map(_root, finite), default=0.0) or 1.0
    lowest = min((float(a.min()) for a in finite), default=-reach)
    highest = max((float(a.max()) for a in finite), default=reach)
    ends = 0.0 if 0 < lowest < highest / 20 else max(-reach, lowest), min(reach, highest)
    return ends if ends[0] < ends[1] else (ends[0] - 1, ends[1] + 1)


def by_value(layers: list[np.ndarray], zero: np.ndarray, low: float, high: float) -> Histograms:
    """Histograms on an axis of values; ``zero`` (layers,) are the shares of exact zeros."""
    scale = BINS / (high - low)
    kind: np.dtype[Any] = np.dtype(
        np.float32 if 1e-30 < scale < 1e30 else np.float64
    )  # where float32 would lose the ends
    rows = np.array([_counts((_finite(a).astype(kind, copy=False) - low) * scale) for a in layers])
    rows[:, int(np.clip(-low * scale, 0, BINS - 1))] -= _number(zero, layers)
    return Histograms(rows, low, high, zero)


def by_size(layers: list[np.ndarray], zero: np.ndarray) -> Histograms:
    """Histograms of absolute values on a logarithmic axis, alike for all layers; ``zero`` as in ``by_value``."""
    with np.errstate(divide="ignore"):
        powers = [np.log10(np.abs(_finite(a))) for a in layers]  # of zeros minus infinity
    highest = [float(p.max(initial=-np.inf)) for p in powers]
    some = [_typical(p) for p, top in zip(powers, highest, strict=True) if top > -np.inf]
    low = np.floor(min(some, default=2.0) - BELOW)
    high = max(np.ceil(max(highest)), low + 1) if some else 1.0
    rows = np.array([_counts((p - np.float32(low)) * np.float32(BINS / (high - low))) for p in powers])
    rows[:, 0] -= _number(zero, layers)  # they fell into the first bin
    return Histograms(rows, float(low), float(high), zero)


def zeros(layers: list[np.ndarray]) -> np.ndarray:
    """The share of exact zeros in each layer."""
    return np.array([1 - np.count_nonzero(a) / a.size for a in layers])


def _number(share: np.ndarray, layers: list[np.ndarray]) -> np.ndarray:
    return np.round(share * [a.size for a in layers]).astype(int)


def _typical(powers: np.ndarray) -> float:
    """The mean power of ten, of a few thousand values where there are more."""
    few = powers[:: 1 + powers.size // 5000]
    few = few[few > -np.inf]
    return float((few if few.size else powers[powers > -np.inf]).mean())


def _finite(values: np.ndarray) -> np.ndarray:
    """The values that are finite, flat."""
    flat = values.ravel()
    return flat if np.isfinite(flat.min()) and np.isfinite(flat.max()) else flat[np.isfinite(flat)]


def _counts(places: np.ndarray) -> np.ndarray:
    return np.bincount(np.clip(places, 0, BINS - 1, out=places).astype(np.intp), minlength=BINS)
