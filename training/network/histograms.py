"""Histograms of what layers hold, on one axis for a whole run, which is known only when the run is over.

While a network trains, each histogram has fine bins over a reach of its own: a power of two, or the bound of its
values. At the end the fine bins are joined to the few that are drawn, between ends that suit the run. Cells of a
histogram are, in this order: what lies below, the bins, what lies above, and exact zeros, which are in no bin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

BINS = 36
CELLS = BINS + 3
FINE = 8 * BINS
FAR = 8.0  # root mean squares that the reach has at least
TAIL = 0.01  # the share of values at either side that does not stretch the axis
MOSTLY = 0.95  # of the rows fit on the axis, and the last one: what shoots out for a moment does not stretch it
LARGER = 3.0  # times the middle layer of a row: a larger layer does not stretch the axis further
WILD = 10.0  # times the usual width of a run, or that of its start: no axis is wider, whatever diverges
COMMON = 5.0  # times the usual width of the middle run: no further is a common axis stretched by one that grows
LEAST = 10.0  # what an axis may always reach: weights that start tiny grow to signals of usual size

Ends = tuple[float, float]


class Fine(NamedTuple):
    """Counts (..., FINE + 3) between minus and plus ``reach`` (...)."""

    counts: Any
    reach: Any


def fine(
    values: Sequence[jax.Array], there: Sequence[jax.Array], size: jax.Array, bounds: Sequence[float | None]
) -> Fine:
    """The fine histograms of several arrays, of those values that are ``there``, arrays of the same shapes.

    ``size`` (arrays,) are their root mean squares; ``bounds`` are the largest that they can be, where there is such a
    number.
    """
    usual = jnp.isfinite(size) & (size > 0)
    power = jnp.ceil(jnp.log2(FAR * jnp.where(usual, size, 1.0))).astype(jnp.int32)
    known = np.array([0.0 if bound is None else bound for bound in bounds])
    one = jnp.ones((), size.dtype)
    reach = jnp.where(known > 0, known * one, jnp.ldexp(one, power))

    def place(x: jax.Array) -> jax.Array:
        far = jnp.concatenate([jnp.broadcast_to(reach[i], each.size) for i, each in enumerate(values)])
        return jnp.floor(x * (FINE / 2 / far) + FINE / 2) - (x == far)  # the end is in the last bin

    return Fine(counted(place, values, there, FINE), reach)


def small(kept: Fine) -> Fine:
    """The same as numpy arrays in fewer bytes: no count of a layer's probe needs more."""
    return Fine(np.asarray(kept.counts, np.uint16), np.asarray(kept.reach))


def counted(
    place: Callable[[jax.Array], jax.Array], values: Sequence[jax.Array], there: Sequence[jax.Array], bins: int
) -> jax.Array:
    """Counts (arrays, bins + 3) of the values of each array; one that is no number lies above.

    ``place`` tells the bins of all values in a row. They are counted in one pass: it compiles to half of what one for
    each array does, and takes two thirds of the time.
    """
    cells = bins + 3
    x, some = (jnp.concatenate([part.ravel() for part in parts]) for parts in (values, there))
    first = jnp.concatenate([jnp.full(part.size, i * cells, jnp.int32) for i, part in enumerate(values)])
    at = place(x)
    cell = jnp.where(at < bins, jnp.maximum(at, -1), bins) + 1
    cell = jnp.where(x == 0, bins + 2, cell).astype(jnp.int32) + first
    end = len(values) * cells
    counts = jnp.zeros(end, jnp.int32).at[jnp.where(some, cell, end)].add(1, mode="drop")
    return counts.reshape(len(values), cells)


def suited(kept: Fine, finite: np.ndarray) -> Ends:
    """The axis of histograms (rows, layers) of a run; only those that are ``finite`` count.

    It holds most values of most layers in most rows and in the last one, unless they diverged. It begins or ends at
    zero where no value is beyond, and has its zero in the middle where both sides are about as long.
    """
    lows, highs = _extents(kept, finite, LARGER)
    return _axis(*_usual(lows, highs)) if lows.size else (-1.0, 1.0)


