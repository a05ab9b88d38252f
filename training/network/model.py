"""A network: what is static of it, its forward pass, mini-batches.

Parameters are a list of layers, as in ``training.parts.layers``, whose forward pass it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.data.samples import MOST_EXAMPLES
from training.parts import layers, synthetic
from training.parts.layers import Layer, Numbers, Passed, Training, forward
from training.parts.losses import MEAN
from training.parts.noise import noised
from training.parts.normalization import NORMS, RUNNING
from training.parts.synthetic import BACKPROP, SYNTHETIC

Params = list[dict[str, jax.Array]]
Memory = list[dict[str, jax.Array]]  # what each layer remembers for the test
NO_NUMBERS: Numbers = MappingProxyType({})  # where no technique has a number
MOMENTUM = 0.9  # of the running averages that are remembered
MINI_BATCHES = 64  # of an epoch, at most, that are averaged over for the test
# Rows that a mini-batch is filled up to. Each is a program of its own: one for all takes twice as long to compile.
BATCHES = (32, 128, 1024)
STEPS = 16_000  # the most updates of a run
USUAL = 5_000  # for so many there is room as a rule: longer runs have larger buffers, and programs of their own
MOST = MOST_EXAMPLES  # examples of a training part


@dataclass(frozen=True)
class Structure:
    """All that is static of a network and of how it is trained, and so decides its compiled program.

    Every number is traced.
    """

    inputs: int
    layers: tuple[Layer, ...]
    loss: str
    penalty: str = "none"
    penalized: str = "weights"
    noises: tuple[str, ...] = ()
    test: str = RUNNING
    held: int = 0  # first layers that are not trained
    augment: str = "none"
    reduce: str = MEAN
    gradient: str = BACKPROP
    image: tuple[int, int] | None = None  # of inputs that are the pixels of one, where that decides anything
    abreast: bool = False  # trained beside many others, in one program

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, and the units of every layer."""
        return (self.inputs, *(layer.units for layer in self.layers))

    @property
    def weights(self) -> int:
        """The number of weights without biases, as the decks count: 4-3-1 has 15."""
        return sum(inputs * units for inputs, units in pairwise(self.sizes))

    @property
    def count(self) -> int:
        """All numbers that training changes: weights, biases and what else layers learn for each unit."""
        guesses = sum(math.prod(synthetic.shape(units, self.sizes[-1])) for units in self.guessing)
        return self.weights + sum((1 + len(layer.learned)) * layer.units for layer in self.layers) + guesses

    @property
    def guessing(self) -> tuple[int, ...]:
        """The units of the layers that guess their gradient: the hidden ones, where gradients are synthetic."""
        return self.sizes[1:-1] if self.gradient == SYNTHETIC else ()

    @property
    def chance(self) -> bool:
        """Whether a step draws anything but its mini-batch."""
        drops = any(layer.dropout != "none" for layer in self.layers)
        return drops or bool(self.noises) or self.augment != "none"

    @property
    def plain(self) -> bool:
        """Whether a layer is nothing but weights, biases and an activation, at the test as in training."""
        return all(layer.norm == layer.dropout == "none" for layer in self.layers)

    @property
    def remembers(self) -> bool:
        """Whether training leaves something for the test that is not learned."""
        return any(layer.remembered for layer in self.layers)

    @property
    def apart(self) -> bool:
        """Whether what it makes of an example depends on the others of its mini-batch, in training, unit by unit."""
        return any(NORMS[layer.norm].apart for layer in self.layers)


class Examples(NamedTuple):
    """Examples filled up with zeros: x (rows, inputs), y (rows,), and how many of the rows count."""

    x: np.ndarray
    y: np.ndarray
    count: Any  # an array

    def first(self, rows: int) -> tuple[jax.Array, jax.Array, jax.Array]:
        """The first ``rows`` rows of x and y, and what each counts in a mean, (rows,): 1/count, or 0."""
        each = 1 / jnp.maximum(self.count, 1).astype(self.x.dtype)
        weight = jnp.where(jnp.arange(rows) < self.count, each, jnp.zeros_like(each))
        return self.x[:rows], self.y[:rows], weight


class Batches(NamedTuple):
    """Which examples each step sees: order (room + 1, one of BATCHES), of which the first count (room + 1,) count."""

    order: np.ndarray
    count: Any  # an array


class Draw(NamedTuple):
    """What is drawn for a step: the rows of its mini-batch, how many of them count, and a key for masks, or None."""

    rows: jax.Array
    count: jax.Array
    key: jax.Array | None


def outputs(structure: Structure, params: Params, x: jax.Array) -> jax.Array:
    """What the network answers at the test, with parameters as ``tested`` has them: (rows, outputs)."""
    return forward(structure.layers, params, x)[-1].act


