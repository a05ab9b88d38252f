"""The shape of an activation: its values and slopes, how far they reach, where it is flat, what it does to a mean."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from training.parts.activations import ACTIVATIONS, saturated
from training.parts.theory import NODE as NORMAL
from training.parts.theory import NODES, shape, weigh

REACH = 4.0  # of the plots to both sides of zero
FAR = 1e4  # where a function that grows for ever has left all bounds
UNBOUNDED = 50.0
CENTRED = 1e-3  # a mean below counts as zero
FLAT = -1.0  # where units that are off stand


class Shape(NamedTuple):
    """An activation with what is learned at its start values, of an even unit where it is bipolar.

    ``z``, ``values`` and ``slopes`` are (NODES,) from -REACH to REACH; ``low`` and ``high`` the ends of its outputs,
    infinite where there is none; ``steepest`` the largest size of a slope; ``saturates`` between which inputs it does
    not, None at a side where it never does; ``off`` whether its slope is zero for z < 0. ``mean`` is E f(z) for
    standard normal z, over the units of a layer.
    """

    z: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    low: float
    high: float
    steepest: float
    saturates: tuple[float | None, float | None]
    off: bool
    mean: float

    @property
    def centred(self) -> bool:
        """Whether the mean of what it makes of a standard normal signal is zero."""
        return abs(self.mean) < CENTRED


@cache
def shape_of(name: str) -> Shape:
    """The shape of an activation; all its parts are computed on as many inputs as theory has: one program for both."""
    z = np.linspace(-REACH, REACH, NODES)
    values, slopes = shape(name, z)
    wide = np.concatenate([[-FAR], np.linspace(-3 * REACH, 3 * REACH, NODES - 2), [FAR]])
    far, steep = shape(name, wide)
    mean = weigh(name, *shape(name, NORMAL)).mean
    low, high = min(far.min(), values.min()), max(far.max(), values.max())
    return Shape(
        z,
        values,
        slopes,
        float(low) if low > -UNBOUNDED else -np.inf,
        float(high) if high < UNBOUNDED else np.inf,
        float(np.abs(np.concatenate([steep, slopes])).max()),
        _saturates(name, wide, far),
        bool(slopes[np.searchsorted(z, FLAT)] == 0),
        mean,
    )


def _saturates(name: str, z: np.ndarray, out: np.ndarray) -> tuple[float | None, float | None]:
    """The inputs below and above which outputs lie within 3 % of a bound."""
    there = np.asarray(saturated(ACTIVATIONS[name], out[:, None]))[:, 0]
    below, above = there & (z < 0), there & (z > 0)
    return (
        float(z[below].max()) if below.any() else None,
        float(z[above].min()) if above.any() else None,
    )
