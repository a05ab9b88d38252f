"""The figures of a run, computed from rows that its loop recorded: loss, score, and those of every layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import understood
from training.data.preprocessing import Prepared
from training.loop import Trace
from training.network.joined import Joined, apart, join
from training.network.model import Examples, Memory, Params, Structure, filled, outputs, tested
from training.network.objective import penalty
from training.network.statistics import PROBE
from training.parts.layers import Numbers, Training, forward
from training.parts.losses import LOSSES
from training.parts.normalization import BATCH
from training.process.processor import CORES

JUDGED = 1_024  # the most examples of each part that loss and score are computed on
FEW_CORES = 2  # that two programs fill with their compiling
PIECE = 128  # examples that are judged at once
WHOLE = ("xla_cpu_parallel_codegen_split_count", 1)  # in parts a program takes up to half as much processor time again
# On the processor. A structure that nobody has trained yet compiles in 40% of the processor time of XLA's own choice.
QUICK = (
    ("xla_backend_optimization_level", 1),
    ("xla_cpu_use_fusion_emitters", False),
    *([WHOLE] if CORES <= FEW_CORES else []),
)
# What is wanted often: takes twice as long to compile, and half to four fifths of the time to run. Vectors are of 512
# bits where the processor has them: a tenth of the time less.
FAST = (
    ("xla_backend_optimization_level", 1),
    ("xla_cpu_use_fusion_emitters", True),
    ("xla_cpu_prefer_vector_width", 512),
    WHOLE,
)
# A program that runs once, to set out from: it compiles in a quarter of the time.
ONCE = (("xla_backend_optimization_level", 0), ("xla_cpu_use_fusion_emitters", False), WHOLE)
# On a card: the same link gives the same run whenever it is opened, as sums are taken in one order.
SAME = {"xla_gpu_deterministic_ops": True}


class Figures(NamedTuple):
    """Loss and score on the training and the validation part, as at the test; the score is the share that is right, or
    of a regression the share of the variance that is explained. ``penalty`` is what training adds to the loss, that of
    activations measured as at the test; NaN where it adds nothing. ``batch_loss`` and ``batch_score`` are those of the
    training part as training sees it, in mini-batches that are normalized by themselves; NaN where there is no such
    thing."""

    train_loss: Any
    valid_loss: Any
    train_score: Any
    valid_score: Any
    penalty: Any
    batch_loss: Any
    batch_score: Any


class Seen(NamedTuple):
    """The examples that figures are computed on: of both parts, to judge by, and those to look into the layers with.

    ``numbers`` are those of the network's techniques.
    """

    judged: Examples
    valid: Examples
    probe: Examples
    numbers: Numbers


class Recorded(NamedTuple):
    """A row as the loop keeps it: where the method stands, and where after the next step, joined; and what the layers
    remember for the test, or ()."""

    params: Joined
    following: Joined
    memory: Memory | tuple

    @property
    def layers(self) -> Params:
        """The parameters of each layer, with what it remembers beside them, and with axes that stand before."""
        params = apart(self.params)
        return [own | held for own, held in zip(params, self.memory, strict=True)] if self.memory else params


def recorded(row: Trace, averages: Callable[[Params], Memory] | None = None) -> Recorded:
    """What the loop keeps of a row. ``averages(params)`` stand for what its layers remember, where there are such."""
    memory = row.memory if averages is None else averages(apart(row.params))
    return Recorded(join(row.params), join(row.following), memory)


def seen_of(prepared: Prepared, numbers: Numbers, dtype: np.dtype) -> Seen:
    """The examples that figures are computed on, and the numbers of the network's techniques."""
    x, y = prepared.train_x, prepared.train_y
    parts = (x, y, JUDGED), (prepared.valid_x, prepared.valid_y, JUDGED), (x, y, PROBE)
    train, valid, probe = (filled(*part, dtype) for part in parts)
    return Seen(train, valid, probe, numbers)


def judged(structure: Structure, seen: Seen, params: Params) -> Figures:
    """The figures of one row, whose parameters have what the layers remember for the test beside them."""
    size = jnp.asarray(seen.numbers["batch"], jnp.int32) if structure.apart else None
    test = tested(structure, params, seen.numbers)
    by = size if structure.test == BATCH else None
    used = test if by is None else params
    parts = seen.judged, seen.valid
    if by is None:
        sums = _sums(structure, used, parts)
    else:
        sums = jnp.stack([_by_batches(structure, used, part, by, seen.numbers) for part in parts])
    trained, valid = (_judge(structure, found, part) for found, part in zip(sums, parts, strict=True))
    training = trained
    if size is not by:
        training = _judge(structure, _by_batches(structure, params, seen.judged, size, seen.numbers), seen.judged)
    none = jnp.full_like(trained[0], jnp.nan)
    added = _penalty(structure, params, test, seen)
    batch = (none, none) if size is None else training
    return Figures(trained[0], valid[0], trained[1], valid[1], added, *batch)


