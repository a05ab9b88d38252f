"""The registry of data sets, in teaching order, and those of them that are drawn from formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from locales import tr
from training.data.points import OWN, own
from training.data.samples import MOST_EXAMPLES, Dataset, Make, Rng, Sample, apportion, shares
from training.data.tables import TABLES

__all__ = ["DATASETS", "Dataset", "Sample", "curve"]

Shape = Callable[[int, Rng], np.ndarray]  # n, rng -> (n, 2): points of one class, without noise

SMALL_CIRCLE = 0.3
TURNS = 1.25
SPIRAL_START = 0.1
XOR_MARGIN = 0.06
SQUARES = 4  # of the checkerboard, along one side
HALF = 2.0  # half the side of the square that holds the checkerboard and the pentagons
PENTAGONS = (-0.95, 0.95)  # x of the centres; y is 0
RADIUS, HOLE = 0.9, 0.45  # circumradii
INSIDE = 15 * RADIUS**2 * np.sin(np.deg2rad(72)) / 4 / (2 * HALF) ** 2  # share of the square: two rings of 3/4 pentagon
CURVE_END = 3.0


def _circle(radius: float, n: int, rng: Rng) -> np.ndarray:
    angle = 2 * np.pi * rng.random_sample(n)
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _moon(lower: bool, n: int, rng: Rng) -> np.ndarray:
    angle = np.pi * rng.random_sample(n)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return [1.0, 0.5] - upper if lower else upper


def _spiral(half_turns: int, n: int, rng: Rng) -> np.ndarray:
    # The square root spreads the points evenly along the arm, whose length grows with the square of the radius.
    radius = np.sqrt(SPIRAL_START**2 + (1 - SPIRAL_START**2) * rng.random_sample(n))
    angle = 2 * np.pi * TURNS * radius + np.pi * half_turns
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _quadrants(sign: int, n: int, rng: Rng) -> np.ndarray:
    """Points whose coordinates have a product of this sign."""
    size = XOR_MARGIN + (1 - XOR_MARGIN) * rng.random_sample((n, 2))
    side = rng.choice([-1.0, 1.0], n)
    return size * np.stack([side, sign * side], axis=1)


def _blob(centre: float, n: int, rng: Rng) -> np.ndarray:
    return np.full((n, 2), centre)


def _squares(colour: int, n: int, rng: Rng) -> np.ndarray:
    """Points on the squares of the checkerboard whose column and row add up to ``colour``, modulo 2."""
    row = rng.randint(SQUARES, size=n)
    column = 2 * rng.randint(SQUARES // 2, size=n) + (row + colour) % 2
    return (np.stack([column, row], axis=1) + rng.random_sample((n, 2))) * (2 * HALF / SQUARES) - HALF


def _rings(n: int, rng: Rng) -> np.ndarray:
    """Points inside one of two pentagons and outside its hole: along one of five edges, at a size from hole to rim."""
    centre, edge, along = rng.choice(PENTAGONS, n), rng.randint(5, size=n), rng.random_sample(n)
    size = np.sqrt(HOLE**2 + (RADIUS**2 - HOLE**2) * rng.random_sample(n))
    corners = np.deg2rad(90 + 72 * np.arange(6))
    corner = np.stack([np.cos(corners), np.sin(corners)], axis=1)
    points = size[:, None] * (corner[edge] + along[:, None] * (corner[edge + 1] - corner[edge]))
    return points + np.stack([centre, np.zeros(n)], axis=1)


def in_rings(x: np.ndarray) -> np.ndarray:
    """Whether points lie inside one of the two pentagons and outside its hole: (n, 2) -> (n,)."""
    normals = np.deg2rad(90 + 36 + 72 * np.arange(5))
    inside = np.zeros(len(x), bool)
    for centre in PENTAGONS:
        # The largest product with a normal of an edge is the size of the pentagon through the point.
        reach = (x - [centre, 0.0]) @ np.stack([np.cos(normals), np.sin(normals)])
        size = reach.max(axis=1) / np.cos(np.deg2rad(36))
        inside |= (size > HOLE) & (size < RADIUS)
    return inside


def _outside(n: int, rng: Rng) -> np.ndarray:
    """Points of the square that are not in the rings."""
    found = np.empty((0, 2))
    while len(found) < n:
        points = rng.uniform(-HALF, HALF, (n + 16, 2))
        found = np.concatenate([found, points[~in_rings(points)]])
    return found[:n]


def _of_classes(*shapes: Shape) -> Make:
    """Draws of each class from its shape, in the asked balance, all moved by normal noise."""

    def make(examples: int, noise: float, balance: float, rng: Rng) -> Sample:
        counts = apportion(examples, shares(len(shapes), balance), least=1)
        x = np.concatenate([shape(n, rng) for shape, n in zip(shapes, counts, strict=True)])
        return Sample(x + noise * rng.standard_normal(x.shape), np.repeat(np.arange(len(shapes), dtype=float), counts))

    return make


def curve(x: np.ndarray) -> np.ndarray:
    """The curve of the regression without noise."""
    return np.sin(2 * x) + x / 3


def _on_curve(examples: int, noise: float, balance: float, rng: Rng) -> Sample:
    """Points of the curve with noise on the value alone; there are no classes to balance."""
    x = rng.uniform(-CURVE_END, CURVE_END, max(examples, 1))
    return Sample(x[:, None], curve(x) + noise * rng.standard_normal(x.shape))


def _plane(name: str, label: str, summary: str, make: Make, classes: tuple[str, ...], **facts: Any) -> Dataset:
    usual: dict[str, Any] = {"examples": 300, "most": MOST_EXAMPLES, "noise_high": 0.5, "source": "Formula of this app"}
    return Dataset(name, label, "plane", summary, make, classes, ("x", "y"), **{**usual, **facts})


CIRCLES = _plane(
    "circles",
    "Circles",
    "A circle around another one: no straight line tells them apart, three hidden units can.",
    _of_classes(partial(_circle, SMALL_CIRCLE), partial(_circle, 1.0)),
    ("inner", "outer"),
    noise=0.1,
    source="Concentric circles, as in many lectures",
)
MOONS = _plane(
    "moons",
    "Moons",
    "Two half circles that reach into each other: easy to fit, and with few noisy examples easy to overfit.",
    _of_classes(partial(_moon, False), partial(_moon, True)),
    ("upper", "lower"),
    noise=0.15,
    noise_high=1.0,
    source="The half circles of scikit-learn's make_moons",
)
SPIRALS = _plane(
    "spirals",
    "Two spirals",
    "Two arms that wind around each other: the classic task that a network without hidden layers cannot touch.",
    _of_classes(partial(_spiral, 0), partial(_spiral, 1)),
    ("first arm", "second arm"),
    noise=0.03,
    noise_high=0.3,
    source="After Lang and Witbrock, Learning to tell two spirals apart, 1988",
)
XOR = _plane(
    "xor",
    "XOR",
    "Opposite corners belong together: the task on which a single layer fails.",
    _of_classes(partial(_quadrants, 1), partial(_quadrants, -1)),
    ("same sign", "opposite signs"),
    noise=0.05,
    source="Minsky and Papert, Perceptrons, 1969",
)
BLOBS = _plane(
    "blobs",
    "Blobs",
    "Two round clouds whose noise is their size: a straight line separates them as far as they do not overlap.",
    _of_classes(partial(_blob, -1.0), partial(_blob, 1.0)),
    ("lower left", "upper right"),
    noise=0.5,
    noise_high=3.0,
)
CHECKERBOARD = _plane(
    "checkerboard",
    "Checkerboard",
    "Sixteen squares in alternating classes: many separate regions to be found.",
    _of_classes(partial(_squares, 0), partial(_squares, 1)),
    ("dark squares", "light squares"),
    examples=1000,
    noise=0.0,
    steps=2000,
)
PENTAGONS_WITH_HOLES = _plane(
    "pentagons",
    "Two pentagons",
    "Two pentagons with holes: with as many units in all, a deeper network fits them better than a shallow one.",
    _of_classes(_outside, _rings),
    ("outside", "inside"),
    examples=1000,
    noise=0.0,
    balance=round(1 - INSIDE, 3),
    steps=3000,
    source="After a pattern of lectures on the smoothness of deeper networks",
)
CURVE = Dataset(
    "curve",
    "Curve",
    "curve",
    "A wave on a slope, one number from one number: the network draws a line through noisy examples.",
    _on_curve,
    (),
    ("x",),
    examples=200,
    most=MOST_EXAMPLES,
    noise=0.1,
    noise_high=2.0,
    source="Formula of this app: sin 2x + x/3",
)

_ALL = (CIRCLES, MOONS, SPIRALS, XOR, BLOBS, CHECKERBOARD, PENTAGONS_WITH_HOLES, CURVE, *TABLES)
DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in _ALL}


def told_classes(known: Dataset) -> tuple[str, ...]:
    """The names of the classes in the language spoken; those that somebody brought as they are."""
    return known.classes if known.name == OWN else tuple(map(tr, known.classes))


def told_features(known: Dataset) -> tuple[str, ...]:
    """The names of the inputs likewise."""
    if known.image is not None:
        rows, columns = map(range, known.image)
        return tuple(tr("pixel {row}, {column}", row=row, column=column) for row in rows for column in columns)
    return known.features if known.name == OWN else tuple(map(tr, known.features))


def find(data: str, points: str = "") -> Dataset:
    """The data called ``data``; KeyError for an unknown name, ValueError for points that cannot be read."""
    return own(points) if data == OWN else DATASETS[data]
