"""Activations against torch's numbers and closed forms."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.parts.activations import ACTIVATIONS, evaluate, saturated, with_slope
from training.parts.theory import moments

Z = np.array([-6, -1.5, -0.5, 0, 0.3, 2.0, 7.0])
TORCH = {  # torch 2.13, float64, at Z
    "sigmoid": [0.00247262315663, 0.182425523806, 0.377540668798, 0.5, 0.574442516812, 0.880797077978, 0.999088948806],
    "tanh": [-0.999987711651, -0.905148253645, -0.46211715726, 0, 0.291312612452, 0.964027580076, 0.999998336944],
    "relu": [0, 0, 0, 0, 0.3, 2, 7],
    "leaky_relu": [-0.06, -0.015, -0.005, 0, 0.3, 2, 7],
    "prelu": [-1.5, -0.375, -0.125, 0, 0.3, 2, 7],
    "elu": [-0.997521247823, -0.776869839852, -0.393469340287, 0, 0.3, 2, 7],
    "selu": [-1.75374144828, -1.36581435337, -0.691758187803, 0, 0.315210296207, 2.10140197471, 7.35490691149],
    "gelu": [-5.91952586948e-09, -0.100210801903, -0.154268769363, 0, 0.185373426657, 1.9544997361, 6.99999999999],
    "silu": [-0.0148357389398, -0.27363828571, -0.188770334399, 0, 0.172332755043, 1.76159415596, 6.99362264164],
    "softplus": [
        *(0.00247568513773, 0.201413277983, 0.47407698418, 0.69314718056),
        *(0.854355244469, 2.12692801104, 7.00091146645),
    ],
    "identity": list(Z),
    "frelu": [0, 0, 0, 0, 0.3, 2, 7],
    "sine": list(np.sin(Z)),
}
TORCH_GAINS = {"identity": 1, "tanh": 5 / 3, "relu": 2**0.5, "selu": 0.75, "sigmoid": 1}
BIPOLAR = [name for name, activation in ACTIVATIONS.items() if activation.bipolar]


@pytest.fixture
def x64():
    with jax.enable_x64(True):
        yield


def start(activation, units):
    return {name: jnp.full(units, value) for name, value in activation.learned}


@pytest.mark.parametrize("name", TORCH)
def test_values_are_those_of_torch(name, x64):
    activation = ACTIVATIONS[name]
    assert activation.fn(jnp.array(Z), start(activation, Z.size)) == pytest.approx(np.array(TORCH[name]), abs=1e-11)


def test_every_activation_is_compared_with_numbers():
    assert set(TORCH) | set(BIPOLAR) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", BIPOLAR)
def test_odd_units_of_a_bipolar_layer_are_mirrored(name, x64):
    plain = ACTIVATIONS[name.removeprefix("bipolar_")]
    z = jnp.array(np.random.RandomState(0).standard_normal((9, 5)))
    out = ACTIVATIONS[name].fn(z, start(plain, 5))
    mirrored = -plain.fn(-z, start(plain, 5))
    assert np.array_equal(out[:, ::2], plain.fn(z, start(plain, 5))[:, ::2])
    assert np.array_equal(out[:, 1::2], mirrored[:, 1::2])


@pytest.mark.parametrize("name", BIPOLAR)
def test_a_bipolar_layer_has_almost_no_mean(name):
    z = np.random.RandomState(1).standard_normal((4000, 64)).astype(np.float32)
    plain = evaluate(name.removeprefix("bipolar_"), z)[0].mean()
    assert abs(evaluate(name, z)[0].mean()) < 0.005
    assert name == "bipolar_selu" or abs(plain) > 0.1  # the mean of SELU is zero without this


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gains_keep_the_size_of_a_normal_signal_or_are_torchs(name):
    activation = ACTIVATIONS[name]
    own = name.removeprefix("bipolar_")
    expected = TORCH_GAINS.get(own, moments(name, 1.0).square ** -0.5)
    assert activation.gain == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_are_central_differences(name, x64):
    z = np.array([[-3.1, -0.7, 0.2, 0.9, 4.0]])
    slope = np.asarray(with_slope(name, z)[1])
    difference = (np.asarray(with_slope(name, z + 1e-6)[0]) - np.asarray(with_slope(name, z - 1e-6)[0])) / 2e-6
    assert slope == pytest.approx(difference, abs=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nothing_breaks_far_out(name):
    out, slope = evaluate(name, np.array([[-1e30, -1e4, 0, 1e4, 1e30]], np.float32))
    assert np.isfinite(out).all() and np.isfinite(slope).all()


def test_rectifiers_are_flat_at_zero():
    assert [float(evaluate(name, np.zeros((1, 1)))[1][0, 0]) for name in ("relu", "leaky_relu", "prelu")] == (
        pytest.approx([0, 0.01, 0.25])
    )


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (300, 5)])
def test_evaluation_in_blocks_is_the_function(shape):
    z = np.random.RandomState(2).standard_normal(shape).astype(np.float32)
    out, slope = evaluate("tanh", z)
    assert out == pytest.approx(np.tanh(z), abs=1e-6) and slope == pytest.approx(1 - np.tanh(z) ** 2, abs=1e-6)


def test_saturation_is_counted_from_the_bounds():
    rows = {
        "tanh": ([-1, -0.95, -0.93, 0, 0.93, 0.95], [1, 1, 0, 0, 0, 1]),
        "sigmoid": ([0.02, 0.04, 0.5, 0.96, 0.98, 1], [1, 0, 0, 0, 1, 1]),
        "elu": ([-0.98, -0.96, 0, 5, 90, -1], [1, 0, 0, 0, 0, 1]),
        "bipolar_elu": ([-0.98, -0.98, 0, 0.98, 0.98, 0.96], [1, 0, 0, 1, 0, 0]),
        "relu": ([0, 0, 0, 1, 2, 3], [0] * 6),
    }
    for name, (out, expected) in rows.items():
        assert list(saturated(ACTIVATIONS[name], jnp.array(out, jnp.float32))) == [bool(e) for e in expected], name
