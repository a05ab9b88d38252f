"""Outcomes in words, against runs whose end is known in closed form."""

import re
from dataclasses import replace

import numpy as np
import pytest

from surfaces import SURFACES, find
from training import outcome as outcome_module
from training.loop import Trace
from training.many import grid
from training.many.fates import NEVER
from training.outcome import NEAR, TOLERANCE, Gap, Outcome, judge
from training.race.config import choice, decode
from training.race.descend import descend
from training.ranking import rank

RAVINE = SURFACES["ravine"]


def judged(lr, steps=300, start=(-8.0, 1.0), surface="ravine"):
    known = SURFACES[surface]
    trace = descend(surface, start, steps, 0, choice("sgd", lr=lr))
    return judge(trace, known, known.domain, known.lowest), trace


def judged_with(surface, steps, name="sgd", **numbers):
    """A run from the usual start, and how it is judged."""
    known = SURFACES[surface]
    trace = descend(surface, known.start, steps, 0, choice(name, **numbers))
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


def test_what_does_not_move_stands_still_whatever_holds_it():
    for numbers in (
        {"lr": 0.0},
        {"clip": "norm", "clip.at": 0},
        {"lr": 1e-12},  # the point has no digits for steps so short
        {"lr.schedule": "exponential", "lr.schedule.rate": 0},
    ):
        outcome, trace = judged_with("ravine", 60, **numbers)
        assert (outcome.kind, outcome.step) == ("still", 0), numbers
        assert outcome.sentence == "Stands still at (−10, 1) from step 0, though the slope there is 51"
        assert not np.ptp(trace.params, axis=0).any()
    late = {"lr": 0.01, "lr.schedule": "staircase", "lr.schedule.rate": 0, "lr.schedule.every": 25}
    outcome, _ = judged_with("ravine", 60, **late)
    assert (outcome.kind, outcome.step) == ("still", 25)


def test_a_rule_that_stops_because_a_square_is_infinite_is_told_so():
    text = "formula:1e20*(x**2+y**2)"
    run = descend(text, (1.0, 1.5), 40, 0, choice("adam"))
    outcome = judge(run, find(text), (-2.0, 2.0, -2.0, 2.0), 0.0)
    slope = "the slope there is 3.61×10²⁰, whose square is infinite in float32"
    assert outcome.sentence == f"Stands still at (1, 1.5) from step 0, though {slope}"


def test_a_slow_run_is_not_called_still():
    outcome, _ = judged_with("ravine", 300, lr=1e-6)
    assert outcome.kind == "moving"


def test_divergence_within_the_frame_is_named_before_it_leaves():
    """The steep coordinate grows by |1 - 50 lr| a step: its loss passes that of the start, and rises from there."""
    outcome, trace = judged_with("ravine", 300, lr=0.0401)
    assert outcome.kind == "diverging"
    assert outcome.step == int(np.argmax(trace.loss > trace.loss[0])) > 0
    assert outcome.sentence == f"Diverging from step {outcome.step}: loss {trace.loss[-1]:.3g} and rising"
    assert judged_with("ravine", 100, lr=0.0401)[0].kind == "moving"  # it is still below its start
    assert judged_with("ravine", 300, lr=0.0399)[0].kind != "diverging"
    far = (-1e4, 1e4, -1e4, 1e4)
    trace = descend("ravine", (-10, 1), 1250, 0, choice("sgd", lr=0.0401))
    assert trace.loss[-1] > 5e6 and judge(trace, RAVINE, far, 0.0).kind == "diverging"


def test_an_oscillation_that_grows_past_its_dips_diverges_from_its_first_top():
    loss = 10 * 1.05 ** np.arange(99) * np.sin(np.arange(99) / 2 + 1.5) ** 2
    x = np.stack([np.sqrt(loss / 100), np.zeros(99)], axis=1)
    outcome = judge(Trace(x, x, loss, x, x, ()), RAVINE, (-100, 100, -100, 100), None)
    assert outcome.kind == "diverging" and loss[-1] < loss.max()
    assert outcome.step == np.argmax(loss > loss[0])


