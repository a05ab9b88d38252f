"""Which numbers the trials of a search have: of whole numbers, no two trials the same."""

from __future__ import annotations

import numpy as np

from training.many import axes
from training.many.search.config import VARIED, numbers, sides_of
from training.many.search.methods import METHODS, middles, per_side
from training.many.search.search import Search

NOTHING = np.zeros(0)  # is found yet


def shape(search: Search) -> tuple[int, ...]:
    """How many values a grid takes along each side: no more than there are whole numbers."""
    return tuple(_different(search, side, per_side(len(sides_of(search)), search.budget)) for side in sides_of(search))


def _different(search: Search, side: str, most: int) -> int:
    """Into how many cells a side is parted, at most, so that the middles of no two have the same number."""
    while _whole(search, side) and (count := len(np.unique(_along(search, side, middles(most))))) < most:
        most = count
    return most


def count(search: Search) -> int:
    """How many trials there are of one runner, coarse to fine at most: a grid may not take all that are allowed."""
    return search.budget if search.method == "fine" else len(tried(search, NOTHING))


def tried(search: Search, found: np.ndarray) -> np.ndarray:
    """The shares of all trials that are decided so far, (trials, sides), where ``found`` (known trials,) is what the
    first of them are told apart by.

    Points that are drawn where a trial is already are left out; a method sees in them what became of that.
    """
    if not all(_whole(search, side) for side in sides_of(search)):
        return _drawn(search, found)
    drawn = _drawn(search, NOTHING)
    while True:
        _, first, which = np.unique(point(search, drawn), axis=0, return_index=True, return_inverse=True)
        kept = np.sort(first)
        trials = np.searchsorted(kept, first[which.reshape(-1)])
        known = int(np.argmax(np.append(trials, len(found)) >= len(found)))
        more = _drawn(search, found[trials[:known]])
        if len(more) == len(drawn):
            return drawn[kept]
        drawn = more


def _drawn(search: Search, found: np.ndarray) -> np.ndarray:
    return METHODS[search.method].points(shape(search), search.budget, search.searchseed, found)


def point(search: Search, shares: np.ndarray) -> np.ndarray:
    """The numbers of trials from their shares of the way along each side, both (trials, sides).

    They are rounded to four digits, those of memories in 1 - value, so that links are short; along a short side to as
    many more as it is shorter.
    """
    return np.stack(
        [_along(search, side, share) for side, share in zip(sides_of(search), shares.T, strict=True)], axis=1
    )


def _along(search: Search, side: str, shares: np.ndarray) -> np.ndarray:
    """The same along one side, both (trials,)."""
    axis = VARIED.axis(search, side, 2)
    found = axes.at(axis, shares)
    if not _whole(search, side):
        return axes.rounded(axis, found)
    few = search.method == "grid" and per_side(len(sides_of(search)), search.budget) <= len(axes.FEW_WIDTHS)
    return np.rint(found) if few or axis.name != axes.WIDTH else axes.few_widths(axis, found)


def _whole(search: Search, side: str) -> bool:
    """Whether whole numbers vary along a side."""
    return numbers(search)[getattr(search, f"{side}axis")].range.whole
