"""How initial weights are made: one function for each kind, from one random stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from training.parts.activations import ACTIVATIONS, Activation
from training.parts.layers import Layer, Training, through

Arrays = list[np.ndarray]


@dataclass(frozen=True)
class Start:
    """What an initializer works from: inputs and layers, each layer's biases (out,), the random stream.

    ``activation`` is the one that scales are chosen for, in all layers. ``probe`` (n, inputs) are training examples,
    for the initializations that look at data. ``beat`` is called before each layer; what it raises ends the work.
    """

    inputs: int
    layers: tuple[Layer, ...]
    activation: Activation
    number: float
    gain: float
    biases: Arrays
    rng: np.random.RandomState
    probe: np.ndarray
    beat: Callable[[], object] = lambda: None

    @property
    def training(self) -> Training:
        """The probe as a mini-batch of training."""
        count = len(self.probe)
        return Training(np.full(count, 1 / count, np.float32), {})

    def shapes(self) -> Iterator[tuple[int, int]]:
        """The shape (in, out) of each layer's weights, with a beat before each."""
        for shape in pairwise((self.inputs, *(layer.units for layer in self.layers))):
            self.beat()
            yield shape


Make = Callable[[Start], tuple[Arrays, Arrays]]  # weights [(in, out)] and biases [(out,)], float32, gain included
Spread = Callable[[int, int, str, float], float]  # (fan_in, fan_out, activation, number) -> standard deviation


def independent(std: Spread, *, uniform: bool = False) -> Make:
    """Independent weights of mean zero with this standard deviation, normal or uniform."""

    def make(start: Start) -> tuple[Arrays, Arrays]:
        weights = []
        for shape in start.shapes():
            drawn = start.rng.uniform(-(3**0.5), 3**0.5, shape) if uniform else start.rng.standard_normal(shape)
            scale = start.gain * std(*shape, start.activation.name, start.number)
            weights.append((scale * drawn).astype(np.float32))
        return weights, start.biases

    return make


def positive(scale: Spread) -> Make:
    """Uniform between zero and this number: none of them is negative, and their mean is half of it."""

    def make(start: Start) -> tuple[Arrays, Arrays]:
        weights = []
        for shape in start.shapes():
            highest = start.gain * scale(*shape, start.activation.name, start.number)
            weights.append((highest * start.rng.random_sample(shape)).astype(np.float32))
        return weights, start.biases

    return make


def filled(matrix: Callable[[int, int, float], np.ndarray]) -> Make:
    """Weights without chance: ``matrix(fan_in, fan_out, number)``."""

    def make(start: Start) -> tuple[Arrays, Arrays]:
        weights = (start.gain * matrix(*shape, start.number) for shape in start.shapes())
        return [w.astype(np.float32) for w in weights], start.biases

    return make


def orthonormal(rng: np.random.RandomState, fan_in: int, fan_out: int) -> np.ndarray:
    """A matrix (in, out), uniform among those whose rows or columns, whichever are fewer, are orthonormal."""
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out))).astype(np.float32)
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diag(r) < 0, -1, 1).astype(np.float32)
    return np.ascontiguousarray(q if fan_in >= fan_out else q.T)


def orthogonal(start: Start) -> tuple[Arrays, Arrays]:
    """Orthonormal matrices times the gain."""
    return [np.float32(start.gain) * orthonormal(start.rng, *shape) for shape in start.shapes()], start.biases


def lsuv(start: Start) -> tuple[Arrays, Arrays]:
    """Orthonormal, then each layer in turn is divided by the standard deviation of its x W over the probe."""
    weights, signal = [], np.asarray(start.probe, np.float32)
    seen = start.training
    for layer, shape, bias in zip(start.layers, start.shapes(), start.biases, strict=True):
        w = orthonormal(start.rng, *shape)
        w = w * np.float32(start.gain / _spread(np.asarray(np.std(signal @ w, dtype=np.float64))))
        weights.append(w)
        signal = through(layer, {"w": w, "b": bias}, signal, seen).act
    return weights, start.biases


def data_dependent(start: Start) -> tuple[Arrays, Arrays]:
    """Normal weights, then each unit in turn gets mean zero and the gain as its spread over the probe, by its bias."""
    weights, biases, signal = [], [], np.asarray(start.probe, np.float32)
    seen = start.training
    for layer, (fan_in, fan_out) in zip(start.layers, start.shapes(), strict=True):
        w = (start.rng.standard_normal((fan_in, fan_out)) / fan_in**0.5).astype(np.float32)
        z = (signal @ w).astype(np.float64)
        scale = start.gain / _spread(z.std(axis=0))
        weights.append((w * scale).astype(np.float32))
        biases.append((-z.mean(axis=0) * scale).astype(np.float32))
        signal = through(layer, {"w": weights[-1], "b": biases[-1]}, signal, seen).act
    return weights, biases


def _spread(std: np.ndarray) -> np.ndarray:
    """The spread itself; 1 where nothing spreads, so that weights stay finite."""
    return np.where(std > 0, std, 1.0)


def typed(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """The standard deviation that was typed."""
    return number


def half_width(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """Of the uniform distribution whose half-width was typed."""
    return number / 3**0.5


def by_inputs(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """1 / sqrt(fan_in)."""
    return fan_in**-0.5


def by_both(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """sqrt(2 / (fan_in + fan_out))."""
    return (2 / (fan_in + fan_out)) ** 0.5


def he(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """sqrt(2 / fan_in); the slope of leaky rectifiers is counted as in the paper."""
    return rectified(activation) / fan_in**0.5


def as_printed(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """sqrt(2 / fan_in), whatever the activation."""
    return (2 / fan_in) ** 0.5


def random_walk(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """The factor that keeps log |gradient| from drifting: fitted in the paper for ReLU, exact for linear networks."""
    if activation.endswith("relu"):
        return rectified(activation) * float(np.exp(1.2 / (max(fan_in, 6) - 2.4))) / fan_in**0.5
    return float(np.exp(1 / (2 * fan_in))) / fan_in**0.5


def rectified(activation: str) -> float:
    """sqrt(2 / (1 + slope²)) of a rectifier with that slope below zero; sqrt 2 for every other activation."""
    return ACTIVATIONS[activation].gain if activation.endswith("relu") else 2**0.5


def equal_rows(fan_in: int, fan_out: int, activation: str, number: float) -> float:
    """Of an entry of a matrix whose rows or columns, whichever are fewer, are orthonormal."""
    return max(fan_in, fan_out) ** -0.5
