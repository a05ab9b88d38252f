"""Losses against torch's numbers, their gradients against central differences, and their behaviour far out."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.parts.losses import LOSSES

ROWS = np.array([[2.0, -1.0, 0.5], [0.1, 0.2, -3.0], [30.0, -40.0, 5.0], [0.0, 0.0, 0.0]])
COLUMN = np.array([[-3.0], [-0.2], [0.7], [25.0]])
CASES = {  # outputs, targets, and what torch 2.13 says in float64; l2 and mse by their formula
    "softmax": (ROWS, [0, 2, 1, 1], [0.24131129665715703, 3.8655702185125156, 70.0, 1.0986122886681098]),
    "bce": (COLUMN, [0, 1, 1, 0], [0.048587351573742055, 0.7981388693815918, 0.4031860488854579, 25.000000000013888]),
    "l2": (COLUMN, [0, 1, 1, 0], [0.001124606723327324, 0.15115871230030895, 0.055049677269362406, 0.499999999986112]),
    "mse": (COLUMN, [0.5, 1, 0.3, 24], [6.125, 0.72, 0.08, 0.5]),
    "huber": (COLUMN, [0.5, 1, 0.3, 24], [3.0, 0.7, 0.08, 0.5]),
}


@pytest.fixture
def x64():
    with jax.enable_x64(True):
        yield


def sample(loss, scale, rng):
    """Outputs and targets that fit a loss: for classes with more than one output, three classes."""
    classes = 3 if "classes" in loss.kinds else 2
    z = scale * rng.standard_normal((8, loss.outputs(classes)))
    y = rng.standard_normal(8) if loss.kinds == ("number",) else rng.randint(classes, size=8).astype(float)
    return z, y


@pytest.mark.parametrize("name", LOSSES)
def test_values_are_those_of_torch(name, x64):
    z, y, expected = CASES[name]
    assert LOSSES[name].fn(jnp.array(z), jnp.array(y, float)) == pytest.approx(np.array(expected), rel=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_are_central_differences(name, x64):
    loss = LOSSES[name]
    z, y = sample(loss, 1.5, np.random.RandomState(0))
    gradient = jax.grad(lambda z: loss.fn(z, y).sum())(jnp.array(z))
    for place in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[place] = 1e-6
        difference = float((loss.fn(jnp.array(z + step), y) - loss.fn(jnp.array(z - step), y)).sum()) / 2e-6
        assert float(gradient[place]) == pytest.approx(difference, abs=1e-8)


@pytest.mark.parametrize("name", LOSSES)
def test_outputs_of_ten_thousand_are_no_trouble(name):
    loss = LOSSES[name]
    z, y = sample(loss, 1.0, np.random.RandomState(1))
    z = jnp.array(np.sign(z) * 1e4, jnp.float32)
    value, gradient = jax.value_and_grad(lambda z: loss.fn(z, jnp.array(y, jnp.float32)).sum())(z)
    assert np.isfinite(value) and np.isfinite(gradient).all()


def test_a_small_loss_is_not_rounded_to_zero():
    right = jnp.array([[25.0]], jnp.float32)
    assert float(LOSSES["bce"].fn(right, jnp.ones(1))[0]) == pytest.approx(np.exp(-25), rel=1e-5)
    rows = jnp.array([[25.0, 0.0]], jnp.float32)
    assert float(LOSSES["softmax"].fn(rows, jnp.zeros(1))[0]) == pytest.approx(np.exp(-25), rel=1e-5)


def test_softmax_of_two_is_the_logistic_loss_of_the_difference(x64):
    z = jnp.array(np.random.RandomState(2).standard_normal((6, 2)))
    y = jnp.array([0.0, 1, 1, 0, 1, 0])
    assert LOSSES["softmax"].fn(z, y) == pytest.approx(np.asarray(LOSSES["bce"].fn(z[:, 1:] - z[:, :1], y)), rel=1e-12)
    assert np.array_equal(LOSSES["softmax"].predict(z), LOSSES["bce"].predict(z[:, 1:] - z[:, :1]))


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.residuals])
def test_a_loss_with_residuals_is_half_their_square(name, x64):
    z, y = sample(LOSSES[name], 1.5, np.random.RandomState(3))
    residuals = LOSSES[name].residuals(jnp.array(z), jnp.array(y))
    assert residuals.shape == z.shape
    assert (np.asarray(residuals) ** 2).sum(axis=1) / 2 == pytest.approx(np.asarray(LOSSES[name].fn(z, y)), rel=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_predictions_are_classes_or_values(name):
    loss = LOSSES[name]
    z, _ = sample(loss, 1.5, np.random.RandomState(4))
    z = jnp.array(z, jnp.float32)
    predicted, score = np.asarray(loss.predict(z)), np.asarray(loss.score(z))
    assert predicted.shape == score.shape == (8,)
    if loss.kinds == ("number",):
        assert np.array_equal(predicted, z[:, 0]) and np.array_equal(score, z[:, 0])
    else:
        assert set(predicted) <= {0.0, 1.0, 2.0}
    two = jnp.array([[0.3, 1.4]] if loss.outputs(2) == 2 else [[1.1]], jnp.float32)
    if "classes2" in loss.kinds:
        assert float(loss.score(two)[0]) == pytest.approx(1 / (1 + np.exp(-1.1)), rel=1e-6)
        assert float(loss.predict(two)[0]) == 1
