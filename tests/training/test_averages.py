"""Averages against the numbers printed in the decks, and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers import OPTIMIZERS
from optimizers.trees import TRUST
from optimizers.trees import rectifier as ruled
from training.averages import (
    accumulated,
    ewma,
    half_life,
    moving,
    noise_left,
    rate_spread,
    rectifier,
    root_mean_square,
    shares,
    temperatures,
    window,
)
from training.race.config import choice
from training.race.descend import descend


def test_the_smoothing_table_of_the_decks():
    x, y = np.array([1, 1, 3, 1, 2.0]), np.array([2.5, -3, 2.5, -2, 1.5])
    np.testing.assert_allclose(ewma(x, 0.9, True), [1, 1, 1.738, 1.523, 1.640], atol=1e-3)
    np.testing.assert_allclose(ewma(y, 0.9, True), [2.5, -0.395, 0.673, -0.104, 0.288], atol=1e-3)


def test_the_empty_momentum_table_of_the_decks():
    gradients = np.array([100, 100, 1, 100, 1000.0])
    np.testing.assert_allclose(ewma(gradients, 0.9), [10, 19, 17.2, 25.48, 122.932])
    np.testing.assert_allclose(ewma(gradients, 0.9, True), [100, 100, 63.469, 74.091, 300.193], atol=1e-3)


def test_the_root_mean_square_and_the_quotient_of_the_smoothing_table():
    x, y = np.array([1, 1, 3, 1, 2.0]), np.array([2.5, -3, 2.5, -2, 1.5])
    assert np.abs(x).sum() == 8 and np.abs(y).sum() == 11.5 and (x.sum(), y.sum()) == (8, 1.5)
    roots = {"x": [1, 1, 1.988, 1.759, 1.821], "y": [2.5, 2.774, 2.676, 2.499, 2.295]}
    quotients = {"x": [1, 1, 0.874, 0.866, 0.901], "y": [1, -0.142, 0.252, -0.042, 0.125]}
    for name, steps in (("x", x), ("y", y)):
        np.testing.assert_allclose(root_mean_square(steps, 0.9), roots[name], atol=6e-4)
        np.testing.assert_allclose(ewma(steps, 0.9, True) / root_mean_square(steps, 0.9), quotients[name], atol=6e-4)


def test_a_sum_keeps_its_share():
    np.testing.assert_allclose(accumulated(np.array([100, 100, 1, 100, 1000.0]), 0.9), [100, 190, 172, 254.8, 1229.32])


def test_a_moving_window_forgets_at_once():
    values = np.arange(1.0, 8)
    np.testing.assert_allclose(moving(values, 3), [1, 1.5, 2, 3, 4, 5, 6])
    np.testing.assert_allclose(moving(values, 1), values)
    assert moving(values, 99)[-1] == values.mean()


def test_half_lives_and_noise_of_the_decks():
    assert [half_life(b) for b in (0.9, 0.98, 0.5)] == pytest.approx([6.58, 34.3, 1.0], rel=1e-3)
    assert [noise_left(b) for b in (0.9, 0.98, 0.5)] == pytest.approx([0.229, 0.1005, 0.577], abs=6e-4)


def test_shares_and_windows_of_the_decks():
    np.testing.assert_allclose(shares(0.9, 5), [0.1, 0.09, 0.081, 0.0729, 0.06561])
    assert shares(0.9, 100).sum() == pytest.approx(1 - 0.9**100)
    assert [window(b) for b in (0.9, 0.98, 0.5)] == pytest.approx([10, 50, 2])
    assert shares(0.9, 11)[10] / 0.1 == pytest.approx(0.34868, abs=1e-5)


@given(st.floats(0, 0.999), st.floats(-100, 100))
def test_the_corrected_average_of_one_value_is_that_value(decay, value):
    assert ewma(np.array([value]), decay, True)[0] == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(st.floats(0, 0.99), st.lists(st.floats(-10, 10), min_size=1, max_size=30))
def test_the_average_is_the_sum_of_weighted_values(decay, values):
    values = np.array(values)
    assert ewma(values, decay)[-1] == pytest.approx(shares(decay, len(values)) @ values[::-1], abs=1e-9)


def test_more_memory_is_smoother_and_later():
    series = temperatures()
    rough = [np.abs(np.diff(ewma(series, b, True)[50:])).mean() for b in (0.5, 0.9, 0.98)]
    assert rough[0] > 4 * rough[1] > 8 * rough[2]


def test_the_rectifier_of_the_inventory():
    r = rectifier(0.999, 1000, threshold=4.0)
    np.testing.assert_allclose(r.length[:5], [1, 1.9995, 2.9987, 3.9975, 4.996], atol=1e-3)
    assert (r.factor[:4] == 0).all()
    for step, factor in {5: 0.0173, 6: 0.0258, 10: 0.049, 100: 0.215, 1000: 0.645}.items():
        assert r.factor[step - 1] == pytest.approx(factor, abs=6e-4)


@pytest.mark.parametrize("b2", [0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999])
def test_the_page_s_rectifier_is_that_of_the_rule_that_races(b2):
    trusted, factor = ruled(np.float32(b2), np.arange(1, 61))
    shown = rectifier(float(np.float32(b2)), 60).factor  # float32 has other digits of a long memory
    np.testing.assert_array_equal(shown > 0, trusted)
    np.testing.assert_allclose(shown[trusted], factor[trusted], rtol=1e-4)
    assert OPTIMIZERS["radam"].hyper("threshold").default == TRUST


def test_radam_rectifies_in_a_race_from_the_step_that_the_page_names():
    first = int(np.argmax(rectifier(0.999, 20).factor > 0))
    trace = descend("round_bowl", (1, 1), 20, 0, choice("radam", lr=0.01))
    mean = trace.state.m[1:] / (1 - 0.9 ** np.arange(1, 21))[:, None]
    plain = np.isclose(trace.updates[:20], -0.01 * mean, rtol=1e-3).all(axis=1)
    assert first == 5 and plain[:first].all() and not plain[first:].any()


def test_the_early_rate_is_wild():
    spread = rate_spread(0.999, 100)
    assert spread[0] > 20
    for step, expected in {3: 1.0, 5: 0.49, 10: 0.27, 100: 0.072}.items():
        assert spread[step - 1] == pytest.approx(expected, rel=0.12)
