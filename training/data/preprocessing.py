"""What a network is trained on: draw, split, pre-process with constants of the training part.

Every form of pre-processing is one affine map, x -> (x - shift) @ matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from locales import Words
from surfaces.base import Frame
from training.data.datasets import Dataset, find
from training.data.groups import Groups
from training.data.samples import ROUNDING, Rng, Sample, apportion, deviations_of
from training.data.shift import Shift

UNSHIFTED, ONE_PLACE = Shift(), Groups()
VALIDATION, TEST = 1, 2  # parts of a split beside training
MARGIN = 0.08  # of the frame, on each side
NARROWEST = 1e-3  # a frame's shorter side
MOST_STRETCHED = 10.0  # a frame whose sides differ by more has a scale of its own on each axis


class Affine(NamedTuple):
    """(…, d) raw inputs -> (…, d) float32 inputs of the network."""

    shift: np.ndarray  # (d,)
    matrix: np.ndarray  # (d, d)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return ((np.asarray(x, float) - self.shift) @ self.matrix).astype(np.float32)


@dataclass(frozen=True)
class Preprocessing:
    """A form of pre-processing: ``fit`` takes its constants from the training part, (n, d).

    ``turns`` says that each of its inputs is made of all: those of an image are no pixels then.
    """

    name: str
    label: Words
    fit: Callable[[np.ndarray], Affine]
    latex: str
    help: Words
    turns: bool = False
    source: Words = ""


class Prepared(NamedTuple):
    """What a network is trained and judged on. All arrays are read-only: they are shared."""

    train_x: np.ndarray  # (n, d) float32, pre-processed
    train_y: np.ndarray  # (n,) float32: class number, or the value of a regression
    valid_x: np.ndarray  # (m, d) float32; m may be 0
    valid_y: np.ndarray  # (m,)
    raw_train_x: np.ndarray  # (n, d) float64, as drawn
    raw_valid_x: np.ndarray  # (m, d)
    transform: Affine  # raw inputs -> inputs of the network
    frame: Frame | None  # x0, x1, y0, y1, raw; of a curve y is the value
    order: np.ndarray  # (n,): the rows of the training part in the data's own order
    test_x: np.ndarray  # (t, d) float32; t may be 0
    test_y: np.ndarray  # (t,)


def _identity(x: np.ndarray) -> Affine:
    return Affine(np.zeros(x.shape[1]), np.eye(x.shape[1]))


def _centred(x: np.ndarray) -> Affine:
    return Affine(x.mean(axis=0), np.eye(x.shape[1]))


def _inverse(scale: np.ndarray) -> np.ndarray:
    """1 / scale, and 1 where the scale is 0 or has no finite inverse: a constant input is centred and not divided."""
    return 1 / np.where(scale > np.finfo(float).tiny, scale, 1.0)


def _standardized(x: np.ndarray) -> Affine:
    return Affine(x.mean(axis=0), np.diag(_inverse(deviations_of(x))))


def _over_variance(x: np.ndarray) -> Affine:
    return Affine(x.mean(axis=0), np.diag(_inverse(deviations_of(x) ** 2)))


def _min_max(x: np.ndarray) -> Affine:
    low = x.min(axis=0)
    return Affine(low, np.diag(_inverse(x.max(axis=0) - low)))


def _axes(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean (d,), principal axes as columns (d, d), and the standard deviation along each (d,), the widest first."""
    mean = x.mean(axis=0)
    # R has the singular values of the centred data; its axes are complete even with fewer rows than inputs.
    _, singular, rows = np.linalg.svd(np.linalg.qr(x - mean, mode="r"), full_matrices=True)
    deviations = np.zeros(x.shape[1])
    deviations[: len(singular)] = singular / np.sqrt(len(x))
    # An axis may point either way; its largest component is made positive, so that every machine draws the same.
    largest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    axes = (rows * np.sign(largest)[:, None]).T
    return mean, axes, np.where(deviations > ROUNDING * np.abs(x).max(), deviations, 0.0)


def _principal(x: np.ndarray) -> Affine:
    mean, axes, _ = _axes(x)
    return Affine(mean, axes)


def _whitened(x: np.ndarray) -> Affine:
    mean, axes, deviations = _axes(x)
    # Along a constant direction training has nothing to learn from, so nothing of it is kept.
    return Affine(mean, axes * np.where(deviations > 0, _inverse(deviations), 0.0))


