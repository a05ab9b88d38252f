"""Initializations: measured spreads against their own theory, and what each one promises."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from training.network.config import default_network
from training.network.model import Structure
from training.network.resolve import initial
from training.parts.activations import ACTIVATIONS, evaluate
from training.parts.initializers import BIASES, INITIALIZERS, bias_std
from training.parts.layers import dense

BASE = replace(default_network(), hidden=(300, 200, 120), initvalue=0.3, bias="zeros", biasvalue=0.0, seed=3, slots=())
SIZES = (50, 300, 200, 120, 4)
PROBE = np.random.RandomState(11).standard_normal((150, 50)).astype(np.float32)
INDEPENDENT = [name for name, known in INITIALIZERS.items() if known.std]


def made(**fields):
    network = replace(BASE, **fields)
    return initial(network, built(network), PROBE)


def built(network):
    return Structure(SIZES[0], dense(network.hidden, network.activation, SIZES[-1]), network.loss)


def inputs(params, activation):
    """The inputs z of every layer on the probe, each (n, units)."""
    a, found = PROBE, []
    for layer in params:
        found.append((a @ layer["w"] + layer["b"]).astype(np.float32))
        a = evaluate(activation, found[-1])[0]
    return found


@pytest.mark.parametrize("name", INITIALIZERS)
def test_shapes_types_and_repetition(name):
    params = made(init=name, activation="prelu", bias="random", biasvalue=0.1)
    assert [layer["w"].shape for layer in params] == list(pairwise(SIZES))
    assert [layer["b"].shape for layer in params] == [(size,) for size in SIZES[1:]]
    assert all(
        values.dtype == np.float32 and np.isfinite(values).all() for layer in params for values in layer.values()
    )
    again = made(init=name, activation="prelu", bias="random", biasvalue=0.1)
    assert all(np.array_equal(a[key], b[key]) for a, b in zip(params, again, strict=True) for key in a)


@pytest.mark.parametrize("activation", ["tanh", "relu", "prelu"])
@pytest.mark.parametrize("name", INDEPENDENT)
def test_the_measured_spread_is_the_stated_one(name, activation):
    for layer in made(init=name, activation=activation, gain=1.7):
        w = layer["w"].astype(np.float64)
        stated = 1.7 * INITIALIZERS[name].std(*w.shape, activation, BASE.initvalue)
        error = 1 / np.sqrt(2 * w.size)
        assert w.std() == pytest.approx(stated, rel=4 * error), w.shape
        assert abs(w.mean()) < 5 * stated / np.sqrt(w.size)


@pytest.mark.parametrize("name", ["lecun", "glorot", "he"])
def test_the_wider_the_layers_the_smaller_the_weights(name):
    narrow, wide = (made(init=name, hidden=(width, width))[1]["w"].std() for width in (32, 512))
    assert narrow / wide == pytest.approx(4, rel=0.1)  # the root of 512 / 32


def test_stated_spreads_are_the_published_ones():
    def std(name, activation="tanh", shape=(8, 24)):
        return INITIALIZERS[name].std(*shape, activation, 0.3)

    assert std("normal") == 0.3 and std("uniform") == pytest.approx(0.3 / 3**0.5)
    assert std("lecun") == std("deck") == pytest.approx(8**-0.5)
    assert std("glorot") == pytest.approx(0.25)  # square root of 2 / 32
    assert std("he") == std("he", "relu") == pytest.approx(0.5)
    assert std("he", "prelu") == pytest.approx((2 / (1 + 0.25**2) / 8) ** 0.5)
    assert std("random_walk", "relu") == pytest.approx(2**0.5 * np.exp(1.2 / 5.6) / 8**0.5)
    assert std("random_walk", "identity") == pytest.approx(np.exp(1 / 16) / 8**0.5)


def test_uniform_ones_stay_within_their_bounds():
    for name in ("uniform", "lecun", "glorot"):
        for layer in made(init=name):
            bound = 3**0.5 * INITIALIZERS[name].std(*layer["w"].shape, "tanh", BASE.initvalue)
            assert np.abs(layer["w"]).max() <= bound * 1.000001


def test_without_chance():
    assert all((layer["w"] == np.float32(0.6)).all() for layer in made(init="constant", gain=2.0))
    assert all((layer["w"] == 0).all() for layer in made(init="zeros"))
    for layer in made(init="identity", initvalue=1.5):
        assert np.array_equal(layer["w"], np.float32(1.5) * np.eye(*layer["w"].shape, dtype=np.float32))


def test_orthogonal_is_orthogonal():
    for layer in made(init="orthogonal", gain=2.0):
        w = layer["w"].astype(np.float64) / 2
        gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
        assert gram == pytest.approx(np.eye(len(gram)), abs=1e-5)


@pytest.mark.parametrize("activation", ["tanh", "relu", "bipolar_elu", "prelu", "identity"])
def test_lsuv_gives_unit_variance(activation):
    for z in inputs(made(init="lsuv", activation=activation), activation):
        assert z.std(dtype=np.float64) == pytest.approx(1, rel=1e-4)


@pytest.mark.parametrize("activation", ["tanh", "relu", "bipolar_elu", "prelu", "identity"])
def test_data_dependent_gives_each_unit_mean_zero_and_unit_variance(activation):
    for z in inputs(made(init="data_dependent", activation=activation, bias="first", biasvalue=1.0), activation):
        assert z.mean(axis=0, dtype=np.float64) == pytest.approx(np.zeros(z.shape[1]), abs=1e-4)
        assert z.std(axis=0, dtype=np.float64) == pytest.approx(np.ones(z.shape[1]), rel=1e-3)


@pytest.mark.parametrize("name", ["lsuv", "data_dependent"])
def test_data_without_spread_leaves_finite_weights(name):
    params = initial(replace(BASE, init=name), built(BASE), np.zeros((20, 50), np.float32))
    assert all(np.isfinite(values).all() for layer in params for values in layer.values())


def test_biases():
    first, *rest = made(bias="first", biasvalue=1.0)
    assert 0.8 < first["b"].std() < 1.2 and not any(layer["b"].any() for layer in rest)
    assert all((layer["b"] == np.float32(0.1)).all() for layer in made(bias="constant", biasvalue=0.1))
    assert all(layer["b"].any() for layer in made(bias="random", biasvalue=0.1))
    assert not any(layer["b"].any() for layer in made(bias="zeros", biasvalue=0.1))
    assert [bias_std(name, 0.1, 3) for name in ("first", "zeros", "constant", "random")] == [
        [0.1, 0, 0],
        [0, 0, 0],
        [0.1] * 3,
        [0.1] * 3,
    ]


def test_weights_do_not_depend_on_how_biases_start():
    plain, other = made(bias="zeros"), made(bias="random", biasvalue=1.0)
    assert all(np.array_equal(a["w"], b["w"]) for a, b in zip(plain, other, strict=True))


def test_another_deviation_scales_the_same_draws():
    small, large = made(init="normal", initvalue=0.01), made(init="normal", initvalue=1.0)
    assert all(100 * a["w"] == pytest.approx(b["w"], rel=1e-5) for a, b in zip(small, large, strict=True))


def test_another_seed_draws_other_weights():
    assert not np.array_equal(made(seed=1)[0]["w"], made(seed=2)[0]["w"])


def test_hidden_layers_have_what_their_activation_learns():
    *hidden, last = made(activation="prelu")
    assert all((layer["a"] == np.float32(0.25)).all() for layer in hidden) and set(last) == {"w", "b"}


@pytest.mark.parametrize("registry", [ACTIVATIONS, INITIALIZERS, BIASES], ids=["activations", "initializers", "biases"])
def test_registries_name_their_entries_as_they_name_themselves(registry):
    assert [name for name, entry in registry.items() if entry.name != name] == []
    labels = [entry.label for entry in registry.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("owner", [*INITIALIZERS.values(), *BIASES.values()], ids=lambda owner: owner.name)
def test_typed_numbers_start_within_their_range(owner):
    number = owner.number
    if number is not None:
        assert number.check(number.default) == number.default
        assert number.low <= number.slider[0] < number.slider[1] <= number.high
