"""What comes of training a network with one optimizer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from training.network.fan import Fan, Voter
from training.network.figures import Figures
from training.network.histograms import Fine
from training.network.statistics import Axes, Layers


class Run(NamedTuple):
    """A training run as numpy arrays.

    ``steps`` (rows,) counts the updates before each row: the first row has the initial weights, the last one the end.
    ``figures`` and ``layers`` have these rows; without a validation part its figures are NaN. ``losses`` (updates + 1,)
    is the loss of each mini-batch. ``frames`` names the rows whose weights are kept in ``params``, a list of layers as
    in ``training.network.model``, each array with a leading axis of frames. ``probe`` is how many training examples
    ``layers`` were computed on, whose histograms stand on ``axes``; ``fine`` has those of pre-activations and
    activations as they were counted. ``judged`` is how many of training and validation ``figures`` were computed on,
    ``device`` says where. Where a runner is trained from several seeds this is the first, ``fan`` has all,
    and ``voters`` what is kept of each where they vote. ``seconds`` is how long the steps take, without compiling and
    without figures, at the pace of the quickest piece of them: whatever else runs only slows.
    """

    steps: np.ndarray
    figures: Figures
    layers: Layers
    axes: Axes | None
    fine: tuple[Fine, Fine] | None
    losses: np.ndarray
    frames: np.ndarray
    params: list[dict[str, np.ndarray]]
    probe: int
    judged: tuple[int, int]
    device: str
    fan: Fan | None = None
    voters: tuple[Voter, ...] = ()
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether its layers were looked into: before, ``layers`` has lengths alone, and there are no axes."""
        return self.axes is not None
