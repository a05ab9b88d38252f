"""The shapes of activations against JAX's own derivatives, closed forms, and draws."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.parts.activations import ACTIVATIONS
from training.parts.shapes import shape_of

SOME = slice(7, None, 150)  # none of them zero, where rectifiers have their kink


def test_slopes_are_the_derivatives_that_jax_has():
    """Of every activation, with what is learned at its start values."""
    with jax.enable_x64(True):
        for name, known in ACTIVATIONS.items():
            shape = shape_of(name)
            start = {key: jnp.full(1, value) for key, value in known.learned}
            slope = jax.vmap(jax.grad(lambda z, known=known, start=start: known.fn(z[None], start)[0]))
            z = jnp.asarray(shape.z[SOME])
            assert shape.values[SOME] == pytest.approx(np.asarray(known.fn(z[:, None], start))[:, 0], abs=1e-12), name
            assert shape.slopes[SOME] == pytest.approx(np.asarray(slope(z)), abs=1e-12), name


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_outputs_lie_between_the_ends_and_reach_them(name):
    shape, known = shape_of(name), ACTIVATIONS[name]
    assert shape.low <= shape.values.min() and shape.values.max() <= shape.high
    assert known.low is None or shape.low == pytest.approx(known.low)
    assert known.high is None or shape.high == pytest.approx(known.high)
    assert shape.steepest >= np.abs(shape.slopes).max()


def test_what_is_known_of_the_usual_ones():
    sigmoid, tanh, relu = (shape_of(name) for name in ("sigmoid", "tanh", "relu"))
    assert sigmoid.steepest == 0.25 and tanh.steepest == 1
    assert sigmoid.saturates == pytest.approx((-np.log(97 / 3), np.log(97 / 3)), abs=5e-3)
    assert tanh.saturates == pytest.approx((-np.arctanh(0.94), np.arctanh(0.94)), abs=5e-3)
    assert relu.off and relu.saturates == (None, None) and (relu.low, relu.high) == (0, np.inf)
    assert relu.mean == pytest.approx((2 * np.pi) ** -0.5) and sigmoid.mean == pytest.approx(0.5)
    assert {n for n in ACTIVATIONS if shape_of(n).centred and not ACTIVATIONS[n].bipolar} == {
        *("identity", "tanh", "selu", "sine")
    }