def _penalty(structure: Structure, params: Params, test: Params, seen: Seen) -> jax.Array:
    """What training adds to the loss: of activations, their mean on the examples that loss is judged on."""
    if structure.penalty == "none":
        return jnp.full((), jnp.nan, seen.judged.x.dtype)
    x, _, weight = seen.judged.first(len(seen.judged.x))
    return penalty(structure, params, seen.numbers, forward(structure.layers, test, x), weight)


def _judge(structure: Structure, sums: jax.Array, examples: Examples) -> tuple[jax.Array, jax.Array]:
    """Mean loss and score from sums over the examples; NaN without any."""
    total, found, y, squares = sums / examples.count
    score = 1 - found / (squares - y**2) if "number" in LOSSES[structure.loss].kinds else 1 - found
    return total, jnp.where(jnp.isfinite(total), score, jnp.nan)


def _sums(structure: Structure, params: Params, parts: tuple[Examples, Examples]) -> jax.Array:
    """Sums over the examples of both parts: loss, squared error (or the number of wrong answers), y, y²: (2, 4).

    PIECE by PIECE, so that no more than there are is computed, and in one loop, which compiles one forward pass.
    """
    pieces = [-(-part.count // PIECE) for part in parts]

    def add(turn: jax.Array, sums: jax.Array) -> jax.Array:
        late = turn >= pieces[0]
        first = jnp.where(late, turn - pieces[0], turn) * PIECE
        (x0, y0), (x1, y1) = (
            [jax.lax.dynamic_slice_in_dim(values, first, PIECE) for values in (part.x, part.y)] for part in parts
        )
        there = first + jnp.arange(PIECE) < jnp.where(late, parts[1].count, parts[0].count)
        z = outputs(structure, params, jnp.where(late, x1, x0))
        return sums.at[late.astype(jnp.int32)].add(_off(structure, z, jnp.where(late, y1, y0), there))

    return jax.lax.fori_loop(0, sum(pieces), add, jnp.zeros((2, 4), parts[0].x.dtype))


def _off(structure: Structure, z: jax.Array, y: jax.Array, there: jax.Array) -> jax.Array:
    """The sums of ``_sums`` over the examples that are there, (4,)."""
    loss = LOSSES[structure.loss]
    answer = loss.predict(z)
    off = (answer - y) ** 2 if "number" in loss.kinds else answer != y
    return jnp.stack([jnp.sum(jnp.where(there, part, 0)) for part in (loss.fn(z, y), off, y, y**2)])


def _by_batches(
    structure: Structure, params: Params, examples: Examples, batch: jax.Array, numbers: Numbers
) -> jax.Array:
    """The same sums over one part, (4,), passed as mini-batches of this size, or of PIECE, that are normalized as in
    training: as many at once as fill a piece. The parameters are those of training."""
    size = jnp.minimum(batch, PIECE)
    whole = PIECE // size * size
    place = jnp.arange(PIECE)

    def add(piece: jax.Array, sums: jax.Array) -> jax.Array:
        rows = piece * whole + place
        there = (place < whole) & (rows < examples.count)
        x, y = (part[jnp.minimum(rows, len(part) - 1)] for part in (examples.x, examples.y))
        together = ((place[:, None] // size == place // size) & there).astype(x.dtype)
        counts = together / jnp.maximum(together.sum(axis=1, keepdims=True), 1)
        z = forward(structure.layers, params, x, Training(counts, numbers))[-1].act
        return sums + _off(structure, z, y, there)

    zeros = jnp.zeros(4, examples.x.dtype)
    return jax.lax.fori_loop(0, -(-examples.count // whole), add, zeros)


def jitted(
    function: Callable, on_cpu: bool, options: tuple[tuple[str, bool | int], ...] = QUICK, **of_jit: Any
) -> jax.stages.Wrapped:
    """``function`` jitted as all programs of networks are, on the processor or on a card."""
    return jax.jit(function, compiler_options=understood(*options) if on_cpu else SAME, **of_jit)