def test_converged_is_said_of_no_run_that_oscillates():
    outcome, trace = judged_with("beale", 1000, name="lstm")
    assert np.hypot(*(trace.params[-1] - (3, 0.5))) < 0.0025 * 4.5  # it is near just now
    assert outcome.kind == "moving" and outcome.sentence.startswith("Still moving, ")
    around, trace = judged_with("ravine", 800, name="signsgd", lr=0.02)
    assert np.abs(trace.params[-50:]).max() < 0.0375 and np.abs(trace.updates[-50:]).min() > 0.019
    arrived = int(np.flatnonzero(np.hypot(*trace.params.T) > 0.0025 * 15)[-1]) + 1
    assert (around.kind, around.step) == ("moving", arrived)
    assert around.sentence.startswith(f"Still moving around (0, 0) from step {arrived}, now ")
    shrinking, _ = judged_with("ravine", 2000, lr=0.0399)  # turns at every step, by less each time
    assert shrinking.kind == "converged"


def test_every_kind_has_its_rule_written_down():
    kinds = {"not finite", "left", "converged", "rest", "still", "diverging", "moving"}
    assert set(re.findall(r'^\* "([a-z ]+)":', outcome_module.__doc__, re.MULTILINE)) == kinds


def test_still_moving_says_how_far():
    outcome, trace = judged(0.001, 10)
    assert outcome.kind == "moving"
    assert outcome.distance == pytest.approx(float(np.linalg.norm(trace.params[-1])), rel=1e-6)
    assert f"{outcome.distance:.3g}" in outcome.sentence


def test_a_run_that_is_not_finite_is_never_best():
    outcomes = {"bad": judged(0.06, 200)[0], "gone": judged(0.06, 20)[0], "good": judged(0.03)[0]}
    assert rank(outcomes) == ["good", "gone", "bad"]


def ended(kind, final, step=None, reached=0, gradients=1):
    return Outcome(kind, step, "", final, final, None, reached, gradients=gradients)


def test_who_converged_is_ranked_by_the_gradients_it_needed_before_all_who_still_move():
    outcomes = {
        "lost": ended("not finite", np.nan),
        "gone": ended("left", 1e-9),
        "moves": ended("moving", 4e-9),
        "higher": ended("converged", 0.5, 2, reached=None),  # to a minimum that is not the lowest
        "late": ended("converged", 0.0, 101),
        "twice": ended("converged", 1e-7, 9, gradients=2),
        "same": ended("converged", 1e-8, 18),
        "soon": ended("converged", 1e-6, 1),
    }
    assert rank(outcomes) == ["soon", "same", "twice", "late", "moves", "higher", "gone", "lost"]
    assert rank(dict(reversed(outcomes.items()))) == rank(outcomes)


def test_a_run_that_crosses_the_lowest_minimum_and_ends_in_another_one_has_not_arrived():
    surface = find("formula:(x**2-1)**2+0.3*x+y**2")
    runs = [
        descend(surface.name, (-1.0355, 0.016), 300, 0, choice(name, lr=lr))
        for name, lr in (("adam", 0.802), ("sgd", 2e-4))
    ]
    higher, deepest = (judge(trace, surface, surface.domain, surface.lowest) for trace in runs)
    assert higher.kind == deepest.kind == "converged" and (higher.reached, deepest.reached) == (None, 0)
    assert higher.final > 0 > deepest.final and (higher.needed, deepest.needed) == (None, deepest.step)
    assert rank({"higher": higher, "deepest": deepest}) == ["deepest", "higher"]


def test_nan_from_the_very_start():
    nan = np.full((4, 2), np.nan)
    outcome = judge(Trace(nan, nan, nan[:, 0], nan, nan, ()), RAVINE, RAVINE.domain, 0.0)
    assert outcome.step == 0 and outcome.reached is None and np.isnan(outcome.best)


