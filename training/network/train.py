"""One optimizer's training run of a network, with what happened in every layer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import OptimizerSpec
from optimizers.scheduled import Number, Scheduled
from optimizers.wrappers import wrapped
from surfaces.programs import kept, understood
from training.choice import Choice, forms_of, scheduled
from training.data.preprocessing import Prepared
from training.loop import Carry, Keep, Setup, Trace, advance, begin
from training.network import devices
from training.network.model import (
    MOST,
    STEPS,
    Batches,
    Examples,
    Params,
    Structure,
    as_problem,
    filled,
    outputs,
)
from training.network.network import Network
from training.network.resolve import resolve
from training.network.statistics import PROBE, Axes, Layers, layers, settled
from training.parts.losses import LOSSES

FEWEST_ROWS = 200  # of statistics, where a run has as many steps
ROWS = 2 * FEWEST_ROWS  # that the buffers hold
JUDGED = 1_024  # the most examples of each part that loss and score are computed on
KEPT_NUMBERS = 4_000_000  # the most weights that a run keeps, over all its frames
MOST_FRAMES = 200
PIECE = 128  # examples that are judged at once
MOMENT = 0.05  # seconds of work between two looks for whether to go on; a single step may take longer
FASTER = 8  # times as many steps, at most, in the next piece as in the last
# On the processor: compiles in three quarters of the time, to programs that are no slower (51 to 37 ms).
# The emitters of fusions are XLA's default, which `make test` changes for all programs that do not name them.
QUICK = (("xla_backend_optimization_level", 1), ("xla_cpu_use_fusion_emitters", True))
# On a card: the same link gives the same run whenever it is opened, as sums are taken in one order.
SAME = {"xla_gpu_deterministic_ops": True}


class Figures(NamedTuple):
    """Loss and score on the training and the validation part; the score is the share that is right, or of a
    regression the share of the variance that is explained."""

    train_loss: Any
    valid_loss: Any
    train_score: Any
    valid_score: Any


class Run(NamedTuple):
    """A training run as numpy arrays.

    ``steps`` (rows,) counts the updates before each row: the first row has the initial weights, the last one the end.
    ``figures`` and ``layers`` have these rows; without a validation part its figures are NaN. ``losses`` (updates + 1,)
    is the loss of each mini-batch. ``frames`` names the rows whose weights are kept in ``params``, a list of layers as
    in ``training.network.model``, each array with a leading axis of frames. ``probe`` is how many training examples
    ``layers`` were computed on, whose histograms stand on ``axes``, ``judged`` how many of training and validation
    ``figures``; ``device`` says where.
    """

    steps: np.ndarray
    figures: Figures
    layers: Layers
    axes: Axes
    losses: np.ndarray
    frames: np.ndarray
    params: list[dict[str, np.ndarray]]
    probe: int
    judged: tuple[int, int]
    device: str


class Data(NamedTuple):
    """The examples of a run: to train on, to judge both parts by, and to look into the layers with."""

    train: Examples
    judged: Examples
    valid: Examples
    probe: Examples


class Given(NamedTuple):
    """All that is traced of a run but its first parameters and its steps: numbers of the rule, examples, their order,
    and every how many steps a row and a frame are kept."""

    numbers: Mapping[str, Number]
    data: Data
    order: Batches
    every: int
    stride: int


class Refused(ValueError):
    """What is asked for cannot be done, for a reason in words that are meant for visitors."""


def train(network: Network, choice: Choice, beat: Callable[[], None] = lambda: None) -> Run:
    """Train ``network`` with one optimizer. A structure and an optimizer compile once; numbers compile nothing.

    ``beat`` is called every MOMENT or so, at first when all is compiled; what it raises ends the run.

    ``network.steps`` counts gradients: a rule that takes two a step makes half as many updates. Raises Refused
    where :meth:`training.network.resolve.Task.refusal` has a reason.
    """
    task = resolve(network)
    if reason := task.refusal(choice):
        raise Refused(reason)
    structure, prepared, steps = task.structure, task.prepared, network.steps // choice.gradients
    every = max(1, steps // FEWEST_ROWS)
    rows = -(-steps // every)
    most = frames_of(structure)
    stride = every * max(1, -(-rows // most))
    numbers = scheduled(choice, steps, STEPS)
    order, dtype = task.order(steps), np.dtype(jnp.result_type(float))
    params, data = jax.tree.map(lambda x: np.asarray(x, dtype), task.initial), _data(prepared, dtype)
    with devices.on(network.device, structure, task.batch) as device:
        begun, further = _compiled(
            structure, choice.optimizer, choice.options, forms_of(choice.wrappers), device == devices.CPU
        )
        data, order = jax.device_put((data, order))
        given = Given(numbers, data, order, every, stride)
        carry = begun(given, params)
        carry = in_pieces(lambda carry, *piece: further(given, carry, *piece, steps), carry, steps, beat)
        losses, (figures, looked), weights = jax.tree.map(np.asarray, carry.buffers)
    looked, axes = settled(_first(looked, rows + 1), structure)
    frames = np.minimum(np.arange(-(-steps // stride) + 1) * (stride // every), rows)
    return Run(
        steps=np.minimum(np.arange(rows + 1) * every, steps).astype(np.int32),
        figures=_first(figures, rows + 1),
        layers=looked,
        axes=axes,
        losses=losses[: steps + 1].copy(),
        frames=frames.astype(np.int32),
        params=_first(weights, frames.size),
        probe=min(PROBE, len(prepared.train_x)),
        judged=(min(JUDGED, len(prepared.train_x)), min(JUDGED, len(prepared.valid_x))),
        device=device,
    )


def frames_of(structure: Structure) -> int:
    """How many frames of weights a run of this size keeps, besides the first."""
    return max(1, min(MOST_FRAMES, KEPT_NUMBERS // structure.count))


def _data(prepared: Prepared, dtype: np.dtype) -> Data:
    x, y = prepared.train_x, prepared.train_y
    parts = (x, y, MOST), (x, y, JUDGED), (prepared.valid_x, prepared.valid_y, JUDGED), (x, y, PROBE)
    return Data(*(filled(*part, dtype) for part in parts))


def in_pieces(further: Callable[[Carry, int, int], Carry], carry: Carry, steps: int, beat: Callable[[], None]) -> Carry:
    """All rows of a run of ``steps``, so many at a time as take about a MOMENT, with a ``beat`` after each piece.

    ``further`` takes a run from one step to before another.
    """
    first, size = 0, 1
    while first <= steps:
        began, last = time.perf_counter(), min(first + size, steps + 1)
        carry = jax.block_until_ready(further(carry, first, last))
        beat()
        fitting = size * MOMENT / (time.perf_counter() - began)
        first, size = last, max(1, min(int(fitting), FASTER * size))
    return carry


@kept
def _compiled(
    structure: Structure, optimizer: str, options: tuple, forms: tuple, on_cpu: bool
) -> tuple[Callable, Callable]:
    """How a run begins and how it goes on, jitted, for each structure, optimizer and form of its rule.

    Numbers are traced, those of the steps that a piece has, too: none compiles again.
    """
    setup = partial(_setup, structure, wrapped(OPTIMIZERS[optimizer], forms), dict(options))
    compile = partial(jax.jit, compiler_options=understood(*QUICK) if on_cpu else SAME)
    return compile(partial(_start, setup)), compile(partial(_further, setup), donate_argnums=1)


def _start(setup: Callable[[Given], Setup], given: Given, params: Params) -> Carry:
    return begin(setup(given), params)


def _further(setup: Callable[[Given], Setup], given: Given, carry: Carry, first: Any, last: Any, steps: Any) -> Carry:
    return advance(setup(given), carry, first, last, steps)


def _setup(structure: Structure, spec: OptimizerSpec, options: dict, given: Given) -> Setup:
    data = given.data

    def look(row: Trace) -> tuple[Figures, Layers]:
        figures = Figures(*_judge(structure, row.params, data.judged), *_judge(structure, row.params, data.valid))
        figures = Figures(figures[0], figures[2], figures[1], figures[3])
        return figures, layers(structure, row.params, row.following, data.probe)

    keeps = [
        Keep(lambda row: row.loss, STEPS),
        Keep(look, ROWS, given.every),
        Keep(lambda row: row.params, frames_of(structure), given.stride),
    ]
    return Setup(as_problem(structure, data.train, given.order), Scheduled(spec, given.numbers, options), keeps)


def _judge(structure: Structure, params: Params, examples: Examples) -> tuple[jax.Array, jax.Array]:
    """Mean loss and score over examples, PIECE by PIECE so that no more than there are is computed; NaN without any."""
    loss = LOSSES[structure.loss]
    sums = _sums(structure, params, examples)
    total, found, y, squares = sums / examples.count
    score = 1 - found / (squares - y**2) if "number" in loss.kinds else 1 - found
    return total, jnp.where(jnp.isfinite(total), score, jnp.nan)


def _sums(structure: Structure, params: Params, examples: Examples) -> jax.Array:
    """Sums over examples: loss, squared error (or the number of wrong answers), y, y²: (4,)."""
    loss = LOSSES[structure.loss]

    def add(piece: jax.Array, sums: jax.Array) -> jax.Array:
        x, y = (jax.lax.dynamic_slice_in_dim(part, piece * PIECE, PIECE) for part in (examples.x, examples.y))
        there = piece * PIECE + jnp.arange(PIECE) < examples.count
        z = outputs(structure, params, x)
        answer = loss.predict(z)
        off = (answer - y) ** 2 if "number" in loss.kinds else answer != y
        return sums + jnp.stack([jnp.sum(jnp.where(there, part, 0)) for part in (loss.fn(z, y), off, y, y**2)])

    zeros = jnp.zeros(4, examples.x.dtype)
    return jax.lax.fori_loop(0, -(-examples.count // PIECE), add, zeros)


def _first(tree: Any, rows: int) -> Any:
    return jax.tree.map(lambda x: x[:rows].copy(), tree)
