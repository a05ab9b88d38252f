"""Each preset shows what it promises, in the numbers of the app itself: 32-bit floats."""

from __future__ import annotations

import numpy as np
import pytest

from surfaces import find
from training.outcome import TOLERANCE, within
from training.race.config import decode, encode
from ui.race import compute
from ui.race.presets import PRESETS
from ui.session.page import buttons


@pytest.fixture(scope="module")
def runs():
    """The paths of a preset's runners, (steps + 1, 2) each, by optimizer, or by letter where one optimizer repeats."""

    def of(name):
        race = PRESETS[name].config
        traces = compute.traces(race)
        repeated = len({chosen.optimizer for _, chosen in race.slots}) < len(race.slots)
        return {letter if repeated else chosen.optimizer: traces[letter].params for letter, chosen in race.slots}

    return of


def escape(path):
    """The first step at which the run is further than 0.5 from the axis; infinite if it never is."""
    away = np.abs(path[:, 1]) > 0.5
    return int(np.argmax(away)) if away.any() else np.inf


def crossings(values):
    return int(np.sum(np.signbit(values[1:]) != np.signbit(values[:-1])))


def test_there_are_fifteen_and_their_labels_differ():
    assert list(PRESETS) == [
        "beale",
        "long_valley",
        "saddle",
        "saddle_axis",
        "edge_of_stability",
        "three_momentums",
        "adam_no_correction",
        "five_starts",
        "condition_numbers",
        "late_gradients",
        "bouncing",
        "sign_of_gradients",
        "friction",
        "noise_floor",
        "positive_inputs",
    ]
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_links_reproduce_and_the_start_lies_in_the_frame(preset):
    race = preset.config
    assert decode(encode(race)) == (race, [])
    assert within(np.array([[race.x, race.y]]), race.frame).all()


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_one_button_is_active(preset):
    assert [button["name"] for button in buttons(PRESETS, preset.config) if button["active"]] == [preset.name]


def test_on_beale_velocity_overshoots_and_adaptive_methods_glide(runs):
    paths = runs("beale")
    momentum, nesterov = paths["momentum"], paths["nesterov"]
    assert momentum[:, 1].min() < -1.7 and momentum[:, 0].max() > 3.3
    assert nesterov[:, 1].min() < -1.2
    for name in ("adagrad", "rmsprop", "adam"):
        assert paths[name][:, 0].max() <= 3.0
        assert paths[name][:, 1].min() > -0.2
    surface = find("beale")
    reached = {name: np.argmax([float(surface.fn(p)) < 0.01 for p in path[::5]]) * 5 for name, path in paths.items()}
    assert reached["momentum"] < 60 and reached["nesterov"] < 60
    assert reached["sgd"] > 200


def test_in_the_long_valley_whoever_scales_its_steps_escapes_first(runs):
    paths = runs("long_valley")
    steps = {name: escape(path) for name, path in paths.items()}
    assert steps == {"sgd": 321, "momentum": 66, "nesterov": 62, "adagrad": 7, "rmsprop": 12, "adam": 25}
    assert crossings(paths["momentum"][:61, 0]) == 9
    assert crossings(paths["adam"][:61, 0]) == 0


def test_all_leave_the_saddle_plain_descent_last(runs):
    steps = {name: escape(path) for name, path in runs("saddle").items()}
    assert steps == {"sgd": 318, "momentum": 65, "nesterov": 62, "adagrad": 6, "rmsprop": 30, "adam": 44}


def test_from_the_exact_axis_nobody_leaves(runs):
    for path in runs("saddle_axis").values():
        assert (path[:, 1] == 0).all()
        assert abs(path[-1, 0]) < 0.1


def test_at_the_edge_of_stability_one_rate_is_too_large(runs):
    paths = runs("edge_of_stability")
    assert crossings(paths["a"][:, 1]) >= 290
    assert paths["a"][20, 0] == pytest.approx(-4.9, abs=0.05)
    heights = {slot: np.abs(path[[0, 150, 300], 1]) for slot, path in paths.items()}
    assert heights["b"][0] > heights["b"][1] > heights["b"][2]
    assert heights["b"][2] < 1e-5
    assert heights["c"][0] < heights["c"][1] < heights["c"][2]
    race = PRESETS["edge_of_stability"].config
    outcomes = compute.outcomes(race, compute.traces(race))
    assert outcomes["c"].kind == "left"
    assert {outcomes["a"].kind, outcomes["b"].kind} == {"converged"}


def test_three_conventions_walk_one_path(runs):
    first, *others = runs("three_momentums").values()
    assert len(others) == 2
    for other in others:
        np.testing.assert_allclose(other, first, atol=1e-5)
    assert np.linalg.norm(first[-1]) < 1e-2


def test_without_bias_correction_the_first_step_is_three_times_as_long(runs):
    on, off = (np.abs(path[1] - path[0]) for path in runs("adam_no_correction").values())
    np.testing.assert_allclose(on, 0.3, rtol=1e-3)
    np.testing.assert_allclose(off, 0.949, rtol=1e-3)


