"""The loss along the gradient of a step: how far it can be trusted, with and without a normalization.

Santurkar and others 2018, How does batch normalization help optimization, arXiv:1805.11604: at each step of a training
the loss of its mini-batch is taken at several lengths along its gradient. Where it hardly differs, and the gradient
there is hardly another one, large steps are safe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import jax
import numpy as np

from surfaces.programs import kept
from training.network.held import held
from training.network.model import Examples, Params, Structure, filled, rows_of
from training.network.network import Network
from training.network.objective import objective
from training.network.resolve import Task, resolve
from training.parts.layers import Numbers

Weights = list[dict[str, np.ndarray]]
POINTS = 17  # lengths along a gradient, of which the first is 0


class Landscape(NamedTuple):
    """Along the gradients of some steps: ``losses`` (steps, POINTS) of the mini-batch, at lengths from 0 to the reach,
    and ``changes`` (steps,), the largest distance between the gradient and one of those on the way."""

    losses: np.ndarray
    changes: np.ndarray

    @property
    def ranges(self) -> np.ndarray:
        """How far the loss varies along each gradient, (steps,); NaN where it is not finite."""
        with np.errstate(invalid="ignore"):
            return self.losses.max(axis=1) - self.losses.min(axis=1)


def lengths(reach: float) -> np.ndarray:
    """How far along a gradient losses are taken, as factors of it: (POINTS,)."""
    return np.linspace(0, reach, POINTS)


def landscape(
    network: Network,
    params: Sequence[Mapping[str, np.ndarray]],
    steps: Sequence[int],
    reach: float,
    beat: Callable[[float], None] = lambda share: None,
) -> Landscape:
    """The losses along the gradients of some steps of a training, as it sees them, with nothing left out.

    The gradient is that of the layers that are trained, by backpropagation.

    ``params`` are layers with a leading axis of ``steps``, the updates made before each. ``beat`` is called before each
    with the share that is done, and may end it by raising.
    """
    task = resolve(network)
    order = task.order(max(steps) + 1)
    x, y = task.prepared.train_x, task.prepared.train_y
    found = []
    for place, step in enumerate(steps):
        beat(place / len(steps))
        batch = order.order[step][: order.count[step]]
        examples = filled(x[batch], y[batch], rows_of(task.batch), np.dtype(np.float32))
        weights = [{name: np.asarray(values[place], np.float32) for name, values in layer.items()} for layer in params]
        found.append(_along(task, weights, examples, lengths(reach).astype(np.float32)))
    losses, changes = (np.array(part, np.float64) for part in zip(*found, strict=True))
    return Landscape(losses, changes)


def _along(task: Task, params: Weights, examples: Examples, lengths: np.ndarray) -> tuple[list[float], float]:
    """The losses at these lengths along a gradient, and how far the gradients there are from it at most."""
    at, losses, changes = _compiled(task.trained), list[float](), list[float]()
    gradient = jax.tree.map(np.asarray, at(params, examples, task.numbers)[1])
    for length in lengths:
        moved = jax.tree.map(lambda p, g, length=length: p - length * g, params, gradient)
        loss, there = at(moved, examples, task.numbers)
        apart = jax.tree.map(lambda g, other: np.float64(g) - np.asarray(other), gradient, there)
        losses.append(float(loss))
        changes.append(float(np.sqrt(sum(np.sum(part**2) for part in jax.tree.leaves(apart)))))
    return losses, max(changes)


@kept
def _compiled(structure: Structure) -> Callable:
    def loss(params: Params, examples: Examples, numbers: Numbers) -> jax.Array:
        return objective(structure, held(structure, params), examples, numbers)

    return jax.jit(jax.value_and_grad(loss))
