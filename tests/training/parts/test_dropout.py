"""The dropout family against torch and closed forms."""

import json
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.golden import regularized
from training.network.model import Examples, Structure, outputs
from training.network.objective import objective
from training.parts import dropout, layers
from training.parts.dropout import DROPOUTS

NUMBERS = {"keep": 0.7, "shakec": 0.3, "whitesigma": 0.4, "whitegamma": 0.8, "whitelambda": 0.1}
RNG = np.random.RandomState(0)
X, W = RNG.standard_normal((3, 6)), RNG.standard_normal((6, 4))


@pytest.fixture
def x64():
    with jax.enable_x64(True):
        yield


@pytest.mark.parametrize("name", ["inverted", "dropconnect"])
def test_training_with_given_masks_is_that_of_torch(name, x64, monkeypatch):
    structure = Structure(2, layers.dense(regularized.SIZES[1:-1], "tanh", 1, dropout=name), "bce")
    examples, numbers = Examples(*regularized.examples(), regularized.EXAMPLES), {"keep": regularized.KEEP}
    params = [{"w": w, "b": b} for w, b in regularized.start()]

    @jax.jit
    def descend(params, drawn):
        given = iter(drawn)
        monkeypatch.setattr(dropout, "mask", lambda key, keep, like: next(given))
        slopes = jax.grad(lambda p: objective(structure, p, examples, numbers, jax.random.key(0)))(params)
        return jax.tree.map(lambda p, g: p - regularized.RATE * g, params, slopes)

    for drawn in regularized.masks(name):
        params = descend(params, drawn)
    golden = json.loads(regularized.FILE.read_text())[name]
    for layer, known in zip(params, golden["params"], strict=True):
        for part in ("w", "b"):
            np.testing.assert_allclose(layer[part], known[part], rtol=1e-9, atol=1e-11)
    found = outputs(structure, layers.tested(structure.layers, params, numbers), examples.x)[:, 0]
    np.testing.assert_allclose(found, golden["outputs"], rtol=1e-9)


@cache
def masked(name, count=4_000):
    """The products of inputs and weights that many steps see: (count, rows, units)."""

    def one(key):
        x, w = DROPOUTS[name].fn(jnp.asarray(X), jnp.asarray(W), NUMBERS, key)
        return x @ w

    return np.asarray(jax.jit(jax.vmap(one))(jax.random.split(jax.random.key(1), count)))


@pytest.mark.parametrize("name", DROPOUTS)
def test_the_mean_over_many_masks_is_what_the_test_uses(name):
    found, expected = masked(name), X @ DROPOUTS[name].tested(W, NUMBERS)
    wrong = {
        "plain_printed": X @ (0.7 * W) - expected,
        "shakeout_printed": -2 * 0.3 * NUMBERS["shakec"] * X @ np.sign(W),
    }
    np.testing.assert_allclose(found.mean(axis=0) - expected, wrong.get(name, 0 * expected), atol=0.15)


def test_shakeout_turns_or_strengthens_and_only_its_own_sign_keeps_the_mean(x64, monkeypatch):
    """0.8 stays 0.8 on average; with the printed sign it becomes 0.5."""
    w, numbers = jnp.array([[0.8]]), {"keep": 0.5, "shakec": 0.3}
    means = {}
    for name in ("shakeout", "shakeout_printed"):
        seen = []
        for m in (0.0, 1.0):
            monkeypatch.setattr(dropout, "mask", lambda key, keep, like, m=m: jnp.full(like.shape, m))
            x, both = DROPOUTS[name].fn(jnp.ones((1, 1)), w, numbers, jax.random.key(0))
            seen.append(float((x @ both)[0, 0]))
        assert seen[0] == pytest.approx(-0.3)
        means[name] = np.mean(seen)
    assert means == pytest.approx({"shakeout": 0.8, "shakeout_printed": 0.5})


def test_the_noise_of_whiteout_has_the_variance_of_the_paper():
    variance = 0.4**2 * np.abs(W) ** (2 - 0.8) + 0.1 * W**2  # of what a connection adds to its unit
    np.testing.assert_allclose(masked("whiteout").var(axis=0), np.tile(variance.sum(axis=0), (3, 1)), rtol=0.12)
    spread = jax.jit(jax.grad(lambda w: DROPOUTS["whiteout"].fn(X, w, NUMBERS, jax.random.key(0))[1].sum()))(0 * W)
    assert np.isfinite(spread).all()  # where all weights begin at zero


def test_inverted_dropout_keeps_the_mean_and_widens():
    """Of half-normal activations: the variance grows by (1 + (1 - keep) / keep * E a² / Var a)."""
    a, inverted = np.abs(np.random.RandomState(0).standard_normal((20_000, 10))), jax.jit(DROPOUTS["inverted"].fn)
    for keep, wider in ((0.5, 3.75), (0.8, 1.69)):
        x, _ = inverted(jnp.asarray(a), None, {"keep": keep}, jax.random.key(0))
        assert float(x.mean()) == pytest.approx(a.mean(), rel=0.01)
        assert float(x.var()) / a.var() == pytest.approx(wider, rel=0.02)