_ALL = (
    Preprocessing("none", "None", _identity, r"x", "The inputs as they are."),
    Preprocessing(
        "centred",
        "Centred",
        _centred,
        r"x - \mu",
        "Each input minus its mean over the training part.",
        source="LeCun and others 1998, Efficient backprop, section 4.3",
    ),
    Preprocessing(
        "standard",
        "Standardized",
        _standardized,
        r"(x - \mu) / \sigma",
        "Each input with mean 0 and standard deviation 1 over the training part.",
        source="LeCun and others 1998, Efficient backprop, section 4.3",
    ),
    Preprocessing(
        "minmax",
        "Min-max",
        _min_max,
        r"(x - x_{\min}) / (x_{\max} - x_{\min})",
        "Each input between 0 and 1 over the training part.",
        source="Lectures and libraries; scikit-learn calls it MinMaxScaler",
    ),
    Preprocessing(
        "printed",
        "Over variance, as printed",
        _over_variance,
        r"(x - \mu) / \sigma^2 \text{ (as printed)}",
        "As one lecture prints it, divided by the variance instead of its root: inputs are as uneven as before, the "
        "other way round.",
        source="A misprint of a lecture; compare LeCun and others 1998, Efficient backprop, section 4.3",
    ),
    Preprocessing(
        "pca",
        "PCA",
        _principal,
        r"U^\top (x - \mu)",
        "Turned to the principal axes of the training part, the widest first: inputs without correlation.",
        turns=True,
        source="Pearson 1901, On lines and planes of closest fit to systems of points in space",
    ),
    Preprocessing(
        "white",
        "Whitened",
        _whitened,
        r"\Lambda^{-1/2} U^\top (x - \mu)",
        "Principal axes, each scaled to standard deviation 1: the covariance of the training part is the identity.",
        turns=True,
        source="Kessy, Lewin and Strimmer, Optimal whitening and decorrelation, 2018, arXiv:1512.00809",
    ),
)
PREPROCESSING: dict[str, Preprocessing] = {form.name: form for form in _ALL}


class Recipe(NamedTuple):
    """What decides the examples of a network, from the data set that ``find(data, points)`` is.

    ``split`` is the share kept for validation and ``testsplit`` that for a test, ``balance`` that of the first of
    two classes, ``seed`` draws both the examples and the split, and ``prep`` names a form of pre-processing. All
    examples are turned by ``turn`` degrees around their mean and shifted in ``groups``, validation and test are
    shifted by ``shift``.
    """

    data: str
    points: str
    examples: int
    noise: float
    split: float
    balance: float
    seed: int
    prep: str
    testsplit: float = 0.0
    shift: Shift = UNSHIFTED
    turn: float = 0.0
    groups: Groups = ONE_PLACE


@lru_cache(maxsize=64)
def prepare(recipe: Recipe) -> Prepared:
    """The examples of a recipe: equal ones give the identical arrays. Raises what ``find`` raises."""
    dataset, rng = find(recipe.data, recipe.points), Rng(recipe.seed)
    sample = dataset.make(recipe.examples, recipe.noise, recipe.balance, rng)
    sample = sample._replace(x=recipe.groups(Shift(recipe.turn)(sample.x, sample.x), recipe.seed))
    strata = sample.y if dataset.classes else np.zeros(len(sample.y))
    train, valid, test = _split(strata, recipe.split, recipe.testsplit, rng)
    sample = sample._replace(x=_shifted(sample.x, recipe.shift, train))
    transform = PREPROCESSING[recipe.prep].fit(sample.x[train])
    order = np.argsort(train if sample.place is None else sample.place[train], kind="stable")
    arrays = (
        transform(sample.x[train]),
        sample.y[train].astype(np.float32),
        transform(sample.x[valid]),
        sample.y[valid].astype(np.float32),
        sample.x[train],
        sample.x[valid],
    )
    tested = transform(sample.x[test]), sample.y[test].astype(np.float32)
    for array in (*arrays, *transform, order, *tested):
        array.setflags(write=False)
    return Prepared(*arrays, transform, _frame(dataset, sample), order, *tested)


def _shifted(x: np.ndarray, shift: Shift, train: np.ndarray) -> np.ndarray:
    """All inputs (n, d) shifted, but for the rows for training."""
    moved = shift(x, x[train])
    if moved is not x:
        moved[train] = x[train]
    return moved


def _split(strata: np.ndarray, share: float, tested: float, rng: Rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows for training, validation and test, all shuffled: the same share of each stratum, and one left for training.

    The points do not depend on the shares, nor their order: what is kept for validation is the end of each stratum, and
    before it stands what is kept for the test.
    """
    order = rng.permutation(len(strata))
    counts = np.unique(strata, return_counts=True)[1]
    kept = np.minimum(apportion(round(share * len(strata)), counts), counts - 1)
    held = np.minimum(apportion(round(tested * len(strata)), counts), counts - 1 - kept)
    part = np.zeros(len(strata), int)
    for stratum, *lengths in zip(np.unique(strata), kept, held, strict=True):
        members = order[strata[order] == stratum]
        part[members[len(members) - sum(lengths) :]] = TEST
        part[members[len(members) - lengths[0] :]] = VALIDATION
    train, valid, test = (order[part[order] == one] for one in range(3))
    return train, valid, test


def _frame(dataset: Dataset, sample: Sample) -> Frame | None:
    """The raw frame that holds every example: of equal scale on a plane unless the sides differ too much."""
    if dataset.kind not in ("plane", "curve"):
        return None
    points = sample.x if dataset.kind == "plane" else np.column_stack([sample.x, sample.y])
    return frame_of(points, square=dataset.kind == "plane")


def frame_of(points: np.ndarray, square: bool) -> Frame:
    """The frame that holds ``points`` (n, 2) with a margin; ``square`` ones have equal scales, where they can."""
    low, high = points.min(axis=0), points.max(axis=0)
    sides = np.maximum((high - low) * (1 + 2 * MARGIN), np.maximum(NARROWEST, 1e-6 * np.abs(points).max()))
    if square and sides.max() <= MOST_STRETCHED * sides.min():
        sides = np.full(2, sides.max())
    middle = (low + high) / 2
    (x0, y0), (x1, y1) = middle - sides / 2, middle + sides / 2
    return float(x0), float(x1), float(y0), float(y1)
