"""The data sets: what is drawn lies where its formula says, as many of each class as asked, the same for ever."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import datasets as oracle

from training.data.datasets import DATASETS, HALF, SMALL_CIRCLE, SPIRAL_START, TURNS, curve, in_rings
from training.data.samples import apportion

ALL = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
CLASSES = [dataset for dataset in DATASETS.values() if dataset.classes]
DRAWN = [dataset for dataset in CLASSES if not dataset.fixed]
TABLES = {
    "digits": oracle.load_digits,
    "iris": oracle.load_iris,
    "wine": oracle.load_wine,
    "cancer": oracle.load_breast_cancer,
}
PINNED = {  # seed 7, 20 examples, noise 0.1: an input of the first and of the last one
    "circles": (0.321631399, 0.124861423),
    "moons": (1.02686025, 0.390908884),
    "spirals": (-0.138790848, -0.215992488),
    "xor": (-0.0391041283, -0.583901865),
    "blobs": (-0.83094743, 0.967058625),
    "checkerboard": (-0.310626605, -0.236176638),
    "pentagons": (-1.56190694, -0.506641476),
    "curve": (-2.54215026, -2.8506046),
    "digits": (0.0, -0.206570638),
    "iris": (4.26525753, 1.41903908),
    "wine": (13.6303226, 606.175077),
    "cancer": (17.8675987, 0.0768406686),
}
COUNTS = st.lists(st.integers(1, 50), min_size=1, max_size=10)


def draw(dataset, examples=None, noise=None, balance=None, seed=7):
    wanted = (examples, noise, balance)
    defaults = (dataset.examples, dataset.noise, dataset.balance)
    chosen = (default if value is None else value for value, default in zip(wanted, defaults, strict=True))
    return dataset.make(*chosen, np.random.RandomState(seed))


def bare(names):
    """Names without spaces and signs."""
    return ["".join(letter for letter in str(name) if letter.isalnum()) for name in names]


def inside_polygon(points, corners):
    """Whether a ray from each point to the right crosses the outline an odd number of times."""
    inside = np.zeros(len(points), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        between = (y0 > points[:, 1]) != (y1 > points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = x0 + (points[:, 1] - y0) / (y1 - y0) * (x1 - x0)
        inside ^= between & (points[:, 0] < crossing)
    return inside


def inside_pentagons(points):
    inside = np.zeros(len(points), bool)
    angles = np.deg2rad([90, 162, 234, 306, 18])
    for centre in (-0.95, 0.95):
        corners = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        outer, hole = (inside_polygon(points, radius * corners + [centre, 0]) for radius in (0.9, 0.45))
        inside |= outer & ~hole
    return inside


def on_circle(points):
    """0 on the small circle, 1 on the large one; fails if a point lies on neither."""
    radius = np.hypot(*points.T)
    small, large = np.isclose(radius, SMALL_CIRCLE), np.isclose(radius, 1)
    assert (small | large).all()
    return large


def on_spiral(points):
    """The arm of each point, 0 or 1; fails if one lies on neither."""
    radius = np.hypot(*points.T)
    assert radius.min() >= SPIRAL_START and radius.max() <= 1
    turned = (np.arctan2(points[:, 1], points[:, 0]) - 2 * np.pi * TURNS * radius) / np.pi
    np.testing.assert_allclose(turned, np.round(turned), atol=1e-9)
    return np.round(turned) % 2


def on_moon(points):
    """0 on the upper half circle, 1 on the lower one; fails if a point lies on neither."""
    upper = np.isclose(np.hypot(*points.T), 1) & (points[:, 1] >= 0)
    lower = np.isclose(np.hypot(*(points - [1, 0.5]).T), 1) & (points[:, 1] <= 0.5)
    assert (upper | lower).all()
    return ~upper


EXACT = {  # the class of a point that was drawn without noise
    "circles": on_circle,
    "moons": on_moon,
    "spirals": on_spiral,
    "xor": lambda x: x[:, 0] * x[:, 1] < 0,
    "blobs": lambda x: (x == 1).all(axis=1),
    "checkerboard": lambda x: np.floor(x + HALF).sum(axis=1) % 2,
    "pentagons": inside_pentagons,
}


def test_the_registry_names_its_entries_as_they_name_themselves():
    assert [key for key, dataset in DATASETS.items() if dataset.name != key] == []


@ALL
def test_facts_are_complete(dataset):
    assert dataset.kind in ("plane", "curve", "image", "table")
    assert dataset.inputs == {"plane": 2, "curve": 1, "image": 64}.get(dataset.kind, len(dataset.features))
    assert dataset.summary[0].isupper() and dataset.summary.endswith(".") and dataset.summary.count(". ") == 0
    assert dataset.label and dataset.source
    assert len(set(dataset.features)) == dataset.inputs and len(set(dataset.classes)) == len(dataset.classes) != 1
    assert 2 <= dataset.examples <= dataset.most
    assert 0 <= dataset.noise <= dataset.noise_high and dataset.noise_high > 0
    assert (dataset.kind == "curve") == (dataset.classes == ())
    assert dataset.image is None or np.prod(dataset.image) == dataset.inputs


@ALL
def test_a_seed_draws_the_same_data(dataset):
    once, again, other = draw(dataset, noise=0.1), draw(dataset, noise=0.1), draw(dataset, noise=0.1, seed=8)
    np.testing.assert_array_equal(once.x, again.x)
    np.testing.assert_array_equal(once.y, again.y)
    assert not np.array_equal(once.x, other.x)


@ALL
def test_a_seed_draws_the_same_data_for_ever(dataset):
    sample = draw(dataset, examples=20, noise=0.1)
    np.testing.assert_allclose([sample.x[0, 0], sample.x[-1, -1]], PINNED[dataset.name], rtol=1e-7)


@ALL
def test_shapes_and_classes(dataset):
    sample = draw(dataset)
    assert sample.x.shape == (dataset.examples, dataset.inputs) and sample.y.shape == (dataset.examples,)
    assert sample.x.dtype == sample.y.dtype == np.float64
    if dataset.classes:
        assert set(sample.y) == set(range(len(dataset.classes)))


@pytest.mark.parametrize("dataset", DRAWN, ids=lambda dataset: dataset.name)
@pytest.mark.parametrize("balance, examples, first", [(0.5, 301, 151), (0.1, 200, 20), (0.95, 40, 38), (0.05, 10, 1)])
def test_classes_have_the_asked_balance(dataset, balance, examples, first):
    assert np.bincount(draw(dataset, examples, balance=balance).y.astype(int)).tolist() == [first, examples - first]


@ALL
@pytest.mark.parametrize("balance", [0.05, 0.5, 0.95])
def test_the_smallest_and_the_noisiest_are_finite_and_of_every_class(dataset, balance):
    for examples in (1, 2, dataset.most):
        sample = draw(dataset, examples, dataset.noise_high, balance)
        assert np.isfinite(sample.x).all() and np.isfinite(sample.y).all()
        assert set(sample.y) == set(range(len(dataset.classes))) or not dataset.classes
        assert 1 <= len(sample.x) <= max(examples, len(dataset.classes))


@pytest.mark.parametrize("dataset", DRAWN, ids=lambda dataset: dataset.name)
def test_without_noise_points_lie_where_their_class_says(dataset):
    sample = draw(dataset, 1000, noise=0.0)
    np.testing.assert_array_equal(np.asarray(EXACT[dataset.name](sample.x), float), sample.y)


def test_without_noise_the_curve_is_exact():
    sample = draw(DATASETS["curve"], noise=0.0)
    np.testing.assert_allclose(sample.y, np.sin(2 * sample.x[:, 0]) + sample.x[:, 0] / 3, rtol=1e-12)
    np.testing.assert_array_equal(sample.y, curve(sample.x[:, 0]))


@pytest.mark.parametrize("dataset", CLASSES, ids=lambda dataset: dataset.name)
def test_noise_moves_the_same_points_and_no_labels(dataset):
    plain, moved, further = (draw(dataset, 150, noise) for noise in (0.0, 0.1, 0.2))
    np.testing.assert_array_equal(plain.y, further.y)
    np.testing.assert_allclose(further.x - plain.x, 2 * (moved.x - plain.x), atol=1e-9)
    table = TABLES[dataset.name]().data if dataset.fixed else np.array([[-1.0], [1.0]])
    unit = np.broadcast_to(table.std(axis=0), dataset.inputs)
    assert not (moved.x - plain.x)[:, unit == 0].any()
    assert ((moved.x - plain.x)[:, unit > 0] / unit[unit > 0]).std() == pytest.approx(0.1, rel=0.15)


def test_noise_moves_the_values_of_the_curve_alone():
    plain, moved = (draw(DATASETS["curve"], 1000, noise) for noise in (0.0, 0.3))
    np.testing.assert_array_equal(plain.x, moved.x)
    assert (moved.y - plain.y).std() == pytest.approx(0.3, rel=0.1)


def test_the_pentagons_are_those_of_the_decks():
    points = np.random.RandomState(0).uniform(-HALF, HALF, (20_000, 2))
    np.testing.assert_array_equal(in_rings(points), inside_pentagons(points))
    assert in_rings(points).mean() == pytest.approx(1 - DATASETS["pentagons"].balance, abs=0.01)


def test_the_pattern_of_the_pentagons_is_filled_evenly():
    sample = draw(DATASETS["pentagons"], 10_000)
    counts, _, _ = np.histogram2d(*sample.x.T, bins=8, range=[[-HALF, HALF]] * 2)
    assert abs(counts - len(sample.x) / 64).max() < 5 * np.sqrt(len(sample.x) / 64)
    left, right = (sample.x[(sample.y == 1) & (side * sample.x[:, 0] > 0)] for side in (-1, 1))
    assert len(left) / (len(left) + len(right)) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_those_of_scikit_learn(name):
    dataset, table = DATASETS[name], TABLES[name]()
    sample = draw(dataset, dataset.most, noise=0.0)
    assert dataset.most == len(table.data)
    assert bare(dataset.features) == bare(table.feature_names)
    if name != "wine":  # whose classes have no names there
        assert [*dataset.classes] == [str(word) for word in table.target_names]
    rows = {(*row, label) for row, label in zip(table.data, table.target, strict=True)}
    assert {(*row, label) for row, label in zip(sample.x, sample.y, strict=True)} == rows
    assert len(sample.x) == len(table.data)


@pytest.mark.parametrize("name", TABLES)
def test_a_larger_part_of_a_table_holds_the_smaller_one(name):
    fewer, more = ({*map(bytes, draw(DATASETS[name], examples).x)} for examples in (40, 120))
    assert fewer < more


@pytest.mark.parametrize("balance, counts", [(0.5, [212, 212]), (0.9, [212, 24]), (0.1, [40, 357])])
def test_a_table_gives_what_it_has_in_the_asked_balance(balance, counts):
    assert np.bincount(draw(DATASETS["cancer"], balance=balance).y.astype(int)).tolist() == counts


def test_scikit_learn_is_not_loaded_before_a_table_is_drawn():
    command = "import sys, training.data.preprocessing; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


@given(st.integers(0, 1000), COUNTS, st.integers(0, 3))
def test_parts_add_up_and_are_never_a_whole_one_off(total, parts, least):
    counts = apportion(total, parts, least)
    assert counts.sum() == max(total, least * len(parts))
    assert counts.min() >= least
    if least == 0:
        assert abs(counts - total * np.array(parts) / sum(parts)).max() < 1