def common(runs: Sequence[tuple[Fine, np.ndarray]]) -> Ends:
    """One axis for the histograms of several runs, each with those that are finite.

    It holds what is usual in all layers of each run, and all first rows. What grows beyond these stretches it no
    further than to some times the width that is usual in the middle run.
    """
    extents = [found for run in runs if (found := _extents(*run, np.inf))[0].size]
    if not extents:
        return -1.0, 1.0
    usual, first = [_usual(*sides) for sides in extents], [(-lows[0], highs[0]) for lows, highs in extents]
    middle = sorted(map(max, usual))[(len(usual) - 1) // 2]
    widest = max(COMMON * middle, *map(max, first))
    return _axis(*(min(max(side), widest) for side in zip(*usual, *first, strict=True)))


def _usual(lows: np.ndarray, highs: np.ndarray) -> tuple[float, float]:
    """How far to both sides of zero most rows of a run, (rows,), and the last one reach, unless they diverged."""
    widths = np.maximum(-lows, highs)
    widest = max(WILD * widths[0], WILD * float(np.median(widths)), LEAST)
    low, high = (min(max(side[-1], float(np.quantile(side, MOSTLY))), widest) for side in (-lows, highs))
    return low, high


def _axis(left: float, right: float) -> Ends:
    """An axis that reaches so far to both sides of zero, rounded up."""
    low, high = _rounded(left), _rounded(right)
    if low == high == 0:
        return -1.0, 1.0
    if min(low, high) >= max(low, high) / 2:
        low = high = max(low, high)
    return (-low if low else 0.0), high


def joined(kept: Fine, ends: Ends) -> np.ndarray:
    """Fine histograms (rows, layers) as counts (rows, layers, CELLS) between two ends.

    A fine bin that lies across the border of two is shared out between them. Sums up to each border tell it all: a
    product of matrices takes BLAS, whose threads then keep a core busy for longer than this takes.
    """
    found = np.zeros((*kept.reach.shape, CELLS), np.float32)
    borders = np.linspace(*ends, BINS + 1)
    for reach in np.unique(kept.reach[~np.isnan(kept.reach)]):  # of rows that nobody looked into it is no number
        same = kept.reach == reach
        counts = kept.counts[same, : FINE + 2]
        before = np.cumsum(counts, axis=1, dtype=np.int32)
        at = np.clip((borders / reach + 1) / 2 * FINE + 1, 0, FINE + 2)  # in cells
        cell = np.minimum(at.astype(int), FINE + 1)
        upto = before[:, cell] - counts[:, cell] * (cell + 1 - at)
        found[same, : BINS + 2] = np.maximum(np.diff(upto, axis=1, prepend=0, append=before[:, -1:]), 0)  # rounding
    found[..., -1] = kept.counts[..., -1]
    return found


def _extents(kept: Fine, finite: np.ndarray, larger: float) -> tuple[np.ndarray, np.ndarray]:
    """Where the values of each row begin and end, zero included, its tails left out; rows without any left out, too.

    A layer that is larger than ``larger`` times the middle one of its row counts as so large.
    """
    cells = kept.counts[..., : FINE + 2]
    before = np.cumsum(cells, axis=-1, dtype=np.int32)  # compared with whole numbers, in a fifth of the time
    total = before[..., -1:]
    first = (before > np.floor(TAIL * total).astype(np.int32)).argmax(axis=-1)
    last = (before >= np.ceil((1 - TAIL) * total).astype(np.int32)).argmax(axis=-1)
    some = finite & (total[..., 0] > 0)
    low = np.where(some, np.minimum(kept.reach * (2 * (first - 1) / FINE - 1), 0), 0)
    high = np.where(some, np.maximum(kept.reach * (2 * last / FINE - 1), 0), 0)
    middle = np.median(np.maximum(-low, high), axis=1)
    most = np.full(len(middle), np.inf)
    most[middle > 0] = larger * middle[middle > 0]
    rows = finite.all(axis=1)
    return np.maximum(low.min(axis=1), -most)[rows], np.minimum(high.max(axis=1), most)[rows]


def _rounded(size: float) -> float:
    """A size rounded up to two digits."""
    if size <= 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(size)) - 1)
    return float(f"{np.ceil(size / step * (1 - 1e-9)) * step:.6g}")
