"""The forward pass: the same for arrays of numpy and of JAX, and for layers that differ."""

from functools import partial

import jax
import numpy as np
import pytest

from training.network.figures import jitted
from training.parts.activations import ACTIVATIONS
from training.parts.layers import Layer, dense, forward, placed


def drawn(layers, inputs, seed=0):
    """Parameters of these layers, nothing of them at its start value."""
    rng, params = np.random.RandomState(seed), []
    for layer in layers:
        names = ("b", *(name for name, _ in layer.learned))
        params.append({name: rng.standard_normal(layer.units).astype(np.float32) for name in names})
        params[-1]["w"] = rng.standard_normal((inputs, layer.units)).astype(np.float32)
        inputs = layer.units
    return params, rng.standard_normal((7, params[0]["w"].shape[0])).astype(np.float32)


def square(side):
    """A square of numbers, all different."""
    return np.arange(side * side, dtype=np.float32).reshape(side, side)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_arrays_of_numpy_and_of_jax_pass_alike(activation):
    layers = dense((5, 4), activation, 2)
    params, x = drawn(layers, 3)
    ours, compiled = forward(layers, params, x), jax.jit(partial(forward, layers))(params, x)
    for mine, its in zip(jax.tree.leaves(ours), jax.tree.leaves(compiled), strict=True):
        assert isinstance(mine, np.ndarray) and mine.dtype == its.dtype == np.float32
        np.testing.assert_allclose(mine, its, rtol=1e-5, atol=1e-5)


def test_each_layer_has_an_activation_of_its_own():
    layers = (Layer(5, "tanh"), Layer(4, "relu"), Layer(3, "identity"))
    params, x = drawn(layers, 2)
    a = x
    passed = forward(layers, params, x)
    for place, fn in enumerate((np.tanh, lambda z: np.maximum(z, 0), lambda z: z)):
        z = a @ params[place]["w"] + params[place]["b"]
        a = fn(z)
        np.testing.assert_allclose(passed[place].pre, z, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(passed[place].act, a, rtol=1e-5, atol=1e-5)


def test_taps_are_where_activations_are():
    """What is added to an activation reaches the outputs as the weights behind it say."""
    layers = dense((4,), "tanh", 1)
    params, x = drawn(layers, 2)
    taps = [np.zeros((7, 4), np.float32), np.zeros((7, 1), np.float32)]
    slopes = jax.grad(lambda taps: forward(layers, params, x, taps=taps)[-1].act.sum())(taps)
    np.testing.assert_allclose(slopes[0], np.tile(params[1]["w"].T, (7, 1)), rtol=1e-6)
    np.testing.assert_array_equal(slopes[1], np.ones((7, 1)))


def test_no_activation_is_written_over_what_it_is_of():
    layers = dense((32,), "tanh", 1)
    params, _ = drawn(layers, 32)
    first = jitted(lambda params, x: forward(layers, params, x)[0].act, on_cpu=True)
    memory = first.lower(params, x := square(32)).compile().memory_analysis()
    assert memory.temp_size_in_bytes >= x.nbytes  # of the product, beside the array that is returned


def test_what_is_placed_has_its_own_derivative_both_ways():
    z, slope = square(3), square(3) + 1
    assert all(map(np.array_equal, jax.jvp(placed, (z,), (slope,)), (z, slope)))
    np.testing.assert_array_equal(jax.grad(lambda z: (placed(z) * slope).sum())(z), slope)
