"""Normalizations by themselves, in float64: what they make of a mini-batch, and how they pass a gradient back."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.parts import batch_norm
from training.parts import layers as parts
from training.parts.batch_norm import apart, noise, slopes, undone
from training.parts.layers import Layer, Training, forward
from training.parts.normalization import NORMS, WIDEST, inverse_root, owners

RNG = np.random.RandomState(5)


def even(rows):
    return np.full(rows, 1 / rows)


def normalized(name, z, groups=1):
    return NORMS[name].fn(z, even(len(z)), groups)[0]


def test_the_gradient_through_the_batch_is_exact_and_the_naive_one_is_not():
    """P2-19 on four examples: the derivative through mean and variance, without them, and with the printed sign."""
    z, t = RNG.standard_normal((2, 4, 50)) * 3
    found = slopes(z, t)
    with jax.enable_x64(True):
        exact = np.asarray(jax.grad(lambda z: jnp.sum(t * normalized("batch", z)))(z))
    assert apart(found.differences, exact) < 1e-9 and apart(exact, found.exact) < 1e-12
    assert apart(exact, found.naive) == pytest.approx(0.43, abs=0.05)
    assert apart(exact, found.printed) > 0.2 and apart(np.zeros(3), np.zeros(3)) == 0
    np.testing.assert_allclose(exact.sum(axis=0), 0, atol=1e-12)


def test_batch_norm_cancels_a_bias_and_can_learn_to_do_nothing():
    z = 3 + 2 * RNG.standard_normal((64, 5))
    plain = batch_norm.normalized(z)
    np.testing.assert_array_equal(plain, normalized("batch", z))
    np.testing.assert_allclose(batch_norm.normalized(z + 7), plain, atol=1e-13)
    np.testing.assert_allclose(batch_norm.normalized(3 * z), plain, atol=2e-5)
    np.testing.assert_allclose(undone(z), z, atol=1e-13)


@pytest.mark.parametrize("name, axis", [("batch", 0), ("layer", 1)])
def test_batch_norm_evens_each_unit_and_layer_norm_each_example(name, axis):
    z = RNG.standard_normal((64, 48)) * np.arange(1, 49) + np.arange(64)[:, None]
    found = normalized(name, z)
    np.testing.assert_allclose(found.mean(axis=axis), 0, atol=1e-12)
    np.testing.assert_allclose(found.std(axis=axis), 1, atol=1e-3)
    assert np.abs(found.mean(axis=1 - axis)).max() > 0.2  # not the other way round


def test_two_examples_are_always_one_apart_and_one_is_nothing():
    for gap in (0.5, 5.0, 500.0):
        np.testing.assert_allclose(batch_norm.normalized(np.array([0.0, gap])), [-1, 1], atol=1e-4)
    assert normalized("batch", np.array([[5.0]])) == 0


@pytest.mark.parametrize("size", [2, 8, 32, 512])
def test_the_mean_of_a_mini_batch_is_a_noise_that_falls_with_its_root(size):
    """F8, and the bias of its variance that B/(B - 1) mends."""
    rows = 4096 // size
    seen = [NORMS["batch"].fn(part, even(size), 1)[1] for part in RNG.standard_normal((rows, size, 200))]
    means = np.std([one["mean"] for one in seen])
    assert means == pytest.approx(size**-0.5, rel=0.06)
    assert np.mean([one["variance"] for one in seen]) == pytest.approx(1, abs=0.02)
    assert noise(size) == pytest.approx((size**-0.5, (size - 1) / size), rel=0.06)


def test_mini_batches_that_are_passed_at_once_are_normalized_by_themselves():
    z = RNG.standard_normal((9, 3))
    member = np.arange(9)[:, None] // 4 == np.arange(9) // 4
    together = NORMS["batch"].fn(z, member / member.sum(axis=1, keepdims=True), 1)[0]
    parts = [normalized("batch", z[first : first + 4]) for first in (0, 4, 8)]
    np.testing.assert_allclose(together, np.concatenate(parts), atol=1e-12)


def test_groups_are_even_or_the_first_ones_larger_and_none_is_a_single_unit():
    assert owners(10, 4).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3]
    assert owners(5, 4).tolist() == [0, 0, 0, 1, 1] and owners(1, 4).tolist() == [0]
    z = RNG.standard_normal((6, 10))
    found = normalized("group", z, 4)
    for units in (np.s_[:, :3], np.s_[:, 3:6], np.s_[:, 6:8], np.s_[:, 8:]):
        np.testing.assert_allclose(found[units], normalized("layer", z[units]), atol=1e-12)
    np.testing.assert_allclose(normalized("group", z, 1), normalized("layer", z), atol=1e-12)


def test_weight_norm_begins_as_the_same_network_and_learns_length_and_direction_apart():
    layers = (Layer(4, "tanh", "weight", dropout="plain"), Layer(2, "identity"))
    w = RNG.standard_normal((3, 4)).astype(np.float32)
    params = [{"w": w, "b": np.zeros(4, np.float32)}, {"w": np.ones((4, 2), np.float32), "b": np.zeros(2, np.float32)}]
    x = RNG.standard_normal((5, 3)).astype(np.float32)
    begun = [params[0] | layers[0].begun(w), params[1]]
    seen = Training(even(5), {"keep": (1.0, 1.0)})
    plain = forward((Layer(4, "tanh"), layers[1]), params, x, seen)[-1].act
    np.testing.assert_allclose(forward(layers, begun, x, seen)[-1].act, plain, rtol=1e-5)
    longer = [begun[0] | {"w": 7 * w}, begun[1]]
    np.testing.assert_allclose(forward(layers, longer, x, seen)[-1].act, plain, rtol=1e-5)
    grown = jax.grad(lambda v: jnp.sum(jnp.sin(parts.used(layers[0], begun[0] | {"w": v})["w"])))(w)
    np.testing.assert_allclose((np.asarray(grown) * w).sum(axis=0), 0, atol=1e-5)  # what L2 pulls at has no gradient
    half = parts.tested(layers, longer, {"keep": (0.5, 0.5)})[0]["w"]
    np.testing.assert_allclose(half, 0.5 * w, rtol=1e-5)


def test_decorrelated_units_have_one_variance_and_no_correlation():
    z = RNG.standard_normal((512, 6)) @ (np.eye(6) + 0.3 * RNG.standard_normal((6, 6))) + 4
    u = normalized("decorrelated", z)
    covariance = np.cov(z.T, bias=True)
    values, vectors = np.linalg.eigh(covariance + 1e-3 * np.eye(6))
    exact = (z - z.mean(axis=0)) @ (vectors / np.sqrt(values)) @ vectors.T
    np.testing.assert_allclose(u, exact, atol=1e-4)
    np.testing.assert_allclose(u.T @ u / 512, np.eye(6), atol=0.02)


@pytest.mark.parametrize("rank", [0, 1, 3])
def test_whitening_passes_a_finite_gradient_back_where_variances_are_equal_or_none(rank):
    part = RNG.standard_normal((8, rank)).astype(np.float32) @ RNG.standard_normal((rank, WIDEST)).astype(np.float32)
    covariance = jnp.asarray(part.T @ part / 8)
    slope = jax.grad(lambda c: jnp.sum(jnp.sin(inverse_root(c))))(covariance)
    assert np.isfinite(slope).all() and np.abs(inverse_root(covariance)).max() < 1e-3**-0.5 * 1.01


def test_as_printed_the_deviation_comes_out_upside_down():
    for sigma, out in ((0.01, 91), (1.0, 1), (100.0, 0.01)):
        z = sigma * RNG.standard_normal((1000, 1))
        z = (z - z.mean()) / z.std() * sigma
        assert normalized("printed", z).std() == pytest.approx(out, rel=0.01)
