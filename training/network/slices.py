"""A plane through the inputs of data that have more than two, for a picture of examples and of what is said there.

The plane goes through the mean of the training inputs. Examples are projected onto it, along all other directions; what
a network says at a point of the plane need not be what it says of an example beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surfaces.base import Frame
from training.data.preprocessing import PREPROCESSING, Prepared, frame_of
from training.data.samples import deviations_of
from training.network.network import PCA


@dataclass(frozen=True)
class Slice:
    """A plane of raw inputs: the point (0, 0) is ``origin`` (d,), its axes are ``axes`` (2, d).

    ``places`` (d, 2) projects inputs less ``origin`` onto it; ``share`` of the variance of the standardized training
    inputs lies in it.
    """

    origin: np.ndarray
    axes: np.ndarray
    places: np.ndarray
    share: float

    def raw(self, places: np.ndarray) -> np.ndarray:
        """The inputs at places of the plane: (n, 2) -> (n, d)."""
        return self.origin + np.asarray(places, float) @ self.axes

    def project(self, x: np.ndarray) -> np.ndarray:
        """The places of inputs: (n, d) -> (n, 2)."""
        return (x - self.origin) @ self.places

    def frame(self, prepared: Prepared) -> Frame:
        """The frame that holds every example."""
        both = np.concatenate([prepared.raw_train_x, prepared.raw_valid_x])
        return frame_of(self.project(both), square=True)


def slice_of(prepared: Prepared, form: str) -> Slice:
    """The plane of a form: of the first two principal axes of the standardized training inputs, or of the first two."""
    x = prepared.raw_train_x
    standard = PREPROCESSING["standard"].fit(x)
    z = (x - standard.shift) @ standard.matrix
    if form == PCA:
        axes = PREPROCESSING["pca"].fit(z).matrix[:, :2]
        origin, scale = standard.shift, np.where(deviations_of(x) > 0, deviations_of(x), 1.0)
        raw, places = (axes * scale[:, None]).T, standard.matrix @ axes
    else:
        axes = np.eye(x.shape[1])[:, :2]
        origin, raw, places = x.mean(axis=0) * (np.arange(x.shape[1]) > 1), axes.T, axes
    share = float((z @ axes).var(axis=0).sum() / max(z.var(axis=0).sum(), 1e-12))
    return Slice(origin, raw, places, share)
