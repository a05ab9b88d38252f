"""Gradient check: the gradient that training uses against central differences of the loss, in float64.

The measure is that of the decks, |d - g| / (|d| + |g|) with d the differences and g the gradient, and so are the words
for it, BANDS; what lies between two of them has the word of the nearer one. In float32 rounding alone would make every
check fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import jax
import numpy as np
from jax.flatten_util import ravel_pytree

from locales import Words, tr
from surfaces.programs import kept
from training.network.model import Examples, Numbers, Structure, filled
from training.network.network import Network
from training.network.objective import objective
from training.network.resolve import resolve

EXAMPLES = 32  # of the training part
ENTRIES = 256  # parameters that are moved, at most: drawn alike for every check
WORK = 4_000_000_000  # multiplications of a check, at most
STEPS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10)
CHOSEN = 1e-5  # the step whose error is the verdict: smaller ones drown in rounding, larger ones see the curvature
# powers of ten, and the decks' words for them
BANDS: tuple[tuple[int, Words], ...] = ((-7, "great"), (-5, "worth a look"), (-3, "a worry"))


class Check(NamedTuple):
    """The relative error at each of ``steps``, that of every layer at CHOSEN, and on how many numbers it rests."""

    steps: tuple[float, ...]
    errors: tuple[float, ...]
    layers: tuple[float, ...]
    entries: int
    parameters: int
    examples: int

    @property
    def error(self) -> float:
        """The relative error at CHOSEN."""
        return self.errors[self.steps.index(CHOSEN)]


def check(
    network: Network, params: Sequence[Mapping[str, np.ndarray]], beat: Callable[[], None] = lambda: None
) -> Check:
    """Check the gradient of the training loss at ``params``, a list of layers as in ``training.network.model``.

    ``beat`` is called before it is computed; what it raises ends the check.
    """
    beat()
    task = resolve(network)
    with jax.enable_x64(True):
        learned = zip(params, task.initial, strict=True)
        tree = [{name: np.float64(layer[name]) for name in initial} for layer, initial in learned]
        flat, _ = ravel_pytree(tree)
        places = _places(flat.size)
        examples = filled(task.prepared.train_x, task.prepared.train_y, EXAMPLES, np.dtype(float))
        gradient, differences = _compiled(task.structure)(tree, examples, places, np.asarray(STEPS), task.numbers)
    exact, near = np.asarray(gradient), np.asarray(differences)  # (entries,), (steps, entries)
    owner = np.repeat(np.arange(len(tree)), [sum(v.size for v in layer.values()) for layer in tree])[places]
    chosen = near[STEPS.index(CHOSEN)]
    layers = tuple(_error(chosen[owner == layer], exact[owner == layer]) for layer in range(len(tree)))
    errors = tuple(_error(row, exact) for row in near)
    return Check(STEPS, errors, layers, places.size, flat.size, min(EXAMPLES, len(task.prepared.train_x)))


def verdict(error: float) -> str:
    """The decks' word for a relative error, in the language spoken: that of the nearest power of ten in BANDS."""
    if not np.isfinite(error):
        return tr("no numbers: the loss is not finite here")
    power = np.log10(max(error, 1e-300))
    return tr(min(BANDS, key=lambda band: abs(band[0] - power))[1])


def _error(near: np.ndarray, exact: np.ndarray) -> float:
    size = np.linalg.norm(near) + np.linalg.norm(exact)
    return float(np.linalg.norm(near - exact) / size) if size > 0 else 0.0


def _places(parameters: int) -> np.ndarray:
    """The parameters to move: all of a small network, else a fixed draw."""
    most = int(np.clip(WORK // (2 * len(STEPS) * EXAMPLES * parameters), 16, ENTRIES))
    return np.sort(np.random.RandomState(0).permutation(parameters)[:most])


@kept
def _compiled(structure: Structure) -> Callable:
    def run(
        tree: list, examples: Examples, places: jax.Array, steps: jax.Array, numbers: Numbers
    ) -> tuple[jax.Array, jax.Array]:
        flat, back = ravel_pytree(tree)

        def loss(x: jax.Array) -> jax.Array:
            return objective(structure, back(x), examples, numbers)

        def difference(step: jax.Array, place: jax.Array) -> jax.Array:
            return (loss(flat.at[place].add(step)) - loss(flat.at[place].add(-step))) / (2 * step)

        near = jax.lax.map(lambda step: jax.lax.map(lambda place: difference(step, place), places), steps)
        return jax.grad(loss)(flat)[places], near

    return jax.jit(run)
