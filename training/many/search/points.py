"""Which numbers the trials of a search have."""

from __future__ import annotations

import numpy as np

from training.many import axes
from training.many.search.config import VARIED, numbers, sides_of
from training.many.search.methods import per_side
from training.many.search.search import Search


def count(search: Search) -> int:
    """How many trials there are of one runner: a grid may not take all that are allowed."""
    sides = len(sides_of(search))
    return per_side(sides, search.budget) ** sides if search.method == "grid" else search.budget


def point(search: Search, shares: np.ndarray) -> np.ndarray:
    """The numbers of trials from their shares of the way along each side, both (trials, sides).

    They are rounded to four digits, those of memories in 1 - value, so that links are short; along a short side to as
    many more as it is shorter.
    """
    known, columns, sides = numbers(search), [], sides_of(search)
    few = search.method == "grid" and per_side(len(sides), search.budget) <= len(axes.FEW_WIDTHS)
    for side, share in zip(sides, shares.T, strict=True):
        axis = VARIED.axis(search, side, 2)
        item, found = known[axis.name].range, axes.at(axis, share)
        whole = np.rint(found) if few or axis.name != axes.WIDTH else axes.few_widths(axis, found)
        columns.append(whole if item.whole else axes.rounded(axis, found))
    return np.stack(columns, axis=1)
