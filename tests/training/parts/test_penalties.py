"""Penalties against closed forms, and against what torch calls weight decay."""

import json

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.golden import regularized
from training.network.model import Examples, Structure
from training.network.objective import objective
from training.parts.layers import dense, forward
from training.parts.penalties import L2_FORMS, PENALTIES

NUMBERS = {"lambda": 0.1, "elasticbeta": 0.5}
FIRST, SHARED = np.array([1.0, 0, 0, 0]), np.full(4, 0.25)  # both answer 1 to (1, 1, 1, 1)


def size(name, w):
    """What the penalty is of one layer with these weights, in the convention of the third lecture for L2."""
    return float(PENALTIES[name].fn([w], NUMBERS)) * (L2_FORMS["whole"].factor(1) if name == "l2" else 1)


def test_squares_prefer_shared_weights_and_absolute_values_do_not_care():
    found = {name: (size(name, FIRST), size(name, SHARED)) for name in ("l2", "l1", "elastic")}
    assert found == {"l2": (1, 0.25), "l1": (1, 1), "elastic": (1.5, 1.125)}


def test_descent_from_one_weight_shares_it_with_l2_and_keeps_it_with_l1():
    """1/2 (w x - 1)^2 + penalty, lambda 0.1: all weights end at 0.238, or the first at 0.9 and no other counts."""

    def descend(name):
        def loss(w):
            times = L2_FORMS["whole"].factor(1) if name == "l2" else 1
            return (w.sum() - 1) ** 2 / 2 + 0.1 * times * PENALTIES[name].fn([w], NUMBERS)

        return jax.lax.fori_loop(0, 20_000, lambda i, w: w - 0.01 * jax.grad(loss)(w), jnp.asarray(FIRST))

    np.testing.assert_allclose(descend("l2"), [0.2381] * 4, atol=1e-4)
    np.testing.assert_allclose(descend("l1"), [0.9, 0, 0, 0], atol=0.004)


@pytest.mark.parametrize(("golden", "penalized"), [("decay", "weights"), ("decay_all", "all")])
def test_l2_is_what_torch_calls_weight_decay(golden, penalized):
    with jax.enable_x64(True):
        structure = Structure(2, dense(regularized.SIZES[1:-1], "tanh", 1), "bce", "l2", penalized)
        examples, numbers = Examples(*regularized.examples(), regularized.EXAMPLES), {"lambda": regularized.DECAY}
        slopes = jax.jit(jax.grad(lambda p: objective(structure, p, examples, numbers)))
        params = [{"w": w, "b": b} for w, b in regularized.start()]
        for _ in range(regularized.STEPS):
            params = jax.tree.map(lambda p, g: p - regularized.RATE * g, params, slopes(params))
    for layer, known in zip(params, json.loads(regularized.FILE.read_text())[golden]["params"], strict=True):
        for part in ("w", "b"):
            np.testing.assert_allclose(layer[part], known[part], rtol=1e-9, atol=1e-11)


def test_activity_is_the_mean_over_examples_of_what_hidden_units_answer():
    layers = dense((5, 4), "tanh", 1)
    examples = Examples(*(part.astype(np.float32) for part in regularized.examples()), 9)
    params = [{"w": w.astype(np.float32), "b": b.astype(np.float32)} for w, b in regularized.start()]
    one, none = (Structure(2, layers, "bce", penalty) for penalty in ("activity", "none"))
    added = objective(one, params, examples, NUMBERS) - objective(none, params, examples)
    hidden = forward(layers, params, examples.x[:9])[:-1]
    assert added == pytest.approx(0.1 * sum(np.abs(layer.act).sum() for layer in hidden) / 9, rel=1e-4)
