"""From a configuration to a network's data: the split, and pre-processing against scikit-learn's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from surfaces import SURFACES
from training.data.datasets import DATASETS
from training.data.points import EXAMPLE
from training.data.preprocessing import MARGIN, PREPROCESSING
from training.network.config import default_network
from training.network.resolve import resolve

DEFAULT = replace(default_network(), prep="standard", slots=())
FORMS = pytest.mark.parametrize("form", PREPROCESSING.values(), ids=PREPROCESSING)
DATA = pytest.mark.parametrize("data", [*DATASETS, "own"])
FLAT = {  # training parts in which something does not vary
    "one example": np.array([[0.1, 2.0, 1e6]]),
    "the same example": np.full((7, 3), 0.1),
    "a constant input": np.column_stack([np.linspace(-1, 1, 9), np.full(9, 0.1), np.linspace(0, 1, 9) ** 2]),
    "a constant large input": np.column_stack([np.linspace(-1, 1, 9), np.full(9, 1e6 / 3), np.zeros(9)]),
    "an input that hardly varies": np.column_stack([np.linspace(-1, 1, 9)] * 2 + [np.arange(9) * 1e-320]),
    "two equal inputs": np.column_stack([np.linspace(-1, 1, 9)] * 2 + [np.linspace(0, 1, 9) ** 2]),
    "fewer examples than inputs": np.array([[1.0, 2.0, 3.0], [2.0, 2.5, -1.0]]),
}


def made(data="spirals", **changes):
    known = DATASETS.get(data)
    facts = {"data": data, "points": "" if known else EXAMPLE, "noise": 0.05}
    if known:
        facts |= {"examples": known.examples, "balance": known.balance}
    return replace(DEFAULT, **{**facts, **changes})


def mixed(rows=60):
    """Correlated inputs of very different sizes, far from 0."""
    rng = np.random.RandomState(0)
    return rng.standard_normal((rows, 4)) @ rng.standard_normal((4, 4)) * [1, 10, 1e3, 1e-3] + [5, 0, -1e3, 1]


def rows_of(*parts):
    return sorted(map(tuple, np.concatenate(parts)))


def test_the_registry_names_its_entries_as_they_name_themselves():
    assert [*PREPROCESSING] == ["none", "centred", "standard", "minmax", "printed", "pca", "white"]
    assert [key for key, form in PREPROCESSING.items() if form.name != key] == []
    assert all(form.label and form.latex and form.help.endswith(".") for form in PREPROCESSING.values())


@pytest.mark.parametrize(
    "name, oracle",
    [("centred", StandardScaler(with_std=False)), ("standard", StandardScaler()), ("minmax", MinMaxScaler())],
    ids=["centred", "standard", "minmax"],
)
def test_scaling_is_that_of_scikit_learn(name, oracle):
    train, other = mixed(), 3 * mixed(5)
    transform, oracle = PREPROCESSING[name].fit(train), oracle.fit(train)
    np.testing.assert_allclose(transform(train), oracle.transform(train), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(transform(other), oracle.transform(other), rtol=1e-5, atol=1e-6)


def test_over_the_variance_inputs_are_as_uneven_as_before():
    inputs, _ = SURFACES["regression_raw"].examples  # from 0 to 10 and from 0 to 1

    def uneven(name):
        x = PREPROCESSING[name].fit(inputs)(inputs).astype(float)
        return np.linalg.cond(x.T @ x)

    assert uneven("printed") == pytest.approx(uneven("centred"), rel=1e-4) == pytest.approx(85.4, abs=0.1)
    assert uneven("none") > 200 and uneven("standard") < 1.05
    spreads = [PREPROCESSING[name].fit(inputs)(inputs).std(axis=0) for name in ("centred", "printed")]
    assert spreads[0][0] > 5 * spreads[0][1] and spreads[1][1] > 5 * spreads[1][0]


@pytest.mark.parametrize("name, whiten", [("pca", False), ("white", True)])
def test_principal_axes_are_those_of_scikit_learn(name, whiten):
    train, other = mixed(), 3 * mixed(5)
    transform, oracle = PREPROCESSING[name].fit(train), PCA(whiten=whiten, svd_solver="full").fit(train)
    # scikit-learn divides by n - 1 where it whitens; the sign of an axis is free.
    scale = np.sqrt(len(train) / (len(train) - 1)) if whiten else 1
    np.testing.assert_allclose(np.abs(transform(train)), scale * np.abs(oracle.transform(train)), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(np.abs(transform(other)), scale * np.abs(oracle.transform(other)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["pca", "white"])
def test_the_largest_component_of_an_axis_is_positive(name):
    matrix = PREPROCESSING[name].fit(mixed()).matrix
    assert (matrix.max(axis=0) == np.abs(matrix).max(axis=0)).all()


def test_whitening_keeps_nothing_of_a_direction_that_training_does_not_know():
    transform = PREPROCESSING["white"].fit(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]]))
    np.testing.assert_allclose(transform([[5.0, -5.0], [50.0, -50.0]]), transform([[0.0, 0.0]] * 2), atol=1e-6)


@DATA
def test_no_pre_processing_leaves_the_inputs_as_they_are(data):
    ready = resolve(made(data, prep="none")).prepared
    np.testing.assert_array_equal(ready.train_x, ready.raw_train_x.astype(np.float32))
    np.testing.assert_array_equal(ready.valid_x, ready.raw_valid_x.astype(np.float32))


@DATA
def test_standardized_inputs_have_mean_0_and_deviation_1_on_the_training_part(data):
    ready = resolve(made(data)).prepared
    varied = np.ptp(ready.raw_train_x, axis=0) > 0
    np.testing.assert_allclose(ready.train_x.mean(axis=0, dtype=float), 0, atol=1e-5)
    np.testing.assert_allclose(ready.train_x.std(axis=0, dtype=float), varied, atol=1e-5)


@DATA
@pytest.mark.parametrize("prep", ["pca", "white"])
def test_principal_inputs_are_not_correlated_on_the_training_part(data, prep):
    x = resolve(made(data, prep=prep)).prepared.train_x.astype(float)
    covariance = np.atleast_2d(np.cov(x.T, ddof=0))
    variances = np.diag(covariance)
    np.testing.assert_allclose(covariance - np.diag(variances), 0, atol=1e-5 * variances.max())
    assert (np.diff(variances) <= 1e-5 * variances.max()).all()
    if prep == "white":
        kept = variances > 0.5
        np.testing.assert_allclose(variances, kept, atol=1e-4)
        assert kept.sum() == np.linalg.matrix_rank(np.cov(resolve(made(data)).prepared.train_x.T))


@FORMS
@pytest.mark.parametrize("train", FLAT.values(), ids=FLAT)
def test_what_does_not_vary_is_not_divided_by(form, train):
    transform = form.fit(train)
    assert np.isfinite(transform.matrix).all()
    if form.name == "none":
        np.testing.assert_array_equal(transform(train), train.astype(np.float32))
    else:
        scale = train.std(axis=0) if form.name == "printed" else 1  # which is divided by once too often
        assert np.abs(transform(train) * scale).max() < 4
        constant = np.ptp(train, axis=0) == 0
        still = constant if form.name not in ("pca", "white") else np.zeros(3, bool)
        np.testing.assert_allclose(transform(train)[:, still], 0, atol=1e-6)


@DATA
@FORMS
def test_raw_points_become_the_prepared_inputs(data, form):
    ready = resolve(made(data, prep=form.name)).prepared
    np.testing.assert_array_equal(ready.transform(ready.raw_train_x), ready.train_x)
    np.testing.assert_array_equal(ready.transform(ready.raw_valid_x), ready.valid_x)
    np.testing.assert_allclose(ready.transform(ready.raw_train_x[0]), ready.train_x[0], rtol=1e-5, atol=1e-5)


@FORMS
def test_constants_come_from_the_training_part_alone(form):
    ready = resolve(made("wine", prep=form.name)).prepared
    expected = form.fit(ready.raw_train_x)
    np.testing.assert_array_equal(ready.transform.shift, expected.shift)
    np.testing.assert_array_equal(ready.transform.matrix, expected.matrix)
    if form.name != "none":
        whole = form.fit(np.concatenate([ready.raw_train_x, ready.raw_valid_x]))
        assert not np.allclose(ready.transform.shift, whole.shift, rtol=1e-9)


@DATA
def test_the_same_fields_give_the_identical_arrays_which_nobody_can_change(data):
    ready = resolve(made(data)).prepared
    assert resolve(made(data, steps=5, seed=3, hidden=())).prepared is ready
    assert all(not array.flags.writeable for array in (*ready[:6], *ready.transform))
    assert {array.dtype.name for array in ready[:4]} == {"float32"}
    assert {array.dtype.name for array in ready[4:6]} == {"float64"}


@DATA
@pytest.mark.parametrize("split", [0.0, 0.3, 0.9])
def test_the_split_keeps_the_share_of_every_class(data, split):
    ready, whole = resolve(made(data, split=split)).prepared, resolve(made(data, split=0.0)).prepared
    n = len(whole.train_y)
    assert rows_of(ready.raw_train_x, ready.raw_valid_x) == rows_of(whole.raw_train_x)
    assert len(ready.train_y) + len(ready.valid_y) == n
    assert len(ready.valid_y) == min(round(split * n), n - len(set(whole.train_y)) if data != "curve" else n)
    if data != "curve":
        counts, kept = (np.bincount(y.astype(int), minlength=10) for y in (whole.train_y, ready.valid_y))
        assert np.abs(kept - split * counts).max() <= 1
        assert set(ready.train_y) == set(whole.train_y)


@DATA
def test_the_rarest_class_stays_in_the_training_part(data):
    ready = resolve(made(data, examples=10, balance=0.95, split=0.9)).prepared
    assert set(ready.train_y) == set(resolve(made(data)).prepared.train_y) or data == "curve"
    assert len(ready.train_y) >= 1 and np.isfinite(ready.train_x).all()


def test_inputs_stay_with_their_values():
    ready = resolve(made("curve", noise=0.0)).prepared
    np.testing.assert_allclose(ready.train_y, np.sin(2 * ready.raw_train_x[:, 0]) + ready.raw_train_x[:, 0] / 3, 1e-5)
    ready = resolve(made("xor", noise=0.0)).prepared
    np.testing.assert_array_equal(ready.valid_y, ready.raw_valid_x.prod(axis=1) < 0)


def test_a_larger_validation_part_holds_the_smaller_one():
    small, large = ({*map(tuple, resolve(made(split=split)).prepared.raw_valid_x)} for split in (0.2, 0.4))
    assert small < large


def test_classes_are_mixed_in_the_order_of_training():
    labels = resolve(made(split=0.0)).prepared.train_y
    assert 100 < np.abs(np.diff(labels)).sum() < 200


@pytest.mark.parametrize(
    "changes",
    [{"dataseed": 8}, {"noise": 0.06}, {"examples": 299}, {"balance": 0.4}],
    ids=lambda changes: next(iter(changes)),
)
def test_every_field_of_the_data_counts(changes):
    assert rows_of(resolve(made(**changes)).prepared.raw_train_x) != rows_of(resolve(made()).prepared.raw_train_x)


@DATA
def test_the_frame_holds_every_point_and_is_of_equal_scale(data):
    ready = resolve(made(data)).prepared
    if data not in ("own", "curve") and DATASETS[data].kind != "plane":
        assert ready.frame is None
        return
    x0, x1, y0, y1 = ready.frame
    points = np.concatenate([ready.raw_train_x, ready.raw_valid_x])
    if data == "curve":
        points = np.column_stack([points, np.concatenate([ready.train_y, ready.valid_y])])
    else:
        assert x1 - x0 == pytest.approx(y1 - y0)
    low, high = points.min(axis=0), points.max(axis=0)
    assert (low > [x0, y0]).all() and (high < [x1, y1]).all()
    np.testing.assert_allclose((high - low).max() * (1 + 2 * MARGIN), max(x1 - x0, y1 - y0), rtol=1e-5)


@pytest.mark.parametrize(
    "points, sides",
    [
        ("0,0,a;1000,1,b", (1160, 1.16)),
        ("2,2,a;2,2,b", (1e-3, 1e-3)),
        ("1e6,0,a;1e6,0,b", (1, 1)),
        ("0,0,a;8,1,b", (9.28, 9.28)),
    ],
)
def test_the_frame_of_own_points_always_has_two_sides(points, sides):
    x0, x1, y0, y1 = resolve(made("own", points=points, noise=0.0)).prepared.frame
    assert (x1 - x0, y1 - y0) == pytest.approx(sides)


@pytest.mark.parametrize("noise", [0.0, 3.0])
@FORMS
def test_own_points_at_the_ends_of_their_range_are_finite(form, noise):
    ready = resolve(
        made("own", points="-1e6,1e6,a;1e6,-1e6,b;0,1e-320,b;1e6,1e6,c", prep=form.name, noise=noise)
    ).prepared
    assert np.isfinite(ready.train_x).all() and np.isfinite(ready.valid_x).all()
