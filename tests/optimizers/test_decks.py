"""The worked numbers of the decks, and the claims of their animations."""

from __future__ import annotations

import jax
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from tests.optimizer_cases import feed
from training.race.config import choice
from training.race.descend import descend

MOMENTUM, NESTEROV, RMSPROP, ADAM = (OPTIMIZERS[name] for name in ("momentum", "nesterov", "rmsprop", "adam"))
STEPS = np.array([[1, 2.5], [1, -3], [3, 2.5], [1, -2], [2, 1.5]])


@pytest.fixture(autouse=True)
def double():
    with jax.enable_x64(True):
        yield


def test_smoothing_keeps_the_steady_coordinate_and_damps_the_other():
    mean = -feed(MOMENTUM, STEPS, {"lr": 1, "beta": 0.9}, convention="ewma_corrected")
    root = -STEPS / feed(RMSPROP, STEPS, {"lr": 1, "rho": 0.9, "eps": 0}, bias_correction="on")
    ratio = -feed(ADAM, STEPS, {"lr": 1, "b1": 0.9, "b2": 0.9, "eps": 0})
    np.testing.assert_allclose(
        mean, [[1, 2.5], [1, -0.395], [1.738, 0.673], [1.523, -0.104], [1.640, 0.288]], atol=5e-4
    )
    np.testing.assert_allclose(root, [[1, 2.5], [1, 2.774], [1.988, 2.676], [1.759, 2.499], [1.821, 2.295]], atol=5e-4)
    np.testing.assert_allclose(ratio, [[1, 1], [1, -0.142], [0.874, 0.252], [0.866, -0.042], [0.901, 0.125]], atol=5e-4)


@pytest.mark.parametrize(
    ("convention", "column"),
    [
        ("ewma", [10, 19, 17.2, 25.48, 122.932]),
        ("ewma_corrected", [100, 100, 63.469, 74.091, 300.193]),
        ("lr_outside", [100, 190, 172, 254.8, 1229.32]),
    ],
)
def test_momentum_column_of_the_empty_table(convention, column):
    gradients = np.array([100, 100, 1, 100, 1000.0])[:, None]
    ours = -feed(MOMENTUM, gradients, {"lr": 1, "beta": 0.9}, convention=convention)[:, 0]
    np.testing.assert_allclose(ours, column, rtol=1e-5)


def test_three_conventions_walk_one_path():
    paths = [
        descend("ravine", (-10, 1), 200, 0, choice("momentum", lr=lr, convention=convention)).params
        for convention, lr in (("lr_inside", 0.01), ("lr_outside", 0.01), ("ewma", 0.1))
    ]
    np.testing.assert_allclose(paths[0], paths[1], atol=1e-12)
    np.testing.assert_allclose(paths[0], paths[2], atol=1e-12)


def test_both_forms_of_nesterov_look_at_the_same_points():
    decks, torch = (
        descend("ravine", (-10, 1), 100, 0, choice("nesterov", lr=0.02, form=f)) for f in ("decks", "torch")
    )
    np.testing.assert_allclose(decks.queries, torch.queries, atol=1e-12)
    np.testing.assert_allclose(decks.grads, torch.grads, atol=1e-10)
    v = decks.state.v
    np.testing.assert_allclose(decks.queries, decks.params + 0.9 * v, atol=1e-12)
    np.testing.assert_allclose(np.diff(decks.params, axis=0), v[1:], atol=1e-12)


def test_rmsprop_turns_a_constant_gradient_into_its_sign():
    expected = {1: 3.162, 2: 2.294, 5: 1.563, 10: 1.239, 20: 1.067, 40: 1.0075}
    gradients = np.tile([1.0, 1000.0, 1e-3], (40, 1))
    steps = -feed(RMSPROP, gradients, {"lr": 1, "rho": 0.9, "eps": 1e-8})
    for t, value in expected.items():
        np.testing.assert_allclose(steps[t - 1, :2], value, atol=6e-4)
    assert steps[0, 2] == pytest.approx(3.015, abs=1e-3)


@pytest.mark.parametrize(
    ("b1", "b2", "expected"),
    [
        (0.9, 0.999, {1: 3.1623, 2: 4.2496, 3: 4.9502, 12: 6.5685, 100: 3.241, 1000: 1.258}),
        (0.9, 0.99, {1: 1.0, 13: 2.13}),
        (0.9, 0.9, {1: 0.316}),
        (0.0, 0.999, {1: 31.6}),
    ],
)
def test_adam_without_bias_correction_on_a_constant_gradient(b1, b2, expected):
    steps = -feed(ADAM, np.ones((1000, 1)), {"lr": 1, "b1": b1, "b2": b2, "eps": 0}, bias_correction="off")[:, 0]
    for t, value in expected.items():
        assert steps[t - 1] == pytest.approx(value, rel=2e-3)
    corrected = -feed(ADAM, np.ones((5, 1)), {"lr": 1, "b1": b1, "b2": b2, "eps": 0})[:, 0]
    np.testing.assert_allclose(corrected, 1, rtol=1e-9)


def test_the_first_step_of_adam_without_bias_correction_is_three_times_as_long():
    first = {
        on: np.abs(descend("ravine", (-10, 1), 1, 0, choice("adam", lr=0.3, bias_correction=on)).updates[0])
        for on in ("on", "off")
    }
    np.testing.assert_allclose(first["on"], 0.3, rtol=1e-6)
    np.testing.assert_allclose(first["off"], 0.9487, rtol=1e-4)


