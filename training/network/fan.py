"""One configuration trained from several weight seeds: at every recorded row the median, and how far it spreads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from training.network.figures import Figures

WORST = Figures(np.inf, np.inf, -np.inf, -np.inf, np.inf, np.inf, -np.inf)  # what counts for a run that was lost


class Fan(NamedTuple):
    """Figures over so many ``seeds``, each (rows,): the median, the lowest and the highest.

    At the end the loss of so many of them, ``lost``, is not finite.
    """

    seeds: int
    lost: int
    median: Figures
    low: Figures
    high: Figures


class Voter(NamedTuple):
    """What is kept of a network that votes: its figures, and its weights at ``frames`` of the frames of its run.

    ``params`` is a list of layers, each array with a leading axis of these frames.
    """

    figures: Figures
    frames: np.ndarray
    params: list[dict[str, np.ndarray]]


def fan_of(figures: Sequence[Figures]) -> Fan:
    """The fan of the figures of several runs with the same rows. A run that was lost counts as the worst of them.

    A figure that no run has, as those of a validation part that there is not, stays NaN.
    """
    stacks = [_counted(np.stack(kind), worst) for kind, worst in zip(zip(*figures, strict=True), WORST, strict=True)]
    taken = (np.median, np.min, np.max)
    lost = sum(not np.isfinite(run.train_loss[-1]) for run in figures)
    return Fan(len(figures), lost, *(Figures(*(take(stack, axis=0) for stack in stacks)) for take in taken))


def _counted(values: np.ndarray, worst: float) -> np.ndarray:
    """Values (seeds, rows) in 64 bits with the worst for what is missing in some."""
    values = values.astype(np.float64)
    return values if np.isnan(values).all() else np.where(np.isnan(values), worst, values)
