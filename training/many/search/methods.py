"""The methods of search: which points are tried next, as shares of the way along each axis, from 0 to 1.

Points are known in rounds. Those of a grid and at random are known from the start; from coarse to fine a round is drawn
once all runs of the one before have ended, around the best of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from locales import Words

ROUNDS = 4  # from coarse to fine
CLOSER = 0.5  # of a side of the box, in the next round


@dataclass(frozen=True)
class Method:
    """A way to search. ``points(shape, budget, seed, found)`` are all that are decided so far, (runs, sides), where
    ``shape`` (sides,) is how many values a grid takes along each.

    ``found`` (known runs,) are the losses of the first of them, NaN or infinite where a run was lost; the points of an
    earlier call are the first ones of a later one. No more than ``budget`` are ever tried.
    """

    name: str
    label: Words
    help: Words
    points: Callable[[tuple[int, ...], int, int, np.ndarray], np.ndarray]
    chance: bool = True  # whether the seed decides anything


def _grid(shape: tuple[int, ...], budget: int, seed: int, found: np.ndarray) -> np.ndarray:
    """The middles of as many equal cells along each side, row by row."""
    sides = [middles(each) for each in reversed(shape)]
    return np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, len(shape))[:, ::-1]


def middles(count: int) -> np.ndarray:
    """The shares of the way at which the middles of so many equal cells lie, (count,)."""
    return (np.arange(count) + 0.5) / count


def per_side(sides: int, budget: int) -> int:
    """How many values a grid takes along each side."""
    each = round(budget ** (1 / sides))
    return each if each**sides <= budget else each - 1


def _random(shape: tuple[int, ...], budget: int, seed: int, found: np.ndarray) -> np.ndarray:
    """Evenly drawn points."""
    return np.random.RandomState(seed).uniform(size=(budget, len(shape)))


def _fine(shape: tuple[int, ...], budget: int, seed: int, found: np.ndarray) -> np.ndarray:
    """Evenly drawn points of the whole, then of a box around the best of them, half as wide, and so on."""
    counts = [len(part) for part in np.array_split(np.arange(budget), ROUNDS)]
    shares = _random(shape, budget, seed, found)
    points, first, width = shares[: counts[0]], counts[0], 1.0
    for count in counts[1:]:
        if len(found) < first:
            break
        width *= CLOSER
        best = points[int(np.argmin(np.where(np.isfinite(found[:first]), found[:first], np.inf)))]
        low = np.clip(best - width / 2, 0, 1 - width)
        points = np.concatenate([points, low + width * shares[first : first + count]])
        first += count
    return points


METHODS = {
    method.name: method
    for method in (
        Method(
            "grid",
            "Grid",
            "As many equally distant values of each number as the budget allows, in every combination.",
            _grid,
            chance=False,
        ),
        Method(
            "random",
            "Random",
            "Every trial has values of its own: of a number that matters, each trial tells something new.",
            _random,
        ),
        Method(
            "fine",
            "Coarse to fine",
            f"In {ROUNDS} rounds: first at random over all of it, then in a box around the best trial so far, half as "
            "wide each time.",
            _fine,
        ),
    )
}
