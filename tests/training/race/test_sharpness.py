"""Sharpness on surfaces, against Hessians that are known."""

import numpy as np
import pytest

from surfaces import find
from training.choice import choice
from training.race.descend import descend
from training.race.sharpness import eigenvalues, hessians, on_grid, sharpness

PATH = "formula:x**4 + 3*y**2 + x*y"


def test_the_eigenvalues_along_a_path_are_those_of_the_hessian_there():
    trace = descend(PATH, (1.0, 1.0), 20, 0, choice("sgd", lr=0.05))
    found = sharpness(PATH, choice("sgd", lr=0.05), trace)
    x = trace.params[:, 0].astype(np.float64)
    half, mean = np.sqrt((6 * x**2 - 3) ** 2 + 1), 6 * x**2 + 3
    np.testing.assert_allclose(found.values, np.stack([mean + half, mean - half], axis=1), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found.over, found.values[:, 0] * 0.05 / 2)
    np.testing.assert_allclose(found.limit, 40)
    np.testing.assert_allclose(found.covered, 0.05 * np.arange(21))
    falling = choice("sgd", lr=0.05, **{"lr.schedule": "cosine"})
    assert sharpness(PATH, falling, trace).covered[-1] < 0.8


def test_a_rule_with_rates_of_its_own_is_measured_by_rates_times_hessian():
    chosen = choice("adagrad", lr=0.3)
    trace = descend(PATH, (1.0, 1.0), 20, 0, chosen)
    found, x = sharpness(PATH, chosen, trace), trace.params[:, 0].astype(np.float64)
    rates = 0.3 / (np.sqrt(np.cumsum(trace.grads[:-1].astype(np.float64) ** 2, axis=0)) + 1e-7)
    for t in (0, 7, 19):
        scaled = rates[t, :, None] * np.array([[12 * x[t] ** 2, 1], [1, 6]])
        assert found.over[t] == pytest.approx(np.linalg.eigvals(scaled).max() / 2, rel=1e-5)
    assert found.limit is None and sharpness(PATH, choice("lion"), trace).over is None


def test_a_point_that_is_not_finite_has_none_and_a_grid_has_rows_from_below():
    assert np.isnan(eigenvalues(hessians(find(PATH), np.array([[np.nan, 1.0], [1.0, 1.0]])))[:, 0]).tolist() == [1, 0]
    grid = on_grid(find("rosenbrock"), (0.0, 1.0, 0.0, 1.0), 3, 2)
    assert grid.shape == (2, 3) and grid[1, 2] == pytest.approx(1001.6006, rel=1e-5)  # at the minimum (1, 1)
    assert grid[1, 2] > grid[1, 0] and grid[0, 0] == pytest.approx(200)


def test_adam_balances_at_its_own_edge():
    """On a quadratic its second moment shrinks with the gradient until rates times curvature reach the limit, 38."""
    chosen = choice("adam", lr=0.05, b2=0.99)
    trace = descend("bowl", (1.0, 1.0), 1500, 0, chosen)
    over = sharpness("bowl", chosen, trace).over
    assert over[20] < 0.5 and over[-300:].mean() == pytest.approx(1, abs=0.1)
