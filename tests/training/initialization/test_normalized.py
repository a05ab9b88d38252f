"""Deep random networks with normalization: a gradient by hand against JAX, and every initialization rescued."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.initialization.config import NORMALIZED, decode, encode
from training.initialization.expected import expected
from training.initialization.measure import Deep, measure, passed_back
from training.parts.normalization import NORMS

SMALL = Deep("tanh", "normal", 0.01, 1.0, width=120, depth=6, examples=300, seed=7)
STARTS = (("normal", 0.01), ("normal", 1.0), ("glorot", 0.0))


@pytest.mark.parametrize("norm", [name for name in NORMALIZED if name != "none"])
def test_the_gradient_by_hand_is_that_of_jax(norm):
    raw, delta = np.random.RandomState(3).standard_normal((2, 30, 8)) * [[[2.0]], [[1.0]]]
    weight = np.full(30, 1 / 30)
    with jax.enable_x64(True):
        exact = jax.grad(lambda z: jnp.sum(delta * NORMS[norm].fn(z, weight, 1)[0]))(jnp.asarray(raw))
    np.testing.assert_allclose(passed_back(norm, raw, delta), exact, atol=1e-9)


@pytest.mark.parametrize(("activation", "out"), [("tanh", 0.63), ("relu", 0.585)])
def test_batch_norm_rescues_every_initialization(activation, out):
    """Inventory, preset 6: the same deviation in all layers, for weights of 0.01, of 1 and of Xavier."""
    for init, number in STARTS:
        deep = replace(SMALL, activation=activation, init=init, initvalue=number, norm="batch")
        found, theory = measure(deep).signal, expected(deep)
        assert found.act_std == pytest.approx(out, abs=0.02)
        np.testing.assert_allclose(theory.act_std, found.act_std, rtol=0.02)
        np.testing.assert_allclose(theory.pre_std, found.pre_std, rtol=1e-3)
        np.testing.assert_allclose(theory.grad_act, found.grad_act, rtol=0.2)
        np.testing.assert_allclose(theory.grad_weight, found.grad_weight, rtol=0.25)


def test_layer_norm_holds_each_example_and_theory_says_so():
    deep = replace(SMALL, norm="layer")
    found, theory = measure(deep).signal, expected(deep)
    np.testing.assert_allclose(found.pre_std, 1, rtol=2e-3)
    np.testing.assert_allclose(theory.act_std, found.act_std, rtol=0.03)
    assert decode(encode(deep)) == (deep, [])
    assert np.isnan(expected(replace(deep, init="constant")).act_std).all()