RING = "formula:x**2 + y**2 + 0*log((x - 1)**2 - 0.04)"  # no value where x is within 0.2 of 1, and slopes everywhere


def crossing(lr, steps=60, hole="", gradients=1):
    """Gradient descent from x = 2.2, which is at 2.2 (1 - 2 lr)^t by theory, and the rows without a value there."""
    surface = find(RING + hole)
    trace = descend(surface.name, (2.2, 0.0), steps, 0, choice("sgd", lr=lr))
    x = 2.2 * (1 - 2 * lr) ** np.arange(steps + 1)
    np.testing.assert_allclose(trace.params[:, 0], x, rtol=1e-4, atol=1e-6)
    return judge(trace, surface, surface.domain, None, gradients), np.flatnonzero(abs(x - 1) < 0.2), x


def test_a_run_that_comes_back_is_judged_by_its_end_and_its_gap_is_told():
    outcome, missing, x = crossing(0.05)
    assert outcome.gap == Gap(missing[0], missing[-1], 4)
    assert outcome.kind == "converged" and outcome.final == pytest.approx(x[-1] ** 2, rel=1e-3)
    there = np.argmax(x <= NEAR * 6)  # of the minimum that the search finds
    gap = f"not finite from step {missing[0]} to {missing[-1]}"
    assert outcome.sentence == f"Converged to (0, 0) at step {there}; {gap}"
    assert crossing(0.05, gradients=2)[0].sentence.endswith(f"from step {2 * missing[0]} to {2 * missing[-1]}")


def test_a_run_that_jumps_in_and_out_says_how_often():
    outcome, missing, _ = crossing(0.95)
    assert len(missing) == 2 and missing[1] - missing[0] == 2
    assert outcome.sentence.endswith(f"; not finite at 2 steps from {missing[0]} to {missing[1]}")
    single, missing, _ = crossing(0.95, steps=7)
    assert len(missing) == 1 and single.sentence.endswith(f"; not finite at step {missing[0]}")


def test_the_last_time_it_is_lost_counts_and_the_gap_before_is_told_too():
    outcome, missing, x = crossing(0.05, hole=" + 0*log(x**2 - 0.01)")
    end = int(np.argmax(x < 0.1))
    assert (outcome.kind, outcome.step) == ("not finite", end) and np.isnan(outcome.final)
    assert outcome.sentence == f"Not finite from step {end}, and from step {missing[0]} to {missing[-1]}"


def test_a_run_that_came_back_is_ranked_by_its_final_loss():
    outcomes = {"slow": crossing(0.004)[0], "back": crossing(0.05)[0], "bad": judged(0.06, 200)[0]}
    assert outcomes["back"].gap and not outcomes["slow"].gap
    assert rank(outcomes) == ["back", "slow", "bad"]


def test_the_tolerance_is_reached_when_a_run_comes_to_stay_within_it_and_by_many_runs_alike():
    race, _ = decode("surface=ravine&steps=400&a=nesterov&a.lr=0.0229&a.beta=0.9708")
    surface = find(race.surface_name)
    trace = descend(race.surface_name, (race.x, race.y), race.steps, 0, race.choices["a"])
    within_it = trace.loss <= surface.lowest + TOLERANCE
    passed, stays = int(within_it.argmax()), len(within_it) - int((~within_it[::-1]).argmax())
    assert passed < 20 < 150 < stays < 400
    assert judge(trace, surface, race.frame, surface.lowest).reached == stays
    found = grid(race, ("lr", 0.0229, 0.5, 2, "log"), ("beta", 0.9708, 0.98, 2))
    assert found["reached"][0, 0] == stays and found["reached"].shape == (2, 2)
    short = replace(race, steps=100)
    assert grid(short, ("lr", 0.0229, 0.5, 2, "log"))["reached"][0] == NEVER
