"""Outcomes in words, against runs whose end is known in closed form."""

import numpy as np
import pytest

from surfaces import SURFACES
from training.config import choice
from training.descend import descend
from training.loop import Trace
from training.outcome import TOLERANCE, judge, rank

RAVINE = SURFACES["ravine"]


def judged(lr, steps=300, start=(-8.0, 1.0), surface="ravine"):
    known = SURFACES[surface]
    trace = descend(surface, start, steps, 0, choice("sgd", lr=lr))
    return judge(trace, known, known.domain, known.lowest), trace


def test_gradient_descent_converges_when_theory_says():
    outcome, trace = judged(0.035, 400)
    near = 0.0025 * max(RAVINE.domain[1] - RAVINE.domain[0], RAVINE.domain[3] - RAVINE.domain[2])
    x = 8 * 0.965 ** np.arange(401)
    y = np.abs(1 - 0.035 * 50) ** np.arange(401)
    assert outcome.kind == "converged"
    assert outcome.step == int(np.argmax(np.hypot(x, y) <= near))
    assert outcome.sentence == f"Converged to (0, 0) at step {outcome.step}"
    assert outcome.reached == int(np.argmax((x**2 + 50 * y**2) / 2 <= TOLERANCE))
    assert outcome.best == outcome.final == pytest.approx(float(trace.loss[-1]))


def test_divergence_is_named_and_timed():
    outcome, trace = judged(0.06, 200)  # |1 - 0.06 * 50| = 2: y doubles at each step
    y = 2.0 ** np.arange(201)
    assert outcome.kind == "not finite"
    first = int(np.argmax(~np.isfinite(trace.loss)))
    assert outcome.step == first and outcome.sentence == f"Not finite from step {first}"
    assert np.isnan(outcome.final) and np.isfinite(outcome.best)
    early, _ = judged(0.06, 20)
    assert early.kind == "left"
    assert early.step == int(np.argmax(y > RAVINE.domain[3]))


def test_rest_on_a_saddle_is_not_called_converged():
    outcome, _ = judged(0.1, 300, (1.0, 0.0), "bounded_saddle")
    assert outcome.kind == "rest" and "not a listed minimum" in outcome.sentence


def test_still_moving_says_how_far():
    outcome, trace = judged(0.001, 10)
    assert outcome.kind == "moving"
    assert outcome.distance == pytest.approx(float(np.linalg.norm(trace.params[-1])), rel=1e-6)
    assert f"{outcome.distance:.3g}" in outcome.sentence


def test_a_run_that_is_not_finite_is_never_best():
    outcomes = {"bad": judged(0.06, 200)[0], "gone": judged(0.06, 20)[0], "good": judged(0.03)[0]}
    assert rank(outcomes) == ["good", "gone", "bad"]


def test_nan_from_the_very_start():
    nan = np.full((4, 2), np.nan)
    outcome = judge(Trace(nan, nan, nan[:, 0], nan, nan, ()), RAVINE, RAVINE.domain, 0.0)
    assert outcome.step == 0 and outcome.reached is None and np.isnan(outcome.best)
