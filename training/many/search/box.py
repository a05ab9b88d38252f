"""Between which numbers all trials of a search work: a box around the best of them."""

from __future__ import annotations

import numpy as np


def around(places: np.ndarray, works: np.ndarray, best: int) -> np.ndarray:
    """Which trials lie in a box around the ``best`` one in which all work, (trials,) bools.

    ``places`` (trials, sides) are where trials lie along the sides, ``works`` (trials,) which of them do. The box has
    its sides along the axes and grows from the best trial, to the nearest first, as long as none that fails is inside:
    that of all that work would hold many that fail wherever these lie along a ridge.
    """
    low = high = places[best]
    failed = places[~works]
    for place in np.argsort(np.linalg.norm(places - places[best], axis=1), kind="stable"):
        wider = np.minimum(low, places[place]), np.maximum(high, places[place])
        if not _inside(failed, *wider).any():
            low, high = wider
    return _inside(places, low, high)


def _inside(places: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    inside: np.ndarray = np.all((places >= low) & (places <= high), axis=1)
    return inside
