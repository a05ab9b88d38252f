"""Histograms of what layers hold, on one axis for a whole run, which is known only when the run is over.

While a network trains, each histogram has fine bins over a reach of its own: a power of two, or the bound of its
values. At the end the fine bins are joined to the few that are drawn, between ends that suit the run. Cells of a
histogram are, in this order: what lies below, the bins, what lies above, and exact zeros, which are in no bin.
"""

from __future__ import annotations

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
LEAST = 10.0  # what an axis may always reach: weights that start tiny grow to signals of usual size

Ends = tuple[float, float]


class Fine(NamedTuple):
    """Counts (..., FINE + 3) between minus and plus ``reach`` (...)."""

    counts: Any
    reach: Any


def fine(values: jax.Array, there: jax.Array, size: jax.Array, bound: float | None = None) -> Fine:
    """The fine histogram of the values that are ``there``, an array of the same shape.

    ``size`` is their root mean square; ``bound`` is the largest that they can be, where there is such a number.
    """
    usual = jnp.isfinite(size) & (size > 0)
    power = jnp.ceil(jnp.log2(FAR * jnp.where(usual, size, 1.0))).astype(jnp.int32)
    one = jnp.ones((), values.dtype)
    reach = jnp.ldexp(one, power) if bound is None else bound * one
    place = jnp.floor(values * (FINE / 2 / reach) + FINE / 2) - (values == reach)  # the end is in the last bin
    return Fine(counted(place, values, there, FINE), reach)


def counted(place: jax.Array, values: jax.Array, there: jax.Array, bins: int) -> jax.Array:
    """Counts (bins + 3,) of values by their place among the bins; one that is no number lies above."""
    cell = jnp.where(place < bins, jnp.maximum(place, -1), bins) + 1
    cell = jnp.where(values == 0, bins + 2, cell).astype(jnp.int32)
    return jnp.zeros(bins + 3, jnp.int32).at[jnp.where(there, cell, bins + 3).ravel()].add(1, mode="drop")


def suited(kept: Fine, finite: np.ndarray) -> Ends:
    """The axis of histograms (rows, layers) of a run; only those that are ``finite`` count.

    It holds most values of most layers in most rows and in the last one, unless they diverged. It begins or ends at
    zero where no value is beyond, and has its zero in the middle where both sides are about as long.
    """
    lows, highs = _extents(kept, finite)
    if not lows.size:
        return -1.0, 1.0
    widths = np.maximum(-lows, highs)
    widest = max(WILD * widths[0], WILD * float(np.median(widths)), LEAST)
    ends = (max(side[-1], float(np.quantile(side, MOSTLY))) for side in (-lows, highs))
    low, high = (_rounded(min(end, widest)) for end in ends)
    if low == high == 0:
        return -1.0, 1.0
    if min(low, high) >= max(low, high) / 2:
        low = high = max(low, high)
    return (-low if low else 0.0), high


def joined(kept: Fine, ends: Ends) -> np.ndarray:
    """Fine histograms (rows, layers) as counts (rows, layers, CELLS) between two ends.

    A fine bin that lies across the border of two is shared out between them.
    """
    low, high = ends
    found = np.zeros((*kept.reach.shape, CELLS), np.float32)
    borders, first = np.linspace(low, high, BINS + 1), np.arange(-1, FINE + 1)[:, None]
    for reach in np.unique(kept.reach):
        at = np.concatenate([[-np.inf], (borders / reach + 1) / 2 * FINE, [np.inf]])  # in fine bins
        part = np.clip(np.minimum(first + 1, at[1:]) - np.maximum(first, at[:-1]), 0, 1)
        same = kept.reach == reach
        found[same, : BINS + 2] = kept.counts[same, : FINE + 2].astype(np.float32) @ part.astype(np.float32)
    found[..., -1] = kept.counts[..., -1]
    return found


def _extents(kept: Fine, finite: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the values of each row begin and end, zero included, its tails left out; rows without any left out, too."""
    cells = kept.counts[..., : FINE + 2]
    before = np.cumsum(cells, axis=-1)
    total = before[..., -1:]
    first = (before > TAIL * total).argmax(axis=-1)
    last = (before >= (1 - TAIL) * total).argmax(axis=-1)
    some = finite & (total[..., 0] > 0)
    low = np.where(some, np.minimum(kept.reach * (2 * (first - 1) / FINE - 1), 0), 0)
    high = np.where(some, np.maximum(kept.reach * (2 * last / FINE - 1), 0), 0)
    most = LARGER * np.median(np.maximum(-low, high), axis=1)
    most = np.where(most > 0, most, np.inf)
    rows = finite.all(axis=1)
    return np.maximum(low.min(axis=1), -most)[rows], np.minimum(high.max(axis=1), most)[rows]


def _rounded(size: float) -> float:
    """A size rounded up to two digits."""
    if size <= 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(size)) - 1)
    return float(f"{np.ceil(size / step * (1 - 1e-9)) * step:.6g}")