def tested(structure: Structure, params: Params, numbers: Numbers) -> Params:
    """The parameters with which the network is tested; those of training, unless weights are left out in that."""
    return layers.tested(structure.layers, params, numbers)


def trained(
    structure: Structure,
    params: Params,
    examples: Examples,
    numbers: Numbers,
    key: jax.Array | None = None,
    taps: Sequence[jax.Array] | None = None,
) -> tuple[list[Passed], jax.Array, jax.Array]:
    """The forward pass of training: what every layer makes of the examples, their y, and what each counts in a mean.

    With ``taps`` every layer stands apart, as ``forward`` has it.
    """
    x, y, weight = examples.first(len(examples.x))
    seen: Sequence[Mapping[str, Any]] = params
    if structure.noises and key is not None:
        seen, x = noised(structure.noises, params, x, numbers, key)
    apart = taps is not None
    training = Training(weight, numbers, key, structure.held, structure.abreast)
    return forward(structure.layers, seen, x, training, taps, apart=apart), y, weight


def remembered(structure: Structure, dtype: Any) -> Memory:
    """What the layers remember before the first step."""
    return [{name: jnp.asarray(start, dtype) for name, start in layer.remembered.items()} for layer in structure.layers]


def over_epoch(structure: Structure, params: Params, examples: Examples, batches: Batches, numbers: Numbers) -> Memory:
    """What the layers would remember for the test as the mean over the mini-batches of an epoch, with these parameters.

    Of long epochs the first MINI_BATCHES count, and no mini-batch of one example, which has no variance. Weights are
    scaled as at the test, since so are the signals that are to be normalized: with dropout that scales them then, those
    of training would have another spread.
    """
    count = jnp.minimum(jnp.asarray(numbers["batches"], jnp.int32), MINI_BATCHES)
    several = (jnp.arange(MINI_BATCHES) < count) & (batches.count[:MINI_BATCHES] > 1)

    def add(t: jax.Array, sums: Memory) -> Memory:
        rows = batches.order[t]
        part = Examples(examples.x[rows], examples.y[rows], batches.count[t])
        passed = trained(structure, params, part, numbers)[0]
        seen = [layer.seen for layer in passed]
        return jax.tree.map(lambda old, new: jnp.where(several[t], old + new, old), sums, seen)

    start = remembered(structure, examples.x.dtype)
    sums = jax.lax.fori_loop(0, count, add, jax.tree.map(jnp.zeros_like, start))
    return jax.tree.map(lambda total, old: jnp.where(several.any(), total / several.sum(), old), sums, start)


def filled(x: np.ndarray, y: np.ndarray, rows: int, dtype: np.dtype) -> Examples:
    """At most ``rows`` of the examples, filled up to so many."""
    count = min(rows, len(x))
    full_x, full_y = np.zeros((rows, x.shape[1]), dtype), np.zeros(rows, dtype)
    full_x[:count], full_y[:count] = x[:count], y[:count]
    return Examples(full_x, full_y, np.int32(count))


def rows_of(batch: int) -> int:
    """The rows that a mini-batch of so many examples is filled up to."""
    return next(rows for rows in BATCHES if rows >= batch)


def room(steps: int) -> int:
    """For how many updates the buffers of a run of ``steps`` have room."""
    return USUAL if steps <= USUAL else STEPS


@lru_cache(maxsize=8)
def batches(
    examples: int, batch: int, steps: int, seed: int, shuffle: bool, sorted_by: tuple[float, ...] = ()
) -> Batches:
    """The mini-batches of a run, alike for every optimizer.

    An epoch goes through all examples in a new random order (or always in that of their rows), ``batch`` at a step;
    its last step has what is left. ``batch`` above ``examples`` means all of them at each step. Where ``sorted_by`` has
    a number for each row, an epoch goes from the smallest to the largest, and the order is that among equals.
    """
    batch = min(batch, examples)
    rng = np.random.RandomState(seed)  # its stream is frozen for ever
    places = room(steps) + 1
    order, count = np.zeros((places, rows_of(batch)), np.int16), np.ones(places, np.int32)
    epoch = np.arange(examples)
    for t in range(steps + 1):
        first = t * batch % (-(-examples // batch) * batch)
        if first == 0 and shuffle:
            epoch = rng.permutation(examples)
        if first == 0 and sorted_by:
            epoch = epoch[np.argsort(np.take(sorted_by, epoch), kind="stable")]
        rows = epoch[first : first + batch]
        order[t, : rows.size], count[t] = rows, rows.size
    return Batches(order, count)
