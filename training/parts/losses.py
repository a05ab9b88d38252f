"""Losses: what the outputs of a network are worth, one number an example.

Outputs z carry no activation of their own: the sigmoid or softmax belongs to the loss, which is computed from z in a
form that neither overflows nor takes the logarithm of zero. ``y`` are class numbers, or the values of a regression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp

from locales import Words

MEAN, SUM = "mean", "sum"  # what is made of the losses of a mini-batch
PerExample = Callable[[jax.Array, jax.Array], jax.Array]


@dataclass(frozen=True)
class Loss:
    """``fn(z, y)``: z (n, outputs), y (n,) -> (n,); the mean over the examples is what is trained.

    ``kinds`` are the tasks that it fits, the usual one first: "classes2", "classes" (more than two) and "number".
    ``outputs(classes)`` is how many outputs the network has. ``predict(z)`` gives class numbers or values (n,);
    ``score(z)`` what a picture of the plane shows (n,): the probability of class 1, the likeliest of more than two
    classes by number, or the value. ``residuals(z, y)`` (n, outputs) are such that the loss is half the sum of their
    squares, where it is that.
    """

    name: str
    label: Words
    kinds: tuple[str, ...]
    outputs: Callable[[int], int]
    fn: PerExample
    predict: Callable[[jax.Array], jax.Array]
    score: Callable[[jax.Array], jax.Array]
    latex: str
    help: Words
    residuals: PerExample | None = None
    source: Words = ""


def _one(classes: int) -> int:
    return 1


def _one_each(classes: int) -> int:
    """One output tells two classes apart; more classes have one each."""
    return 1 if classes == 2 else classes


def _softmax(z: jax.Array, y: jax.Array) -> jax.Array:
    """Written so that a loss far below the rounding of the outputs is not rounded to zero."""
    right = y.astype(jnp.int32)[:, None]
    others = jnp.arange(z.shape[1]) != right
    return jax.nn.softplus(jax.nn.logsumexp(z - jnp.take_along_axis(z, right, axis=1), axis=1, where=others))


def _softmax_score(z: jax.Array) -> jax.Array:
    return jax.nn.softmax(z, axis=1)[:, 1] if z.shape[1] == 2 else _likeliest(z)


def _bce(z: jax.Array, y: jax.Array) -> jax.Array:
    return y * jax.nn.softplus(-z[:, 0]) + (1 - y) * jax.nn.softplus(z[:, 0])


def wanted(z: jax.Array, y: jax.Array) -> jax.Array:
    """The outputs that would be right: y itself for one output, else 1 for the right class and 0 for the others."""
    return (y[:, None] if z.shape[1] == 1 else jnp.arange(z.shape[1]) == y[:, None]).astype(z.dtype)


def _l2_residuals(z: jax.Array, y: jax.Array) -> jax.Array:
    return jax.nn.sigmoid(z) - wanted(z, y)


def _class(z: jax.Array) -> jax.Array:
    return (z[:, 0] > 0).astype(z.dtype) if z.shape[1] == 1 else _likeliest(z)


def _likeliest(z: jax.Array) -> jax.Array:
    return jnp.argmax(z, axis=1).astype(z.dtype)


def _probability(z: jax.Array) -> jax.Array:
    return jax.nn.sigmoid(z[:, 0]) if z.shape[1] == 1 else _likeliest(z)


def _value(z: jax.Array) -> jax.Array:
    return z[:, 0]


def _errors(z: jax.Array, y: jax.Array) -> jax.Array:
    return z - y[:, None]


def _huber(z: jax.Array, y: jax.Array) -> jax.Array:
    error = jnp.abs(z[:, 0] - y)
    near = jnp.minimum(error, 1)
    return near * (error - near / 2)


def _half_square(residuals: PerExample) -> PerExample:
    return lambda z, y: jnp.sum(residuals(z, y) ** 2, axis=1) / 2


_ALL = (
    Loss(
        "bce",
        "Sigmoid, binary cross entropy",
        ("classes2",),
        _one,
        _bce,
        _class,
        _probability,
        r"-y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))",
        "Lectures also call it KL divergence: the two are equal for targets 0 and 1.",
        source="Cox 1958, The regression analysis of binary sequences",
    ),
    Loss(
        "softmax",
        "Softmax, cross entropy",
        ("classes", "classes2"),
        lambda classes: classes,
        _softmax,
        _likeliest,
        _softmax_score,
        r"-\log \frac{e^{z_y}}{\sum_k e^{z_k}}",
        "One output a class. Of two classes the same as binary cross entropy of the difference of the outputs.",
        source="Bridle 1990, Probabilistic interpretation of feedforward classification network outputs",
    ),
    Loss(
        "l2",
        "Sigmoid, L2 divergence",
        ("classes2", "classes"),
        _one_each,
        _half_square(_l2_residuals),
        _class,
        _probability,
        r"\tfrac12 \sum_k (\sigma(z_k) - d_k)^2",
        "Half the square. Flat where the output is wrong and sure: its gradient vanishes there.",
        _l2_residuals,
        source="Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors",
    ),
    Loss(
        "mse",
        "Half squared error",
        ("number",),
        _one,
        _half_square(_errors),
        _value,
        _value,
        r"\tfrac12 (z - y)^2",
        "Half the square: libraries' mean squared error is twice as large.",
        _errors,
        source="Legendre 1805 and Gauss 1809, the method of least squares",
    ),
    Loss(
        "huber",
        "Huber",
        ("number",),
        _one,
        _huber,
        _value,
        _value,
        r"|e| \le 1 : \tfrac12 e^2,\; \text{else } |e| - \tfrac12",
        "Half the square up to an error of 1, straight beyond: far points pull no harder than near ones.",
        source="Huber 1964, Robust estimation of a location parameter",
    ),
)
LOSSES: dict[str, Loss] = {loss.name: loss for loss in _ALL}
