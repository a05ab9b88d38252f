"""The loop: rows mean what they say, draws are shared, numbers do not compile."""

import jax
import numpy as np
import pytest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.compiles import heard
from training.race.config import choice, default_choice
from training.race.descend import CAPACITY, descend


def test_rows_are_the_moments_before_the_updates():
    trace = descend("rosenbrock", (-1, 1), 50, 0, choice("momentum", lr=0.001))
    fn = SURFACES["rosenbrock"].fn
    assert trace.params.shape == trace.queries.shape == trace.grads.shape == (51, 2)
    np.testing.assert_allclose(np.diff(trace.queries, axis=0), trace.updates[:-1], atol=1e-6)
    np.testing.assert_allclose(trace.loss, jax.vmap(fn)(trace.params), rtol=1e-5)
    np.testing.assert_allclose(trace.grads, jax.vmap(jax.grad(fn))(trace.queries), rtol=1e-4, atol=1e-4)
    assert tuple(trace.params[0]) == (-1.0, 1.0)


def test_a_longer_run_begins_with_the_shorter_one():
    short, long = (descend("beale", (1, 1.5), n, 3, choice("adam", lr=0.1), noise=0.5) for n in (40, 90))
    np.testing.assert_array_equal(short.params, long.params[:41])


def test_noise_has_the_size_asked_for_and_is_the_same_for_every_runner():
    runs = {name: descend("ravine", (-8, 1), 4000, 5, choice(name, lr=1e-6), noise=2.0) for name in ("sgd", "adam")}
    noise = {name: run.grads - run.queries * np.array([1, 50]) for name, run in runs.items()}
    np.testing.assert_allclose(noise["sgd"], noise["adam"], atol=1e-3)
    assert noise["sgd"].std() == pytest.approx(2.0, rel=0.05)
    assert abs(noise["sgd"].mean()) < 0.1
    other = descend("ravine", (-8, 1), 10, 6, choice("sgd", lr=1e-6), noise=2.0)
    assert not np.allclose(other.grads, runs["sgd"].grads[:11])


def test_without_noise_the_seed_does_not_matter():
    a, b = (descend("beale", (1, 1.5), 30, seed, choice("sgd", lr=0.01)) for seed in (1, 2))
    np.testing.assert_array_equal(a.params, b.params)


def test_a_change_of_any_number_compiles_nothing():
    descend("beale", (1, 1.5), 30, 1, choice("adam", lr=0.1))
    with heard() as compiles:
        for values in ({"lr": 1}, {"lr": 0.3, "b1": 0}, {"eps": 1e-4}):
            descend("beale", [0, 2], 1, 9, choice("adam", **values), noise=1)
            descend("beale", np.array([0.5, 2.0]), CAPACITY, 2, choice("adam", **values))
        assert compiles == []
        descend("ravine", (1, 1), 5, 0, choice("adam", lr=0.1, eps_mode="hat"))
    assert compiles, "the listener hears nothing"


def test_results_are_float32_and_finite_steps_only():
    trace = descend("beale", (1, 1), 7, 0, choice("adam"))
    assert trace.params.dtype == np.float32 and len(trace.loss) == 8
    with pytest.raises(ValueError, match="20,000"):
        descend("beale", (1, 1), CAPACITY + 1, 0, choice("adam"))
    with pytest.raises(KeyError):
        descend("nowhere", (1, 1), 5, 0, choice("adam"))


def test_double_precision_runs_through_the_same_door():
    with jax.enable_x64(True):
        trace = descend("ravine", (-8, 1), 10, 0, choice("sgd", lr=0.01))
    assert trace.params.dtype == np.float64
    np.testing.assert_allclose(trace.params[:, 0], -8 * 0.99 ** np.arange(11), rtol=1e-14)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_every_optimizer_runs_to_the_end(name):
    chosen = default_choice(name, SURFACES["beale"])
    trace = descend("beale", (1, 1.5), 20, 0, chosen)  # programs that other tests have compiled
    assert trace.params.shape == (21, 2) and np.isfinite(trace.params).all()
