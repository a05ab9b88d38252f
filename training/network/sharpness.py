"""Sharpness along a training run: the largest eigenvalues of the Hessian of what training makes small.

The run is made once more, by its own programs, and looked at between two of its steps. The Hessian is that of the
objective on all training examples, mini-batches and masks aside; it is never formed, but multiplied with vectors: the
derivative of the gradient along them. Where a step sees a sum over its examples, it is that of as many as it has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree

from surfaces.programs import kept
from training import edge
from training.choice import RATE, Choice
from training.lanczos import largest, tridiagonal
from training.network import devices
from training.network.figures import JUDGED, jitted
from training.network.model import Examples, Params, Structure, filled
from training.network.network import Network
from training.network.objective import objective
from training.network.resolve import Task, resolve
from training.network.train import states
from training.parts.layers import Numbers
from training.parts.losses import MEAN

EIGENVALUES = 3
PRODUCTS = 32  # with vectors, for the eigenvalues of one frame: three that stand apart are right to five digits
FEWEST_ROWS = 32
WORK = 3e10  # weights times examples times products of all frames: some ten seconds on one core
FEWEST, MOST = 10, 200  # frames, where a run has as many updates


class Sharpness(NamedTuple):
    """Sharpness at some updates of a run, ``steps`` (frames,).

    ``values`` (frames, 3) are the largest eigenvalues of the Hessian, descending; NaN where they are not finite.
    ``limit`` (frames,) is the first of them with which the rule, as it is then, no longer settles, of a rule with one
    rate; ``over`` (frames,) is how many times its limit the largest eigenvalue of rates times Hessian is. None where no
    limit is known.
    """

    steps: np.ndarray
    values: np.ndarray
    limit: np.ndarray | None
    over: np.ndarray | None


def sharpness(network: Network, choice: Choice, beat: Callable[[float], None] = lambda share: None) -> Sharpness:
    """The sharpness along the run of one optimizer that :func:`training.network.train.train` makes.

    ``beat`` is called with the share that is done at each frame; what it raises ends it.
    """
    task = resolve(network)
    updates = network.steps // choice.gradients
    at = frames(task, updates)
    known, numbers = edge.limit(choice), edge.moving(choice, updates, at, task.epoch)
    values, scaled = [], []
    with devices.on(network.device, task.structure, task.batch) as device:
        look = _Look(task, device == devices.CPU)
        for place, (params, state) in enumerate(states(task, choice, at.tolist(), device == devices.CPU)):
            values.append(look(params))
            if known and known.scaled and numbers:
                now = {name: float(row[place]) for name, row in numbers.items()}
                scaled.append(look(params, _rates(choice, state, now, int(at[place])))[0])
            beat((place + 1) / len(at))
    found = np.array(values)
    if known is None or numbers is None:
        return Sharpness(at, found, None, None)
    least = edge.along(known, numbers)
    if known.scaled:
        return Sharpness(at, found, None, np.array(scaled) / least)
    with np.errstate(divide="ignore"):
        return Sharpness(at, found, least / numbers[RATE], numbers[RATE] * found[:, 0] / least)


def examples_of(task: Task) -> int:
    """On how many training examples it is computed."""
    return min(JUDGED, task.examples)


def _rows(task: Task) -> int:
    """The rows that the examples are filled up to: a power of two, so that few numbers of examples compile."""
    return max(FEWEST_ROWS, 1 << (examples_of(task) - 1).bit_length())


def frames(task: Task, updates: int) -> np.ndarray:
    """The updates before which the run is looked at, the first and the last among them."""
    affordable = int(WORK / (task.structure.weights * _rows(task) * PRODUCTS))
    count = min(max(FEWEST, min(MOST, affordable)), updates + 1)
    return np.unique(np.linspace(0, updates, count).round().astype(np.int64))


def _rates(choice: Choice, state: Any, numbers: dict[str, float], updates: int) -> np.ndarray:
    """The rate that each weight has after so many updates, (n,) as the parameters; NaN before the first of them."""
    flat = {name: np.asarray(ravel_pytree(value)[0], np.float64)[None] for name, value in state._asdict().items()}
    seen = SimpleNamespace(**numbers, **flat, t=updates)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = choice.spec.quantities(dict(choice.options))["rate"](seen)[0]
    return rates if updates else np.full_like(rates, np.nan)


class _Look:
    """Eigenvalues at some parameters, (EIGENVALUES,); of rates times Hessian where ``rates`` (n,) are given."""

    def __init__(self, task: Task, on_cpu: bool) -> None:
        dtype = np.dtype(jnp.result_type(float))
        rows = _rows(task)
        self._examples = filled(task.prepared.train_x, task.prepared.train_y, rows, dtype)
        count = task.structure.count
        self._program = _program(task.structure, min(PRODUCTS, count), on_cpu)
        self._numbers = {**task.numbers, "batch": float(task.batch)}
        self._start = np.random.RandomState(0).standard_normal(count).astype(dtype)

    def __call__(self, params: Params, rates: np.ndarray | None = None) -> np.ndarray:
        roots = np.ones_like(self._start) if rates is None else np.sqrt(rates).astype(self._start.dtype)
        diagonal, beside = self._program(params, self._examples, self._numbers, self._start, roots)
        return largest(np.asarray(diagonal), np.asarray(beside), EIGENVALUES)


@kept
def _program(structure: Structure, products: int, on_cpu: bool) -> Callable:
    return jitted(partial(_tridiagonal, structure, products), on_cpu)


def _tridiagonal(
    structure: Structure,
    products: int,
    params: Params,
    examples: Examples,
    numbers: Numbers,
    start: jax.Array,
    roots: jax.Array,
) -> tuple[jax.Array, jax.Array]:
    """What the Hessian is in the space of a start, between the roots of the rates: as symmetric as it, and its
    eigenvalues are those of rates times Hessian."""
    point, shaped = ravel_pytree(params)
    slope = jax.grad(lambda flat: _as_seen(structure, shaped(flat), examples, numbers))

    def product(vector: jax.Array) -> jax.Array:
        return roots * jax.jvp(slope, (point,), (roots * vector,))[1]

    return tridiagonal(product, start, products)


def _as_seen(structure: Structure, params: Params, examples: Examples, numbers: Numbers) -> jax.Array:
    """The objective of all examples, as large as that of a mini-batch."""
    mean = replace(structure, reduce=MEAN)
    whole = objective(mean, params, examples, numbers)
    if structure.reduce == MEAN:
        return whole
    return whole + (numbers["batch"] - 1) * objective(replace(mean, penalty="none"), params, examples, numbers)
