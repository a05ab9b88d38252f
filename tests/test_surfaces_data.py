"""Surfaces of data: their examples, their mini-batches, and what the decks claim of them."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from surfaces import SURFACES
from training.config import choice
from training.descend import descend

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
