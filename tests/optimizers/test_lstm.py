"""The learned optimizer: its network against torch's, its promise, its training, and what all coordinates share."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.train_lstm import UNSEEN, Quadratics, as_module, curves, draw, first_weights, train
from optimizers import OPTIMIZERS
from optimizers.others import lstm_weights
from optimizers.others.lstm import Weights, cell, lstm, preprocess, shipped
from tests.golden import FOLDER
from tests.optimizer_cases import feed

SPEC = OPTIMIZERS["lstm"]


@pytest.fixture(scope="module")
def torch_run():
    """Two layers of torch.nn.LSTMCell and a torch.nn.Linear in float64, fed with six gradients of two coordinates."""
    return json.loads(lzma.decompress((FOLDER / "lstm_component.json.xz").read_bytes()))


def test_network_is_that_of_torch(torch_run):
    parts = {name: np.asarray(value) for name, value in torch_run["weights"].items()}
    layers = [
        (
            np.hstack([parts[f"lstm{k}.weight_ih"], parts[f"lstm{k}.weight_hh"]]).T,
            parts[f"lstm{k}.bias_ih"] + parts[f"lstm{k}.bias_hh"],
        )
        for k in (1, 2)
    ]
    with jax.enable_x64(True):
        memory = [(jnp.zeros((2, torch_run["hidden"])),) * 2 for _ in layers]
        for gradient, inputs, delta in zip(*(torch_run[n] for n in ("grads", "preprocessed", "delta")), strict=True):
            x = preprocess(jnp.asarray(gradient), torch_run["k"])
            np.testing.assert_allclose(x, inputs, atol=1e-14)
            for k, layer in enumerate(layers):
                memory[k] = cell(*layer, x, *memory[k])
                x = memory[k][0]
            step = torch_run["scale"] * (x @ parts["linear.weight"][0] + parts["linear.bias"][0])
            np.testing.assert_allclose(step, delta, rtol=1e-12)
    for k, (h, c) in enumerate(memory, start=1):
        np.testing.assert_allclose(h, torch_run["final"][f"h{k}"], rtol=1e-12)
        np.testing.assert_allclose(c, torch_run["final"][f"c{k}"], rtol=1e-12)


def test_inputs_are_the_two_cases_of_the_paper():
    for g in (1e-30, 3e-6, 4.4e-5, 4.6e-5, 1e-3, 1.0, 150.0):
        for sign in (1, -1):
            expected = (np.log(g) / 10, sign) if g >= np.exp(-10) else (-1, sign * g * np.exp(10))
            np.testing.assert_allclose(preprocess(jnp.float32(sign * g)), expected, rtol=1e-5)
    np.testing.assert_array_equal(preprocess(jnp.zeros(1)), [[-1, 0]])


def test_step_is_what_the_network_writes():
    gradients = np.random.default_rng(0).normal(size=(6, 3))
    weights = Weights(*(np.asarray(part, np.float64) for part in shipped()))
    with jax.enable_x64(True):
        ours = feed(SPEC, gradients, {"lr": 0.5})
    h = c = np.zeros((3, len(weights.out)))
    for gradient, step in zip(gradients, ours, strict=True):
        x = np.stack([np.maximum(np.log(np.abs(gradient)) / 10, -1), np.sign(gradient)], axis=1)
        i, f, z, o = np.split(np.hstack([x, h]) @ weights.gates + weights.bias, 4, axis=1)
        c = c / (1 + np.exp(-f)) + np.tanh(z) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        np.testing.assert_allclose(step, 0.5 * 0.1 * (h @ weights.out), rtol=1e-9)


def test_beats_gradient_descent_with_its_best_rate_on_unseen_quadratics():
    problems = draw(jax.random.key(UNSEEN), 100)
    rates = np.geomspace(0.002, 0.2, 81)  # 6 per cent apart, around the best
    rival = curves("sgd", problems, rates)
    rival = np.where(np.isfinite(rival), rival, np.inf)
    ours = curves("lstm", problems, np.ones(1))[0]
    totals, last = rival[:, :, 1:].sum(axis=2), rival[:, :, -1]
    for scores in (totals.mean(axis=1), last.mean(axis=1), np.median(last, axis=1)):
        assert 0 < scores.argmin() < len(rates) - 1, "the best rate lies inside the grid"
    assert ours[:, 1:].sum(axis=1).mean() < 0.6 * totals.mean(axis=1).min()
    assert ours[:, -1].mean() < 0.4 * last.mean(axis=1).min()
    assert np.median(ours[:, -1]) < 0.1 * np.median(last, axis=1).min()
    assert np.sum(ours[:, -1] < last.min(axis=0)) >= 90, "each problem with its own best rate"


def test_training_is_reproducible_and_lowers_the_losses():
    one, again = (train(episodes=20, batch=8) for _ in range(2))
    for left, right, kept in zip(one, again, shipped(), strict=True):
        np.testing.assert_array_equal(left, right)
        assert left.shape == kept.shape
        assert left.dtype == kept.dtype == np.float32
    problems = draw(jax.random.key(UNSEEN), 50)
    before, after = (mean_sum(weights, problems) for weights in (first_weights(jax.random.key(0)), one))
    assert after < 0.8 * before


def mean_sum(weights: Weights, problems: Quadratics) -> float:
    """The mean over the problems of their losses at steps 1 to 100, summed."""
    optimizer = lstm(1.0, weights)

    def step(carry, _):
        x, state = carry
        updates, state = optimizer.update(jax.grad(lambda x: problems.losses(x).sum())(x), state)
        x = optax.apply_updates(x, updates)
        return (x, state), problems.losses(x).mean()

    x = jnp.zeros_like(problems.y)
    return float(jax.jit(lambda: jax.lax.scan(step, (x, optimizer.init(x)), length=100))()[1].sum())


@jax.jit
def steps_for(gradients: jax.Array) -> jax.Array:
    """The steps of the shipped optimizer for these gradients: (steps, n) -> (steps, n)."""
    optimizer = SPEC.make(lr=1.0)

    def step(state, gradient):
        updates, state = optimizer.update(gradient, state)
        return state, updates

    return jax.lax.scan(step, optimizer.init(gradients[0]), gradients)[1]


@settings(max_examples=25)
@given(st.permutations(range(5)), st.integers(0, 1000))
def test_all_coordinates_are_treated_alike(order, seed):
    gradients = np.random.default_rng(seed).normal(size=(8, 5)) * 10.0 ** np.arange(-3, 2)
    straight, turned = steps_for(jnp.asarray(gradients)), steps_for(jnp.asarray(gradients[:, order]))
    assert np.ptp(straight[-1]) > 0.01
    np.testing.assert_allclose(turned, straight[:, np.asarray(order)], rtol=1e-4, atol=1e-6)


def test_coordinates_share_nothing_but_the_weights():
    gradients = jnp.asarray(np.random.default_rng(1).normal(size=(8, 3)))
    together = steps_for(gradients)
    for k in range(3):
        alone = steps_for(gradients[:, k : k + 1])
        np.testing.assert_allclose(alone, together[:, k : k + 1], rtol=1e-4, atol=1e-6)


def test_no_second_derivative_is_taken():
    optimizer = SPEC.make(lr=1.0)

    def after_one_step(x):
        grads = 2 * x
        return (x + optimizer.update(grads, optimizer.init(x), x)[0]).sum()

    np.testing.assert_array_equal(jax.grad(after_one_step)(jnp.array([0.0, 1e-9, 3.0])), 1.0)


def test_the_file_of_weights_is_what_training_writes():
    assert Path(lstm_weights.__file__).read_text(encoding="ascii") == as_module(shipped())
    assert sum(part.size for part in shipped()) == 1860
