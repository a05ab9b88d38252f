"""A shift between what a network is trained on and what it is judged on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from training.data.samples import deviations_of


class Shift(NamedTuple):
    """Inputs turned by an ``angle`` in degrees, where there are two, scaled, and moved by so many standard deviations.

    Around the mean of the training part, whose standard deviations these are.
    """

    angle: float = 0.0
    scale: float = 1.0
    move: float = 0.0

    def __call__(self, x: np.ndarray, train: np.ndarray) -> np.ndarray:
        """Raw inputs (m, d) beside those of the training part (n, d); the very same where nothing is shifted."""
        if self == Shift():
            return x
        mean = train.mean(axis=0)
        around = (x - mean) * self.scale
        if x.shape[1] == 2:
            turn = np.deg2rad(self.angle)
            around = around @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        return mean + around + self.move * deviations_of(train)
