"""Sharpness along a training run: the largest eigenvalues of the Hessian of what training makes small.

The run is made once more, by its own programs, and looked at between two of its steps. The Hessian is that of the
objective on all training examples, mini-batches and masks aside, with respect to the layers that are trained; it is
never formed, but multiplied with vectors: the derivative of the gradient along them. Where a step sees a sum over its
examples, it is that of as many as it has.
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

from locales import Words, tr
from surfaces.programs import kept
from training.choice import RATE, Choice
from training.network import devices
from training.network.figures import JUDGED, jitted
from training.network.held import held
from training.network.lanczos import Held, begun, further, largest
from training.network.model import Examples, Params, Structure, filled
from training.network.network import Network
from training.network.objective import objective
from training.network.refused import unless
from training.network.resolve import Task, resolve
from training.network.train import begun_with, states
from training.parts.layers import Numbers
from training.parts.losses import MEAN
from training.process.pieces import Beat, in_pieces, unheard
from training.rules import edge

EIGENVALUES = 3
PRODUCTS = 32  # with vectors, for the eigenvalues of one frame: three that stand apart are right to five digits
FEWEST_ROWS = 32
WORK = 3e10  # weights times examples times products of all looks: some ten seconds on one core
FEWEST, MOST = 3, 200  # frames, where a run has as many updates
LARGEST = 1_000_000  # weights: PRODUCTS vectors of as many numbers are held
SYNTHETIC: Words = "synthetic gradients"


class Sharpness(NamedTuple):
    """Sharpness at some updates of a run, ``steps`` (frames,).

    ``values`` (frames, 3) are the largest eigenvalues of the Hessian, descending; NaN where they are not finite.
    ``limit`` (frames,) is the first of them with which the rule, as it is then, no longer settles, of a rule with one
    rate; ``over`` (frames,) is how many times its limit the largest eigenvalue of rates times Hessian is. None where no
    limit is known; ``why`` names with what none is, where that is not the rule. ``covered`` (frames,) is the sum of the
    rates of all updates before, None where none is known.
    """

    steps: np.ndarray
    values: np.ndarray
    limit: np.ndarray | None
    over: np.ndarray | None
    why: str = ""
    covered: np.ndarray | None = None


def sharpness(network: Network, choice: Choice, beat: Beat = unheard) -> Sharpness:
    """The sharpness along the run of one optimizer that :func:`training.network.train.train` makes.

    ``beat`` is called every ``training.process.pieces.MOMENT`` or so, where a product does not take longer, with the
    share that is done, and with None while a network learns before; what it raises ends it. Raises Refused where
    :func:`refusal` has a reason.
    """
    task = resolve(network)
    unless(lambda: refusal(task, choice))
    updates = network.steps // choice.gradients
    looks = looks_of(task, choice)
    at = frames(task, updates, looks)
    known, numbers = _limit(task, choice), edge.moving(choice, updates, at, task.epoch)
    values, scaled = list[np.ndarray](), list[float]()

    def told(part: float | None) -> None:
        beat(None if part is None else (len(values) + len(scaled) + part) / (looks * len(at)))

    with devices.on(network.device, task.structure, task.batch) as device:
        look = _Look(task, device == devices.CPU, told)
        for place, (params, state) in enumerate(states(task, choice, at.tolist(), device == devices.CPU, told)):
            values.append(look(params))
            if looks > 1 and numbers:
                now = {name: float(row[place]) for name, row in numbers.items()}
                scaled.append(look(params, rates_now(choice, _moving(task, state), now, int(at[place])))[0])
    found = np.array(values)
    bare = Sharpness(at, found, None, None, covered=edge.covered(choice, updates, at, task.epoch))
    if known is None or numbers is None:
        return bare._replace(why=SYNTHETIC if task.structure.guessing else "")
    least = edge.along(known, numbers)
    if known.scaled:
        return bare._replace(over=np.array(scaled) / least)
    with np.errstate(divide="ignore"):
        return bare._replace(limit=least / numbers[RATE], over=numbers[RATE] * found[:, 0] / least)


def refusal(task: Task, choice: Choice) -> str:
    """Why the sharpness of a run is not computed; empty where it is."""
    most = min(LARGEST, int(WORK / (_work(task, looks_of(task, choice)) * FEWEST)))
    if task.structure.weights <= most:
        return ""
    return tr(
        "The sharpness of {rule} is computed for networks of up to {most:,} weights with so many examples, and this "
        "one has {weights:,}.",
        rule=choice.spec.label,
        most=most,
        weights=task.structure.weights,
    )


def looks_of(task: Task, choice: Choice) -> int:
    """How many times a frame is looked at: where each weight has a rate of its own, also with those."""
    known = _limit(task, choice)
    return 2 if known and known.scaled else 1


def _limit(task: Task, choice: Choice) -> edge.Limit | None:
    """The limit of a rule; None where its steps are not along the gradient of the objective."""
    return None if task.structure.guessing else edge.limit(choice)


def _rows(task: Task) -> int:
    """The rows that the examples are filled up to: a power of two, so that few numbers of examples compile."""
    return max(FEWEST_ROWS, 1 << (min(JUDGED, task.examples) - 1).bit_length())


def _work(task: Task, looks: int) -> int:
    """What a frame takes, over the weights."""
    return _rows(task) * PRODUCTS * looks


def frames(task: Task, updates: int, looks: int = 1) -> np.ndarray:
    """The updates before which the run is looked at, so many times each, the first and the last among them."""
    affordable = int(WORK / (task.structure.weights * _work(task, looks)))
    count = min(max(FEWEST, min(MOST, affordable)), updates + 1)
    return np.unique(np.linspace(0, updates, count).round().astype(np.int64))


def _moving(task: Task, state: Any) -> dict[str, Any]:
    """What a rule remembers, by name, of the layers that are trained."""
    first = task.trained.held
    return {name: value[first:] if isinstance(value, list) else value for name, value in state._asdict().items()}


def rates_now(choice: Choice, state: dict[str, Any], numbers: dict[str, float], updates: int) -> np.ndarray:
    """The rate that each weight has after so many updates, (n,) as the parameters; NaN before the first of them.

    It is 0 of a weight of which the rule remembers nothing but zeros: it has had no gradient, and has not moved.
    """
    flat = {name: np.asarray(ravel_pytree(value)[0], np.float64)[None] for name, value in state.items()}
    seen = SimpleNamespace(**numbers, **flat, t=updates)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = choice.spec.quantities(dict(choice.options))["rate"](seen)[0]
    if not updates:
        return np.full_like(rates, np.nan)
    moved = np.any([values[0] != 0 for values in flat.values() if values.shape[1] == len(rates)], axis=0)
    return np.where(moved, rates, 0.0)


class _Look:
    """Eigenvalues at some parameters, (EIGENVALUES,); of rates times Hessian where ``rates`` (n,) are given.

    ``n`` counts what is trained. ``told`` is called with the share that is done, between two products.
    """

    def __init__(self, task: Task, on_cpu: bool, told: Beat) -> None:
        self._dtype = np.dtype(jnp.result_type(float))
        self._examples = filled(task.prepared.train_x, task.prepared.train_y, _rows(task), self._dtype)
        self._program, self._told = _program(task.trained, on_cpu), told
        self._memory = begun_with(task, told).memory
        self._structure = task.trained
        self._numbers = {**task.numbers, "batch": float(task.batch)}

    def __call__(self, params: Params, rates: np.ndarray | None = None) -> np.ndarray:
        params = held(self._structure, params, self._memory)  # layers that are held normalize with what they remember
        count = sum(values.size for layer in params[self._structure.held :] for values in layer.values())
        start = np.random.RandomState(0).standard_normal(count).astype(self._dtype)
        roots = np.ones_like(start) if rates is None else np.sqrt(rates).astype(self._dtype)
        products = min(PRODUCTS, count)

        def go(found: Held, *piece: int) -> Held:
            return jax.block_until_ready(self._program(found, *piece, params, self._examples, self._numbers, roots))

        found = in_pieces(go, begun(start, products), 0, products, lambda done: self._told(done / products))
        return largest(np.asarray(found.diagonal), np.asarray(found.beside), EIGENVALUES)


@kept
def _program(structure: Structure, on_cpu: bool) -> Callable:
    return jitted(partial(_further, structure), on_cpu, donate_argnums=0)


def _further(
    structure: Structure,
    found: Held,
    first: jax.Array,
    last: jax.Array,
    params: Params,
    examples: Examples,
    numbers: Numbers,
    roots: jax.Array,
) -> Held:
    """Some more of what the Hessian is in the space of a start, between the roots of the rates: as symmetric as it, and
    its eigenvalues are those of rates times Hessian."""
    still = params[: structure.held]
    point, shaped = ravel_pytree(params[structure.held :])
    slope = jax.grad(lambda flat: _as_seen(structure, [*still, *shaped(flat)], examples, numbers))

    def product(vector: jax.Array) -> jax.Array:
        return roots * jax.jvp(slope, (point,), (roots * vector,))[1]

    return further(product, found, first, last)


def _as_seen(structure: Structure, params: Params, examples: Examples, numbers: Numbers) -> jax.Array:
    """The objective of all examples, as large as that of a mini-batch."""
    mean = replace(structure, reduce=MEAN)
    whole = objective(mean, params, examples, numbers)
    if structure.reduce == MEAN:
        return whole
    return whole + (numbers["batch"] - 1) * objective(replace(mean, penalty="none"), params, examples, numbers)
