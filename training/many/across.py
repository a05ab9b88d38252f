"""A map as one line: the loss over the number across, whatever the number up is, such as a seed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Across(NamedTuple):
    """The quartiles of the losses in every column, (columns,) each, infinite where so many runs are not finite.

    ``edge`` is the number from which on half of the runs or more end above their loss at the start, or not finite, None
    without. ``sensitivity`` is the mean over all columns of how far the median, that of the start at most, lies above
    the best one: small where most rates do (Wortsman and others 2023, arXiv:2309.14322). It is None where the start of
    a column is not finite: the median of a run that diverges has no bound there.
    """

    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray
    edge: float | None
    sensitivity: float | None


def across(values: np.ndarray, loss: np.ndarray, start: float | np.ndarray) -> Across:
    """What ``loss`` (rows, columns) is over the ``values`` of the columns.

    ``start`` is the loss before any step, one or (columns,).
    """
    known = np.sort(np.where(np.isfinite(loss), loss, np.inf), axis=0)
    low, middle, high = (known[round(share * (len(known) - 1))] for share in (0.25, 0.5, 0.75))
    worse = (middle > start) | np.isinf(middle)
    stay = len(values) - int(np.argmin(worse[::-1])) if not worse.all() else 0
    edge = float(values[stay]) if 0 < stay < len(values) else None
    bounded = np.isfinite(start).all()
    held = np.minimum(middle, start)
    return Across(low, middle, high, edge, float(np.mean(held - held.min())) if bounded else None)
