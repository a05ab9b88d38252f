"""Figures that independent code in NumPy has found, at its very settings; what they stand for is among the laws.

Cohen and others 2021, arXiv:2103.00065, and 2022, arXiv:2207.14484; Lessard, Recht and Packard 2014, arXiv:1408.3595;
Poole and others 2016, arXiv:1606.05340; Moré, Garbow and Hillstrom 1981.
"""

import numpy as np
import pytest

from surfaces import find
from training.laws import descent, edge, ends, paths, signals
from training.many.theory import curvatures


def sharpness(query, steps):
    """The mean over the last fifth of a run of the sharpness, or of rates times Hessian, and all of it."""
    found = edge._looks(query, steps).values
    return found[-len(found) // 5 :].mean(), found


@pytest.mark.parametrize(
    ("rate", "steps"), [(0.2, 4_050), (0.1, 7_950), (0.4169, 4_050)]
)  # odd ones between looks: every other step is high
def test_gradient_descent_settles_at_two_over_its_rate(rate, steps):
    last, _ = sharpness(f"a=sgd&a.lr={rate}", steps)
    assert last == pytest.approx(2 / rate, rel=0.005 if rate < 0.4 else 0.035)  # 4.88 for 4.797 there, too


def test_it_ends_before_that_at_a_small_rate_and_diverges_at_a_large_one():
    _, found = sharpness("a=sgd&a.lr=0.05", 16_000)
    assert found.max() < 40 and 22 < found[-1] < 28
    assert np.isnan(sharpness("a=sgd&a.lr=0.5495", 200)[1][-8:]).all()


@pytest.mark.parametrize(
    ("query", "steps", "limit", "share"),
    [
        ("a=nesterov&a.lr=0.1&a.beta=0.5", 16_000, 15, 1.0),
        ("a=momentum&a.lr=0.1&a.beta=0.5", 64_000, 30, 0.974),
        ("a=adam&a.lr=0.001&a.b2=0.99", 8_000, 38, 0.979),
        ("a=adam&a.lr=0.003&a.b2=0.99", 8_000, 38, 0.974),
        ("a=adam&a.lr=0.01&a.b2=0.99", 8_000, 38, 0.975),
    ],
)
def test_other_rules_settle_at_their_own_limits(query, steps, limit, share):
    assert sharpness(query, steps)[0] / limit == pytest.approx(share, abs=0.016)


def factors(query):
    """By which factors a step multiplies each part of a run of two terms on a quadratic, the largest of all."""
    found = []
    for x in descent.trace(query).params.T:
        terms = np.linalg.solve([[x[2], x[1]], [x[3], x[2]]], x[3:5])
        found += [*np.abs(np.roots([1, *-terms]))]
    return max(found)


@pytest.mark.parametrize(
    ("rule", "factor"),
    [
        (descent._BEST_BALL, 0.818182),
        (descent._BEST_NESTEROV, 0.900000),
        (descent._TUNED_NESTEROV, 0.884722),
    ],
)
def test_a_step_shrinks_a_quadratic_by_what_is_known(rule, factor):
    assert factors(f"{descent._BOWL}&{rule}") == pytest.approx(factor, abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ("a=momentum&a.beta=0.9", 3.8),
        ("a=nesterov&a.beta=0.9", 1.357142857142857),
        ("a=momentum&a.beta=0.9&a.convention=ewma", 38),
    ],
)
def test_at_its_limit_a_rule_neither_shrinks_nor_grows(rule, limit):
    ravine = "surface=ravine&x=0&y=1&steps=6"  # of curvature 50 along y
    *_, y = descent.trace(f"{ravine}&{rule}&a.lr={limit / 50!r}").params.T
    terms = np.linalg.solve([[y[2], y[1]], [y[3], y[2]]], y[3:5])
    assert np.abs(np.roots([1, *-terms])).max() == pytest.approx(1, abs=1e-12)


def test_signals_come_to_the_variance_that_is_known_on_the_critical_line():
    assert signals._variance(1.7610, 0.05) == pytest.approx(0.5700, abs=1e-4)


def test_classical_functions_have_their_values_and_minima():
    newton = descent.trace(paths._UPHILL.replace("steps=2", "steps=5")).loss
    assert newton[:5] == pytest.approx([24.2, 4.7319, 1411.845, 0.055966, 0.31319], rel=1e-5)
    assert newton[5] == pytest.approx(1.85e-11, rel=2e-3)
    assert descent.trace(ends._TRAPPED).params[-1] == pytest.approx([11.41278, -0.89681], abs=1e-5)
    assert descent.trace(ends._FITTED).params[-1] == pytest.approx([0.257825, 0.257825], abs=1e-6)
    assert float(find("beale").fn(np.array([1.0, 1.0]))) == pytest.approx(14.203125)
    valley = curvatures(find("rosenbrock"))
    assert valley.most / valley.least == pytest.approx(2508.01, abs=0.05)
    assert 2 / valley.most == pytest.approx(0.0019968, abs=1e-7)
