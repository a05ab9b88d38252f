"""Losses of one unit with two weights on 100 examples: surfaces of data, where a mini-batch is a real one."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.base import Examples, Surface, measured

COUNT = 100
LECTURES = "Lectures on the loss of one perceptron"


def _logistic_data() -> Examples:
    """Normal inputs; labels drawn with the probability that the weights (3, 3) give, so that no weights fit all."""
    draws = np.random.default_rng(0)
    inputs = draws.normal(size=(COUNT, 2))
    chance = 1 / (1 + np.exp(-3 * inputs.sum(axis=1)))
    return Examples(inputs, (draws.random(COUNT) < chance).astype(float))


def _regression_data() -> Examples:
    """Inputs of sizes 10 and 1; targets of the weights (0.5, 1) with a little noise."""
    draws = np.random.default_rng(13)
    inputs = draws.uniform(0, 1, (COUNT, 2)) * [10, 1]
    return Examples(inputs, inputs @ [0.5, 1.0] + 0.3 * draws.normal(size=COUNT))


def _positive_data() -> Examples:
    """Inputs that are never negative; targets of the weights (1, -1), fitted by them exactly."""
    inputs = np.abs(np.random.default_rng(0).normal(size=(COUNT, 2)))
    return Examples(inputs, inputs @ [1.0, -1.0])


def _quadratic(w: jax.Array, x: jax.Array, d: jax.Array) -> jax.Array:
    return (jax.nn.sigmoid(x @ w) - d) / 2**0.5


def _linear(w: jax.Array, x: jax.Array, d: jax.Array) -> jax.Array:
    return (x @ w - d) / 2**0.5


def _divergence(w: jax.Array, x: jax.Array, d: jax.Array) -> jax.Array:
    # d log(d / p) summed over both classes, for labels 0 and 1; written so that no logarithm meets a zero.
    return jnp.logaddexp(0.0, x @ w) - d * (x @ w)


Each = Callable[[jax.Array, jax.Array, jax.Array], jax.Array]  # (2,), (n, 2), (n,) -> (n,)


def _surface(examples: Examples, each: Each, squares: bool, **facts: object) -> Surface:
    """A Surface whose value is the mean over ``examples`` of ``each``, or of its square if ``squares``."""

    def terms(w: jax.Array, rows: jax.Array | slice) -> jax.Array:
        inputs, targets = (jnp.asarray(part, w.dtype)[rows] for part in examples)
        return each(w, inputs, targets)

    def batch_loss(w: jax.Array, rows: jax.Array | slice) -> jax.Array:
        values = terms(w, rows)
        return jnp.mean(values**2 if squares else values)

    def residuals(w: jax.Array) -> jax.Array:
        return terms(w, slice(None)) / COUNT**0.5

    return Surface(
        fn=lambda w: batch_loss(w, slice(None)),
        batch_loss=batch_loss,
        residuals=residuals if squares else None,
        examples=examples,
        family="Losses of data",
        **facts,  # type: ignore[arg-type]
    )


def _least_squares(examples: Examples) -> tuple[float, float]:
    a, b = np.linalg.lstsq(*examples, rcond=None)[0]
    return float(a), float(b)


PERCEPTRON_L2 = _surface(
    _logistic_data(),
    _quadratic,
    squares=True,
    name="perceptron_l2",
    label="Perceptron, L2",
    domain=(-13.0, 11.0, -11.0, 11.0),
    minima=((2.8118648463578473, 3.439305325962359),),
    start=(-8.0, -8.0),
    latex=r"\tfrac{1}{2n}\sum_i \left(\sigma(w \cdot x_i) - d_i\right)^2",
    source=LECTURES + "; Solla, Levin and Fleisher, Accelerated learning in layered neural networks, "
    "Complex Systems 2, 625-639, 1988",
    summary="Squared error of one logistic unit: flat where it is most wrong: plain descent hardly leaves a bad start.",
    steps=500,
    lrs=measured("perceptron_l2") | {"sgd": 1.0},
)
PERCEPTRON_KL = _surface(
    _logistic_data(),
    _divergence,
    squares=False,
    name="perceptron_kl",
    label="Perceptron, KL",
    domain=(-13.0, 11.0, -11.0, 11.0),
    minima=((3.4339728761928394, 4.111378257659215),),
    start=(-8.0, -8.0),
    latex=r"\tfrac{1}{n}\sum_i \mathrm{KL}\left(d_i \,\|\, \sigma(w \cdot x_i)\right)",
    source=LECTURES + "; Solla, Levin and Fleisher, Accelerated learning in layered neural networks, "
    "Complex Systems 2, 625-639, 1988",
    summary="Divergence of the same unit on the same examples: convex, and steep where it is wrong.",
    steps=500,
    lrs=measured("perceptron_kl") | {"sgd": 1.0},
)


def _regression(inputs: str, examples: Examples, summary: str) -> Surface:
    return _surface(
        examples,
        _linear,
        squares=True,
        name=f"regression_{inputs}",
        label=f"Regression, {inputs} inputs",
        domain=(-2.2, 2.4, -1.8, 2.0),
        minima=(_least_squares(examples),),
        start=(-1.5, -1.0),
        latex=r"\tfrac{1}{2n}\sum_i \left(w \cdot x_i - t_i\right)^2",
        source="Lectures on normalized inputs; LeCun et al., Efficient backprop, section 4.3, 1998",
        summary=summary,
        lrs=measured(f"regression_{inputs}"),
    )


_RAW = _regression_data()
_CENTRED = Examples(_RAW.inputs - _RAW.inputs.mean(axis=0), _RAW.targets - _RAW.targets.mean())
_STANDARDIZED = Examples(_CENTRED.inputs / _RAW.inputs.std(axis=0), _CENTRED.targets)

REGRESSION_RAW = _regression("raw", _RAW, "Inputs from 0 to 10 and from 0 to 1: 255 times as steep across as along.")
REGRESSION_CENTRED = _regression(
    "centred", _CENTRED, "The same examples less their means: 85 times as steep, untilted."
)
REGRESSION_STANDARDIZED = _regression(
    "standardized", _STANDARDIZED, "Centred and divided by their spread: all but round, and quick for every rule."
)

POSITIVE_INPUTS = _surface(
    _positive_data(),
    _linear,
    squares=True,
    name="positive_inputs",
    label="All-positive inputs",
    domain=(-1.8, 1.8, -1.6, 1.4),
    minima=((1.0, -1.0),),
    start=(-1.0, 0.8),
    latex=r"\tfrac{1}{2n}\sum_i \left(w \cdot x_i - t_i\right)^2,\quad x_i \ge 0",
    source="Lectures on zero-centred inputs; LeCun et al., Efficient backprop, section 4.3, 1998",
    summary="An example moves both weights up or both down: to go down and right, single examples zigzag.",
    lrs=measured("positive_inputs"),
)