def test_where_epsilon_stands():
    gradients = np.array([[1e-3, 1e-4, 1e-6, 1e-8]])
    ratio = {mode: -feed(ADAM, gradients, {"lr": 1, "eps": 1e-8}, eps_mode=mode)[0] for mode in ("inside", "outside")}
    np.testing.assert_allclose(ratio["inside"], [0.995, 0.7071, 0.01, 1e-4], rtol=1e-3)
    np.testing.assert_allclose(ratio["outside"], [0.99999, 0.9999, 0.990, 0.5], rtol=1e-3)


@pytest.mark.parametrize(
    ("name", "options", "limit"),
    [
        ("sgd", {}, 2.0),
        ("momentum", {"convention": "lr_outside"}, 3.8),
        ("momentum", {"convention": "lr_inside"}, 3.8),
        ("momentum", {"convention": "ewma"}, 38.0),
        ("nesterov", {"form": "decks"}, 3.8 / 2.8),
    ],
)
def test_largest_stable_rate_in_the_ravine(name, options, limit):
    for factor, stable in ((0.99, True), (1.01, False)):
        trace = descend("ravine", (-10, 1), 1500, 0, choice(name, lr=factor * limit / 50, **options))
        assert (abs(trace.params[-1, 1]) < 1) == stable


def test_gradient_descent_zigzags_in_the_ravine():
    trace = descend("ravine", (-10, 1), 300, 0, choice("sgd", lr=0.035))
    assert (np.diff(np.sign(trace.params[:, 1])) != 0).all()
    assert trace.params[20, 0] == pytest.approx(-4.9, abs=0.05)


def first(mask):
    return int(np.argmax(mask)) if mask.any() else None


def test_escape_from_the_long_valley():
    race = {
        "sgd": ({"lr": 0.02}, 321),
        "momentum": ({"lr": 0.02}, 66),
        "nesterov": ({"lr": 0.02}, 62),
        "adagrad": ({"lr": 0.1}, 7),
        "rmsprop": ({"lr": 0.02}, 12),
        "adam": ({"lr": 0.02}, 25),
    }
    for name, (values, step) in race.items():
        trace = descend("long_valley", (1, 0.001), 400, 0, choice(name, **values))
        assert first(np.abs(trace.params[:, 1]) > 0.5) == step, name


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam"])
def test_from_the_exact_axis_of_the_saddle_nobody_escapes(name):
    trace = descend("bounded_saddle", (1, 0), 1000, 0, choice(name, lr=1.0 if name == "adadelta" else 0.01))
    assert (trace.params[:, 1] == 0).all()
    assert np.isfinite(trace.params).all()


def test_momentum_overshoots_on_beale():
    paths = {
        name: descend("beale", (1, 1.5), 500, 0, choice(name, lr=lr)).params
        for name, lr in (("sgd", 0.01), ("momentum", 0.005), ("nesterov", 0.005), ("adam", 0.1))
    }
    assert paths["momentum"][:, 1].min() == pytest.approx(-1.86, abs=0.01)
    assert paths["momentum"][:, 0].max() == pytest.approx(3.39, abs=0.01)
    assert paths["nesterov"][:, 1].min() == pytest.approx(-1.31, abs=0.01)
    assert paths["sgd"][:, 0].max() <= 3.0


def test_moment_centralization_escapes_because_it_can_only_move_along_the_diagonal():
    trace = descend("bounded_saddle", (1, 0), 300, 0, choice("centralization", lr=0.01, eps=0.1))
    assert abs(trace.params[-1, 1]) > 1
    root = np.sqrt(trace.state.v[1:] / (1 - 0.999 ** trace.state.count[1:, None])) + 0.1
    centred = trace.updates[:-1] * root
    np.testing.assert_allclose(centred[:, 0], -centred[:, 1], rtol=1e-9)


def test_adadelta_begins_with_tiny_steps_whatever_the_gradient():
    steps = -feed(OPTIMIZERS["adadelta"], [[1.0, 1000.0]] * 40, {"lr": 1, "rho": 0.95, "eps": 1e-6})
    np.testing.assert_allclose(steps[0], (1e-6 / 0.05) ** 0.5, rtol=1e-4)
    assert (np.diff(steps, axis=0)[5:] > 0).all() and steps[-1].max() < 0.02


def test_adamax_remembers_the_largest_gradient_and_adanorm_lengthens_what_follows_it():
    gradients = np.array([[1.0], *[[0.1]] * 9])
    steps = -feed(OPTIMIZERS["adamax"], gradients, {"lr": 1, "b1": 0, "b2": 0.9, "eps": 0})[:, 0]
    np.testing.assert_allclose(steps, [1, *(0.1 / 0.9**t for t in range(1, 10))], rtol=1e-6)
    plain, longer = (
        -feed(OPTIMIZERS[name], gradients, {"lr": 1, "b1": 0, "b2": 0.999, "eps": 0, **more})[:, 0]
        for name, more in (("adam", {}), ("adanorm", {"gamma": 0.5}))
    )
    usual = [0.5]  # the mean length of gradients, which begins at 0
    for _ in range(9):
        usual.append(0.5 * usual[-1] + 0.5 * 0.1)
    np.testing.assert_allclose(longer / plain, np.maximum(1, np.array(usual) / gradients[:, 0]), rtol=1e-6)


def test_corrected_averages_fed_back_freeze_adam():
    steps = -feed(ADAM, np.ones((10, 1)), {"lr": 1, "eps": 0}, bias_correction="fed_back")[:, 0]
    np.testing.assert_allclose(steps[[0, 1, 2, 4, 9]], [1, 0.235, 0.044, 1.13e-3, 6.6e-8], rtol=0.01)
