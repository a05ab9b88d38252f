"""Surfaces of data: their examples, their mini-batches, and what the decks claim of them."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from surfaces import SURFACES
from tests.compiles import heard
from training.race import batches
from training.race.config import choice
from training.race.descend import EPOCHS, descend

DATA = [surface for surface in SURFACES.values() if surface.examples is not None]
L2, KL = SURFACES["perceptron_l2"], SURFACES["perceptron_kl"]


@pytest.fixture(autouse=True)
def x64():
    with jax.enable_x64():
        yield


def named(surface):
    return surface.name


@pytest.mark.parametrize("surface", DATA, ids=named)
def test_all_examples_together_are_the_surface(surface):
    inputs, targets = surface.examples
    assert inputs.shape == (100, 2) and targets.shape == (100,)
    point = jnp.asarray(surface.start)
    assert float(surface.batch_loss(point, jnp.arange(100))) == pytest.approx(float(surface.fn(point)), rel=1e-12)


@pytest.mark.parametrize("surface", DATA, ids=named)
def test_batches_of_equal_size_average_to_the_full_gradient(surface):
    point = jnp.asarray(surface.start)
    batches = jnp.asarray(np.random.default_rng(1).permutation(100).reshape(10, 10))
    slopes = jax.vmap(jax.grad(surface.batch_loss), in_axes=(None, 0))(point, batches)
    assert np.allclose(slopes.mean(axis=0), jax.grad(surface.fn)(point), rtol=1e-9)
    assert np.ptp(slopes, axis=0).min() > 0


def test_the_examples_of_a_link_stay_the_same():
    assert KL.examples.inputs[0] == pytest.approx([0.12573022, -0.13210486], abs=1e-8)
    assert L2.examples.inputs.sum() == pytest.approx(3.0526279, abs=1e-6) and L2.examples.targets.sum() == 45
    assert np.array_equal(L2.examples.inputs, KL.examples.inputs)
    assert SURFACES["regression_raw"].examples.targets.sum() == pytest.approx(317.3907219, abs=1e-6)


def slopes_and_curvatures(surface, n=41):
    line = np.linspace(-10, 10, n)
    points = jnp.asarray(np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2))
    hessians = jax.jit(jax.vmap(jax.hessian(surface.fn)))(points)
    lengths = np.linalg.norm(jax.jit(jax.vmap(jax.grad(surface.fn)))(points), axis=1)
    return lengths[np.linalg.norm(points, axis=1) > 9], np.linalg.eigvalsh(hessians)[:, 0]


def test_divergence_is_convex_and_steep_where_squared_error_is_flat():
    steep, convex = slopes_and_curvatures(KL)
    flat, bent = slopes_and_curvatures(L2)
    assert (convex > 0).all() and (bent < 0).mean() > 0.85
    assert steep.mean() > 20 * flat.mean()


def test_at_rate_one_divergence_learns_and_squared_error_does_not():
    inputs, labels = KL.examples

    def accuracy(name, steps):
        end = descend(name, (-8, -8), steps, 0, choice("sgd", lr=1.0)).params[-1]
        return ((inputs @ end > 0) == labels).mean()

    assert accuracy("perceptron_kl", 100) == pytest.approx(0.88)
    assert accuracy("perceptron_l2", 500) < 0.17


def test_normalized_inputs_make_the_bowl_round():
    spectra = [
        np.linalg.eigvalsh(jax.hessian(SURFACES[f"regression_{inputs}"].fn)(jnp.zeros(2)))
        for inputs in ("raw", "centred", "standardized")
    ]
    raw, centred, standardized = (spectrum[1] / spectrum[0] for spectrum in spectra)
    assert raw == pytest.approx(255.2, abs=0.1) and centred == pytest.approx(85.4, abs=0.1)
    assert standardized < 1.05
    assert spectra[2][1] < spectra[0][1] / 30  # and so the largest stable rate, 2 over this, is 30 times as large


def test_an_example_with_positive_inputs_moves_both_weights_the_same_way():
    def same(surface, shift):
        inputs, targets = surface.examples
        errors = (inputs - shift) @ np.asarray(surface.start) - targets
        slopes = errors[:, None] * (inputs - shift)
        return (np.sign(slopes[:, 0]) == np.sign(slopes[:, 1])).mean()

    positive = SURFACES["positive_inputs"]
    assert same(positive, 0.0) == 1.0
    assert same(positive, positive.examples.inputs.mean(axis=0)) < 0.65
    slopes = jax.vmap(jax.grad(positive.batch_loss), in_axes=(None, 0))(
        jnp.asarray(positive.start), jnp.arange(100)[:, None]
    )
    assert (np.sign(slopes[:, 0]) == np.sign(slopes[:, 1])).all()


BATCH = 30  # does not divide 100, so that the last batch of an epoch is a smaller one


def weights_of_epochs(batch, steps, seed=4):
    places = jnp.asarray(batches.places(seed, 100, EPOCHS))
    return np.asarray(jax.vmap(lambda t: batches.shares(places, batch, t))(jnp.arange(steps)))


def test_an_epoch_sees_every_example_once_and_each_its_own_order():
    drawn = weights_of_epochs(BATCH, 8)
    assert [(row > 0).sum() for row in drawn] == [30, 30, 30, 10] * 2
    assert np.allclose(drawn.sum(axis=1), 1) and all(len(set(row[row > 0])) == 1 for row in drawn)
    epochs = (drawn > 0).reshape(2, 4, 100)
    assert (epochs.sum(axis=1) == 1).all()
    assert not np.array_equal(epochs[0], epochs[1])
    assert np.array_equal(weights_of_epochs(100, 3), np.full((3, 100), 0.01))
    longest = weights_of_epochs(50, 20_001)
    assert not np.array_equal(longest[-1], longest[-3])  # the table reaches to the end of the longest race


def test_the_batches_of_a_link_stay_the_same():
    first = np.flatnonzero(weights_of_epochs(5, 1, seed=7)[0])
    assert first.tolist() == [6, 38, 73, 80, 99]


@pytest.mark.parametrize("surface", DATA, ids=named)
def test_a_run_takes_its_gradients_from_mini_batches_that_all_runners_share(surface):
    drawn = weights_of_epochs(BATCH, 21) > 0
    for name in ("sgd", "adam"):
        trace = descend(surface.name, surface.start, 20, 4, choice(name, lr=1e-3), batch=BATCH)
        for t in (0, 3, 20):
            slope = jax.grad(surface.batch_loss)(jnp.asarray(trace.queries[t]), np.flatnonzero(drawn[t]))
            assert np.allclose(trace.grads[t], slope, rtol=1e-9)
        assert np.allclose(trace.loss, jax.vmap(surface.fn)(jnp.asarray(trace.params)))


def test_all_examples_are_the_default_whatever_the_seed():
    paths = [
        descend("regression_raw", (-1.5, -1), 30, seed, choice("sgd", lr=0.01), batch=batch).params
        for seed, batch in ((0, 0), (1, 100), (2, 1000))
    ]
    assert np.array_equal(paths[0], paths[1]) and np.array_equal(paths[0], paths[2])


def test_the_residuals_are_those_of_the_mini_batch():
    surface = SURFACES["regression_raw"]
    trace = descend(surface.name, surface.start, 4, 4, choice("gaussnewton", lr=1.0), batch=BATCH)
    for t, row in enumerate(weights_of_epochs(BATCH, 4) > 0):
        inputs, targets = (part[row] for part in surface.examples)
        assert np.allclose(trace.params[t + 1], np.linalg.lstsq(inputs, targets, rcond=None)[0])


def test_another_size_of_the_batch_compiles_nothing():
    descend("perceptron_kl", (-8, -8), 5, 0, choice("sgd", lr=0.1))
    with heard() as compiles:
        for batch in (1, 17, 100):
            descend("perceptron_kl", (-8, -8), 9, batch, choice("sgd", lr=0.2), batch=batch)
    assert compiles == []
