"""The sharpness of networks, against their whole Hessian, and against what theory says of where it settles."""

from dataclasses import replace
from functools import cache

import jax
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree

from training.choice import choice
from training.network.config import decode, default_network
from training.network.lanczos import begun, further, largest
from training.network.model import filled
from training.network.objective import objective
from training.network.refused import Refused
from training.network.resolve import resolve
from training.network.sharpness import SYNTHETIC, frames, refusal, sharpness
from training.network.train import Begun, states

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
    held = begun(np.ones(4, np.float32), 4)
    for first, last in ((0, 1), (1, 4)):
        held = further(lambda vector: matrix @ vector, held, first, last)
    found = largest(np.asarray(held.diagonal), np.asarray(held.beside), 3)
    np.testing.assert_allclose(found, [3, 2, 0], atol=1e-5)
    assert np.isnan(largest(np.array([np.nan, 1]), np.ones(2), 3)).all()
    assert largest(np.array([-1.0, 0]), np.zeros(2), 2).tolist() == pytest.approx([-1, np.nan], nan_ok=True)


def test_a_run_that_ends_not_finite_has_no_sharpness_there():
    network, _ = decode(SMALL.replace("lambda=0.1", "lambda=1000"))
    found = sharpness(network, choice("sgd", lr=1000.0))
    assert np.isfinite(found.values[0]).all() and np.isnan(found.values[-1]).all() and np.isnan(found.over[-1])


def test_where_the_last_layer_alone_is_trained_it_alone_is_looked_at(monkeypatch):
    network, _ = decode(f"{SMALL}&transfer=head")
    task, first = resolve(network), 2 * 4 + 4  # weights and biases of the hidden layer
    for module in ("train", "sharpness"):
        monkeypatch.setattr(f"training.network.{module}.begun_with", lambda task, beat: Begun(task.initial))
    for chosen in (network.choices["a"], choice("adam", lr=0.01)):
        found = sharpness(network, chosen)
        *_, (params, state) = states(task, chosen, [0, 9], True)
        whole = hessian(task, params)[first:, first:]
        np.testing.assert_allclose(found.values[9], top(whole), rtol=1e-4)
        if found.limit is None:
            v = np.asarray(ravel_pytree(state.v[1:])[0], np.float64) / (1 - 0.999**9)
            roots = np.where(v > 0, np.sqrt(0.01 / (np.sqrt(v) + 1e-8)), 0)
            assert found.over[9] == pytest.approx(top(np.outer(roots, roots) * whole)[0] / 38, rel=1e-4)


def test_synthetic_gradients_have_no_limit_and_it_says_so():
    network, _ = decode(SMALL.replace("steps=9", "steps=1") + "&gradient=synthetic")
    found = sharpness(network, network.choices["a"])
    assert np.isfinite(found.values[:, 0]).all() and found[2:5] == (None, None, SYNTHETIC)


def test_what_raises_between_two_products_ends_it():
    network, shares = decode(SMALL)[0], []

    def beat(share):
        shares.append(share)
        if len(shares) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        sharpness(network, network.choices["a"], beat)
    assert shares == sorted(shares) and shares[-1] <= 0.1  # of the first of ten frames


def test_the_larger_the_network_the_fewer_times_it_is_looked_at_until_it_is_not():
    small, large, larger = (
        resolve(replace(default_network(), hidden=sizes)) for sizes in ((8,), (512,) * 4, (512,) * 12)
    )
    assert [len(frames(task, 600)) for task in (small, large)] == [200, 4] and len(frames(small, 600, 2)) == 200
    assert frames(small, 1).tolist() == [0, 1] and frames(small, 0).tolist() == [0]
    plain, adaptive = choice("sgd"), choice("adam")
    assert refusal(small, adaptive) == refusal(large, plain) == ""
    assert refusal(large, adaptive).startswith("The sharpness of Adam is computed for networks of up to 6")
    with pytest.raises(Refused, match=r"of up to 1,000,000 weights with so many examples, and this one has 2,8"):
        sharpness(larger.network, plain)
