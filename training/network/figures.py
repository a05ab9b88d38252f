"""The figures of a run, computed from rows that its loop recorded: loss, score, and those of every layer."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from threading import Lock, Thread
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept, understood
from training.data.preprocessing import Prepared
from training.loop import Trace
from training.network.joined import Joined, apart, join
from training.network.model import Examples, Memory, Params, Structure, filled, outputs, tested
from training.network.objective import penalty
from training.network.statistics import PROBE, Layers, layers, lengths
from training.parts.layers import Numbers, Training, forward
from training.parts.losses import LOSSES
from training.parts.normalization import BATCH

JUDGED = 1_024  # the most examples of each part that loss and score are computed on
CORES = os.cpu_count() or 1
FEW_CORES = 2  # that the figures and one loop fill with their compiling
PIECE = 128  # examples that are judged at once
# On the processor. A structure that nobody has trained yet compiles in 40% of the processor time of XLA's own choice.
QUICK = (("xla_backend_optimization_level", 1), ("xla_cpu_use_fusion_emitters", False))
# What is wanted often: takes twice as long to compile, and two thirds of the time to run.
FAST = (("xla_backend_optimization_level", 1), ("xla_cpu_use_fusion_emitters", True))
OFTEN = 6  # times that the figures of a structure are computed until they are compiled to be fast
# A program that runs once, to set out from: it compiles in a quarter of the time.
ONCE = (
    ("xla_backend_optimization_level", 0),
    ("xla_cpu_use_fusion_emitters", False),
    ("xla_cpu_parallel_codegen_split_count", 1),
)
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


def figures_of(structure: Structure, seen: Seen, kept: Recorded, on_cpu: bool) -> tuple[Figures, Layers]:
    """The figures of kept rows: one program for a structure, whatever the rule that trains it.

    On the processor it is made anew, to be fast, while it is used for the OFTENth time. Both give the same figures but
    for their last digits; the weights, of which they are told, are the same to the bit.
    """
    looks = _looks(structure, on_cpu)
    with looks.compiling:  # runs of one structure begin together, and JAX would compile it for each
        looks.begun = True
        looks.times += 1
        if on_cpu and looks.times == OFTEN:
            fast = jitted(partial(_look, structure), on_cpu, FAST)
            Thread(target=_make_fast, args=(looks, fast.lower(*_shapes((seen, kept)))), daemon=True).start()
        figures, looked = looks.program(seen, kept)
    own, following = (apart(jax.tree.map(np.asarray, part)) for part in (kept.params, kept.following))
    return figures, looked._replace(**lengths(own, following))


def compile_beside(structure: Structure, seen: Seen, kept: Recorded) -> None:
    """Compile the figures of rows like ``kept`` on the processor, beside what follows; once for a structure.

    On few cores another run of the structure waits here until they are: it cannot end before, and its own loop would
    only keep the first run from its end.
    """
    looks = _looks(structure, True)
    if looks.begun or not looks.compiling.acquire(blocking=False):
        if CORES <= FEW_CORES:
            looks.compiling.acquire()
            looks.compiling.release()
        return
    looks.begun = True
    try:
        Thread(target=_compile, args=(looks, looks.program.lower(seen, _shapes(kept))), daemon=True).start()
    except BaseException:  # no thread has begun that would release it
        looks.begun = False
        looks.compiling.release()
        raise


def _compile(looks: _Looks, lowered: Any) -> None:
    try:
        lowered.compile()
    except Exception:  # whoever runs it meets the reason
        logging.getLogger(__name__).debug("Figures could not be compiled ahead.", exc_info=True)
    finally:
        looks.compiling.release()


def _make_fast(looks: _Looks, lowered: Any) -> None:
    try:
        looks.program = lowered.compile()
    except Exception:  # the one that there is goes on
        logging.getLogger(__name__).debug("Figures could not be compiled to be fast.", exc_info=True)


def _shapes(tree: Any) -> Any:
    return jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype) if hasattr(x, "shape") else x, tree)


class _Looks:
    """The program of a structure's figures: whether it was begun to be compiled, a lock while it is, and how many
    times it was used."""

    def __init__(self, program: Callable) -> None:
        self.program, self.compiling, self.begun, self.times = program, Lock(), False, 0


@kept
def _looks(structure: Structure, on_cpu: bool) -> _Looks:
    return _Looks(jitted(partial(_look, structure), on_cpu))


def _look(structure: Structure, seen: Seen, kept: Recorded) -> tuple[Figures, Layers]:
    def one(row: Recorded) -> tuple[Figures, Layers]:
        params = row.layers
        return judged(structure, seen, params), layers(structure, params, seen.probe, seen.numbers)

    return jax.lax.map(one, kept)


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
