"""Norms of gradients whose squares have no place in float32, and what the rules make of them."""

import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.trees import norm, resized
from training.choice import choice
from training.race.descend import descend

RULES = Path(__file__).parent.parent.parent / "optimizers"
SIZES = [10.0**k for k in range(-36, 37, 3)]


@pytest.mark.parametrize("size", SIZES)
def test_a_norm_is_right_whatever_the_size(size):
    tree = [size * jnp.asarray([3.0, 0.0]), size * jnp.asarray([[4.0]])]
    assert float(norm(tree)) == pytest.approx(5 * size, rel=1e-6)
    np.testing.assert_allclose(np.concatenate([np.ravel(x) for x in resized(tree, 1.0)]), [0.6, 0, 0.8], rtol=1e-6)


def test_a_norm_of_usual_size_has_the_digits_that_it_had():
    for seed in range(50):
        x = jnp.asarray(np.random.RandomState(seed).normal(size=7) * 10.0 ** (seed % 20 - 10), jnp.float32)
        assert float(norm(x)) == float(jnp.sqrt(jnp.sum(x**2)))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_finite_stays_so(value):
    assert not np.isfinite(norm(jnp.asarray([1.0, value]))) and float(norm(jnp.zeros(3))) == 0


@pytest.mark.parametrize("name", ["lars", "mars", "muon"])
def test_rules_that_see_only_the_direction_see_it_of_a_huge_gradient(name):
    spec = OPTIMIZERS[name]
    numbers = {hyper.name: hyper.default for hyper in spec.hypers} | {"wd": 0.0}
    optimizer, params = spec.make(**numbers), jnp.asarray([[1.0, 2.0]])
    usual, huge = (
        optimizer.update(size * jnp.asarray([[30.0, -40.0]]), optimizer.init(params), params)[0] for size in (1.0, 1e25)
    )
    np.testing.assert_allclose(huge, usual, rtol=1e-5)
    assert np.abs(usual).min() > 0


def test_clipping_by_norm_moves_where_gradients_are_huge():
    rule = choice("sgd", lr=0.1, **{"clip": "norm", "clip.at": 1})
    trace = descend("formula:1e20*(x**2+y**2)", (3.0, 4.0), 30, 0, rule)
    lengths = np.linalg.norm(np.diff(trace.params, axis=0), axis=1)
    np.testing.assert_allclose(lengths, 0.1, rtol=1e-4)
    np.testing.assert_allclose(trace.params[-1], [1.2, 1.6], rtol=1e-3)


def test_no_rule_squares_by_itself():
    own = re.compile(r"jnp\.sqrt\(jnp\.sum\(|tree\.norm\(|jnp\.linalg\.norm\(|jnp\.sqrt\(inner\(")
    found = {path.name for path in RULES.rglob("*.py") if own.search(path.read_text())}
    assert found == set(), "norms are taken by optimizers.trees.norm"
