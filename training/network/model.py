"""A network as a Problem: parameters, forward pass, mini-batches.

Parameters are a list of layers, as in ``training.parts.layers``, whose forward pass it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.loop import Problem
from training.parts.layers import Layer, forward
from training.parts.losses import LOSSES

Params = list[dict[str, jax.Array]]
# Rows that a mini-batch is filled up to. Each is a program of its own: one for all takes twice as long to compile.
BATCHES = (32, 128, 1024)
STEPS = 5_000  # the most updates of a run
MOST = 10_000  # examples of a training part


@dataclass(frozen=True)
class Structure:
    """All that is static of a network, and so decides its compiled program; every number is traced."""

    inputs: int
    layers: tuple[Layer, ...]
    loss: str

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
        """All numbers that training changes: weights, biases and what the activations learn for each unit."""
        return self.weights + sum((1 + len(layer.learned)) * layer.units for layer in self.layers)


class Examples(NamedTuple):
    """Examples filled up with zeros: x (rows, inputs), y (rows,), and how many of the rows count."""

    x: np.ndarray
    y: np.ndarray
    count: Any  # an array

    def first(self, rows: int) -> tuple[jax.Array, jax.Array, jax.Array]:
        """The first ``rows`` rows of x and y, and what each counts in a mean, (rows,): 1/count, or 0."""
        weight = jnp.where(jnp.arange(rows) < self.count, 1 / jnp.maximum(self.count, 1), 0).astype(self.x.dtype)
        return self.x[:rows], self.y[:rows], weight


class Batches(NamedTuple):
    """Which examples each step sees: order (STEPS + 1, one of BATCHES), of which the first count (STEPS + 1,) count."""

    order: np.ndarray
    count: Any  # an array


def outputs(structure: Structure, params: Params, x: jax.Array) -> jax.Array:
    """What the network answers: (rows, outputs)."""
    return forward(structure.layers, params, x)[1][-1]


def mean_loss(structure: Structure, params: Params, examples: Examples) -> jax.Array:
    """The mean loss over the examples that count."""
    x, y, weight = examples.first(len(examples.x))
    return jnp.sum(LOSSES[structure.loss].fn(outputs(structure, params, x), y) * weight)


def as_problem(structure: Structure, examples: Examples, batches: Batches) -> Problem:
    """Training as a Problem: the draw of a step is the rows of its mini-batch, and how many of them count."""
    residuals = LOSSES[structure.loss].residuals

    def taken(draw: tuple[jax.Array, jax.Array]) -> Examples:
        rows, count = draw
        return Examples(examples.x[rows], examples.y[rows], count)

    def weighted(params: Params, draw: tuple[jax.Array, jax.Array]) -> jax.Array:
        assert residuals is not None
        x, y, weight = taken(draw).first(batches.order.shape[1])
        return (residuals(outputs(structure, params, x), y) * jnp.sqrt(weight)[:, None]).ravel()

    return Problem(
        draw=lambda key, t: (batches.order[t], batches.count[t]),
        loss=lambda params, draw: mean_loss(structure, params, taken(draw)),
        full_loss=None,
        residuals=None if residuals is None else weighted,
    )


def filled(x: np.ndarray, y: np.ndarray, rows: int, dtype: np.dtype) -> Examples:
    """At most ``rows`` of the examples, filled up to so many."""
    count = min(rows, len(x))
    full_x, full_y = np.zeros((rows, x.shape[1]), dtype), np.zeros(rows, dtype)
    full_x[:count], full_y[:count] = x[:count], y[:count]
    return Examples(full_x, full_y, np.int32(count))


def rows_of(batch: int) -> int:
    """The rows that a mini-batch of so many examples is filled up to."""
    return next(rows for rows in BATCHES if rows >= batch)


@lru_cache(maxsize=8)
def batches(examples: int, batch: int, steps: int, seed: int, shuffle: bool) -> Batches:
    """The mini-batches of a run, alike for every optimizer.

    An epoch goes through all examples in a new random order (or always in that of their rows), ``batch`` at a step;
    its last step has what is left. ``batch`` above ``examples`` means all of them at each step.
    """
    batch = min(batch, examples)
    rng = np.random.RandomState(seed)  # its stream is frozen for ever
    order, count = np.zeros((STEPS + 1, rows_of(batch)), np.int16), np.ones(STEPS + 1, np.int32)
    epoch = np.arange(examples)
    for t in range(steps + 1):
        first = t * batch % (-(-examples // batch) * batch)
        if first == 0 and shuffle:
            epoch = rng.permutation(examples)
        rows = epoch[first : first + batch]
        order[t, : rows.size], count[t] = rows, rows.size
    return Batches(order, count)