@pytest.mark.parametrize("name", PRESETS)
def test_no_point_is_cut_by_the_edge_of_the_stage(name, runs):
    """Within the frame by 2 % of it: a head is half cut by its edge. Who diverges leaves, and it is said when."""
    x0, x1, y0, y1 = PRESETS[name].config.frame
    margin = 0.02 * np.array([x1 - x0, y1 - y0])
    low, high = np.array([x0, y0]) + margin, np.array([x1, y1]) - margin
    for runner, path in runs(name).items():
        diverges = (name, runner) == ("edge_of_stability", "c")
        assert ((path >= low) & (path <= high)).all() != diverges, runner


def test_five_starts_on_one_hilltop_end_in_all_four_minima(runs):
    paths = runs("five_starts")
    starts, ends = (np.array([path[row] for path in paths.values()], np.float64) for row in (0, -1))
    minima = np.array(find("himmelblau").minima)
    away = np.linalg.norm(ends[:, None] - minima, axis=2)
    assert set(away.argmin(axis=1)) == {0, 1, 2, 3} and away.min(axis=1).max() < 0.01
    assert np.linalg.norm(starts[:, None] - starts, axis=2).max() <= 1 + 1e-6
    assert len(np.unique(starts, axis=0)) == 5


def test_steps_grow_with_the_condition_number_as_theory_says():
    """With a rate of 2 / (1 + k) both coordinates shrink by (k - 1) / (k + 1) a step, and the loss by its square."""
    race = PRESETS["condition_numbers"].config
    traces = compute.traces(race)
    outcomes, steps = compute.outcomes(race, traces), []
    for letter, chosen in race.slots:
        condition = dict(chosen.differs)["condition"]
        assert chosen.value("lr") == 2 / (1 + condition)
        loss = traces[letter].loss
        wanted = np.log(loss[0] / TOLERANCE) / (2 * np.log((condition + 1) / (condition - 1)))
        assert abs(outcomes[letter].reached - wanted) <= 1
        steps.append(outcomes[letter].reached)
    np.testing.assert_allclose(np.divide(steps[1:], steps[:-1]), 4, rtol=0.06)


def test_one_step_late_plain_descent_swings_as_heavy_ball_does(runs):
    plain, late, heavy = runs("late_gradients").values()
    np.testing.assert_allclose(late[:, 1], heavy[:, 1], atol=1e-4)
    assert crossings(late[:, 1]) > 20 and np.abs(plain[3:, 1]).max() < 1e-2
    assert not (plain[10:, 0] > 0).any() and heavy[:, 0].max() > 2


def test_rmsprop_bounces_at_its_limit_and_plain_descent_below_its_own_converges():
    race = PRESETS["bouncing"].config
    plain, adaptive = compute.sharp(race).values()
    traces = compute.traces(race)
    np.testing.assert_allclose(adaptive.over[-200:], 1, atol=0.01)
    np.testing.assert_allclose(plain.over, 0.5, atol=1e-4)
    assert adaptive.over[5] < 0.1 and traces["b"].loss[-200:].min() > 0.01 and traces["a"].loss[-1] < 1e-6


def test_who_divides_by_the_gradient_goes_along_the_diagonal(runs):
    paths = runs("sign_of_gradients")
    for name in ("rmsprop", "adam"):
        np.testing.assert_allclose(paths[name][:, 0], paths[name][:, 1], atol=1e-4)
    assert abs(paths["sgd"][-1, 0]) < 0.01 * abs(paths["sgd"][-1, 1])


def test_adam_at_its_rate_ends_in_the_worse_minimum_and_the_others_in_the_better(runs):
    paths, chosen = runs("friction"), PRESETS["friction"].config.choices
    ends = [(chosen[slot].optimizer, path[-1, 0]) for slot, path in zip(chosen, paths.values(), strict=True)]
    assert [name for name, _ in ends] == ["adam", "adam", "diffgrad", "adainject"]
    np.testing.assert_allclose([end for _, end in ends], [0.2, -0.3, -0.3, -0.3], atol=1e-3)


def test_a_rate_that_stays_has_a_floor_and_one_that_falls_has_none(runs):
    """The mean square of a coordinate is rate / (2 - rate) in the end."""
    square = {slot: np.mean(path[150:] ** 2) for slot, path in runs("noise_floor").items()}
    assert square["a"] == pytest.approx(0.5 / 1.5, rel=0.2) and square["b"] == pytest.approx(0.05 / 1.95, rel=0.5)
    assert square["c"] < 0.02 * square["a"]


def test_with_positive_inputs_both_weights_move_the_same_way(runs):
    moves = np.diff(runs("positive_inputs")["sgd"], axis=0)
    moves = moves[np.abs(moves).min(axis=1) > 1e-6]  # later ones are lost in the digits
    assert len(moves) > 100 and (moves[:, 0] * moves[:, 1] > 0).all()
