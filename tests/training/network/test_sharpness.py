"""The sharpness of networks, against their whole Hessian, and against what theory says of where it settles."""

from dataclasses import replace
from functools import cache

import jax
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree

from training.choice import choice
from training.lanczos import largest, tridiagonal
from training.network.config import decode, default_network
from training.network.model import filled
from training.network.objective import objective
from training.network.resolve import resolve
from training.network.sharpness import frames, sharpness
from training.network.train import states

SMALL = "data=moons&examples=40&hidden=4&batch=16&steps=9&reduce=sum&penalty=l2&lambda=0.1&a=sgd&a.lr=0.1"


@cache
def whole(structure):
    """The Hessian at some parameters: of the mean loss and the penalty, and 15 times of the mean loss."""
    mean = replace(structure, reduce="mean")
    free = replace(mean, penalty="none")

    def found(params, *given):
        point, shaped = ravel_pytree(params)

        def sixteen(flat):
            return objective(mean, shaped(flat), *given) + 15 * objective(free, shaped(flat), *given)

        return jax.hessian(sixteen)(point)

    return jax.jit(found)


def hessian(task, params, roots=1.0):
    """The whole Hessian at some parameters, between the roots of rates."""
    examples = filled(task.prepared.train_x, task.prepared.train_y, task.examples, np.dtype("float32"))
    found = np.asarray(whole(task.structure)(params, examples, dict(task.numbers)), np.float64)
    return np.outer(roots * np.ones(len(found)), roots * np.ones(len(found))) * found


def top(matrix):
    return np.linalg.eigvalsh(matrix)[::-1][:3]


def test_the_largest_eigenvalues_are_those_of_the_whole_hessian():
    network, said = decode(SMALL)
    chosen, task = network.choices["a"], resolve(network)
    found = sharpness(network, chosen)
    assert not said and found.steps.tolist() == [*range(10)] and found.values.shape == (10, 3)
    for place, (params, _) in enumerate(states(task, chosen, [0, 9], True)):
        np.testing.assert_allclose(found.values[9 * place], top(hessian(task, params)), rtol=1e-4)
    np.testing.assert_allclose(found.over, found.values[:, 0] * 0.1 / 2)
    np.testing.assert_allclose(found.limit, 2 / 0.1)


def test_an_adaptive_rule_is_measured_by_rates_times_hessian():
    network, _ = decode(SMALL)
    chosen, task = choice("adam", lr=0.01), resolve(network)
    found = sharpness(network, chosen)
    *_, (params, state) = states(task, chosen, [0, 9], True)
    v = np.asarray(ravel_pytree(state.v)[0], np.float64) / (1 - 0.999**9)
    expected = top(hessian(task, params, np.sqrt(0.01 / (np.sqrt(v) + 1e-8))))[0] / 38
    assert found.over[9] == pytest.approx(expected, rel=1e-4) and np.isnan(found.over[0]) and found.limit is None


def test_what_is_exhausted_or_not_finite_has_no_more_eigenvalues():
    matrix = np.diag([3.0, 2.0, 2.0, 0.0])
    parts = tridiagonal(lambda vector: matrix @ vector, np.ones(4, np.float32), 4)
    np.testing.assert_allclose(largest(*map(np.asarray, parts), 3), [3, 2, 0], atol=1e-5)
    assert np.isnan(largest(np.array([np.nan, 1]), np.ones(2), 3)).all()
    assert largest(np.array([-1.0, 0]), np.zeros(2), 2).tolist() == pytest.approx([-1, np.nan], nan_ok=True)


def test_a_run_that_ends_not_finite_has_no_sharpness_there():
    network, _ = decode(SMALL.replace("lambda=0.1", "lambda=1000"))
    found = sharpness(network, choice("sgd", lr=1000.0))
    assert np.isfinite(found.values[0]).all() and np.isnan(found.values[-1]).all() and np.isnan(found.over[-1])


def test_the_larger_the_network_the_fewer_times_it_is_looked_at():
    small, large = (resolve(replace(default_network(), hidden=hidden)) for hidden in ((8,), (512,) * 4))
    assert [len(frames(task, 600)) for task in (small, large)] == [200, 10]
    assert frames(small, 1).tolist() == [0, 1] and frames(small, 0).tolist() == [0]
