"""Tables of real data that scikit-learn brings along, read from the installed package when they are first drawn."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from locales import Words
from training.data.samples import Dataset, Make, Rng, Sample, apportion, noisy, shares

NOISE_HIGH = 3.0  # standard deviations of each input
MEASURED = (
    *("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points"),
    *("symmetry", "fractal dimension"),
)
OF_CELLS: tuple[Words, ...] = tuple(f.format(part) for f in ("mean {}", "{} error", "worst {}") for part in MEASURED)
OF_FLOWERS: tuple[Words, ...] = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
OF_WINES: tuple[Words, ...] = (
    *("alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids"),
    *("nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315 of diluted wines"),
    "proline",
)


@cache
def rows(loader: str) -> tuple[np.ndarray, np.ndarray]:
    """All inputs (n, d) and class numbers (n,) of one of scikit-learn's tables, read-only."""
    from sklearn import datasets  # takes about a second, and no other page needs it

    x, y = getattr(datasets, loader)(return_X_y=True)
    table = np.array(x, float), np.array(y, float)
    for part in table:
        part.setflags(write=False)
    return table


def _subset(loader: str) -> Make:
    """A random subset of each class: two in the asked balance, more of them in the table's own.

    A balance that a class is too small for makes the subset smaller. More examples keep the fewer ones among them.
    """

    def make(examples: int, noise: float, balance: float, rng: Rng) -> Sample:
        x, y = rows(loader)
        available = np.bincount(y.astype(int))
        parts = np.array(shares(2, balance)) if len(available) == 2 else available / len(y)
        total = min(examples, round(float((available / np.maximum(parts, 1e-9)).min())))
        counts = np.minimum(apportion(total, parts, least=1), available)
        members = [rng.permutation(np.flatnonzero(y == number)) for number in range(len(available))]
        chosen = np.concatenate([part[:count] for part, count in zip(members, counts, strict=True)])
        return Sample(noisy(x, noise, rng)[chosen], y[chosen], chosen)

    return make


def _table(name: str, label: str, loader: str, summary: str, **facts: Any) -> Dataset:
    usual: dict[str, Any] = {"kind": "table", "noise": 0.0, "noise_high": NOISE_HIGH, "fixed": True}
    return Dataset(name, label, summary=summary, make=_subset(loader), **{**usual, **facts})


DIGITS = _table(
    "digits",
    "Digits",
    "load_digits",
    "Handwritten digits of 8 by 8 pixels with 17 shades: ten classes, small enough to train in a second.",
    classes=tuple("0123456789"),
    features=tuple(f"pixel {row}, {column}" for row in range(8) for column in range(8)),
    kind="image",
    image=(8, 8),
    examples=1000,
    most=1797,
    source="Alpaydin and Kaynak, Optical recognition of handwritten digits, 1998, as in scikit-learn",
)
IRIS = _table(
    "iris",
    "Iris",
    "load_iris",
    "Four lengths of 150 flowers: one species stands apart, the other two touch.",
    classes=("setosa", "versicolor", "virginica"),
    features=OF_FLOWERS,
    examples=150,
    most=150,
    source="Fisher, The use of multiple measurements in taxonomic problems, 1936, as in scikit-learn",
)
WINE = _table(
    "wine",
    "Wine",
    "load_wine",
    "Thirteen measurements of 178 wines whose scales differ a thousandfold: without standardization little is learned.",
    classes=("first grower", "second grower", "third grower"),
    features=OF_WINES,
    examples=178,
    most=178,
    source="Forina and others, PARVUS, 1988, as in scikit-learn",
)
CANCER = _table(
    "cancer",
    "Breast cancer",
    "load_breast_cancer",
    "Thirty measurements of cell nuclei in 569 samples: malignant or benign.",
    classes=("malignant", "benign"),
    features=OF_CELLS,
    examples=569,
    most=569,
    balance=0.3726,  # 212 of 569
    source="Street and others, Nuclear feature extraction for breast tumor diagnosis, 1993, as in scikit-learn",
)

TABLES = (DIGITS, IRIS, WINE, CANCER)
