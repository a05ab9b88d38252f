"""The theory of random networks: closed forms, independent integration, and simulation."""

import numpy as np
import pytest

from training.parts import theory
from training.parts.activations import ACTIVATIONS, evaluate

TEN = [500] * 11


def test_nodes_integrate_polynomials_exactly():
    moments = [float(theory.WEIGHT @ theory.NODE**power) for power in (0, 2, 4, 6, 8)]
    assert moments == pytest.approx([1, 1, 3, 15, 105], rel=1e-12)


@pytest.mark.parametrize("scale", [1e-12, 0.3, 1.0, 22.0, 1e6])
def test_closed_forms(scale):
    sine = theory.moments("sine", scale).square
    if scale <= 22:
        assert sine == pytest.approx(-np.expm1(-2 * scale**2) / 2, rel=1e-9)
    relu = theory.moments("relu", scale)
    assert relu.mean == pytest.approx(scale / np.sqrt(2 * np.pi), rel=1e-9)
    assert relu.variance == pytest.approx(scale**2 * (0.5 - 0.5 / np.pi), rel=1e-9)
    assert relu.slope_square == pytest.approx(0.5, rel=1e-9)
    assert theory.moments("identity", scale).square == pytest.approx(scale**2, rel=1e-9)


def test_selu_has_its_fixed_point():
    found = theory.moments("selu", 1.0)
    assert (found.mean, found.variance) == pytest.approx((0, 1), abs=1e-9)


def test_relu_loses_half_and_he_restores_it():
    lost = theory.forward(TEN, ["relu"] * 10, [500**-0.5] * 10, [0] * 10)
    layer = np.arange(10)
    assert lost.act_mean == pytest.approx(2 ** (-layer / 2) / np.sqrt(2 * np.pi), rel=1e-9)
    assert lost.act_std == pytest.approx(2 ** (-layer / 2) * np.sqrt(0.5 - 0.5 / np.pi), rel=1e-9)
    kept = theory.forward(TEN, ["relu"] * 10, [250**-0.5] * 10, [0] * 10)
    assert kept.act_mean == pytest.approx(np.full(10, np.pi**-0.5), rel=1e-9)
    assert kept.act_std == pytest.approx(np.full(10, np.sqrt(1 - 1 / np.pi)), rel=1e-9)
    assert theory.backward(TEN, [250**-0.5] * 10, kept.slope_square) == pytest.approx(np.ones(10), rel=1e-9)


def test_a_step_is_integrated_well_too():
    """tanh after 500 weights of standard deviation 1: the fixed point is 0.98167, the backward factor 3.48 a layer."""
    found = theory.forward(TEN, ["tanh"] * 10, [1.0] * 10, [0] * 10)
    assert found.act_std[0] == pytest.approx(0.98201, abs=5e-6) and found.act_std[-1] == pytest.approx(
        0.98167, abs=5e-6
    )
    gradient = theory.backward(TEN, [1.0] * 10, found.slope_square)
    assert gradient[3] / gradient[4] == pytest.approx(3.48, abs=0.005)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_theory_is_what_wide_layers_do(name):
    """Three layers of 400 units, 400 examples, weights 1.3 / sqrt(fan_in), biases 0.5: measured and expected agree.

    The spread over seeds of these figures is about 2 %.
    """
    sizes, rng = [400] * 4, np.random.RandomState(5)
    std, bias = [1.3 / 20] * 3, [0.5] * 3
    expected = theory.forward(sizes, [name] * len(std), std, bias)
    slopes, ws, a = [], [], rng.standard_normal((400, 400))
    for layer in range(3):
        ws.append(std[layer] * rng.standard_normal((400, 400)))
        z = a @ ws[-1] + bias[layer] * rng.standard_normal(400)
        assert z.std() == pytest.approx(expected.pre_std[layer], rel=0.1)
        a, slope = evaluate(name, z.astype(np.float32))
        slopes.append(slope)
        assert a.std() == pytest.approx(expected.act_std[layer], rel=0.1)
        assert a.mean() == pytest.approx(expected.act_mean[layer], abs=0.1 * np.sqrt(expected.act_square[layer]))
    gradient = theory.backward(sizes, std, expected.slope_square)
    g = rng.standard_normal((400, 400))
    for layer in (1, 0):
        g = (g * slopes[layer + 1]) @ ws[layer + 1].T
        assert g.std() == pytest.approx(gradient[layer], rel=0.1)


@pytest.mark.parametrize(
    ("activation", "biases", "known"),
    [("relu", 0.0, 2.0), ("relu", 0.3, 2.0), ("tanh", 0.0, 1.0), ("tanh", 0.05, 1.7610), ("tanh", 0.3, 2.5051)],
)
def test_the_critical_variance_of_weights(activation, biases, known):
    """Closed for ReLU, and for tanh without biases; with them as Schoenholz and others have the border."""
    assert theory.critical(activation, biases) == pytest.approx(known, abs=1e-4)
