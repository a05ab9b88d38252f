"""Worked numbers of what networks are made of: losses, normalization, dropout, activations."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from training.laws.law import Law
from training.laws.numbers import GROUP, SPECIALIZATION
from training.parts.activations import ACTIVATIONS
from training.parts.all_masks import averages
from training.parts.dropout import DROPOUTS
from training.parts.losses import LOSSES
from training.parts.normalization import NORMS


def _likelihood(outputs: tuple[float, ...], label: int) -> float:
    """The probability of a class, from the loss that training uses."""
    return float(np.exp(-jax.jit(LOSSES["softmax"].fn)(np.array([outputs], np.float32), np.array([label]))[0]))


def _slope(shares: tuple[float, ...], label: int) -> float:
    """How the loss goes with the output of the class itself, where the classes have these probabilities."""
    loss = LOSSES["softmax"].fn
    slope = jax.jit(jax.grad(lambda z: loss(z, np.array([label]))[0]))
    return float(slope(np.log(np.array([shares], np.float32)))[0, label])


def _normalized(values: tuple[float, ...]) -> float:
    """The last of a batch after batch norm."""
    batch = jnp.array(values)[:, None]
    return float(NORMS["batch"].fn(batch, jnp.full(len(values), 1 / len(values)), 1)[0][-1, 0])


def _variance_of_two() -> float:
    """Half of the mean variance that batch norm remembers of batches of two."""
    batches = jnp.asarray(np.random.RandomState(0).standard_normal((2, 20_000)), jnp.float32)
    _, seen = NORMS["batch"].fn(batches, jnp.full(2, 0.5), 1)
    return float(seen["variance"].mean() / 2)


def _shaken(keep: float) -> float:
    """The variance of the sizes of normal numbers after inverted dropout over that before."""
    sizes = jnp.asarray(np.abs(np.random.RandomState(0).standard_normal((400, 1000))), jnp.float32)
    left, _ = DROPOUTS["inverted"].fn(sizes, jnp.eye(1), {"keep": keep}, jax.random.key(0))
    return float(left.var() / sizes.var())


def _rise(weight: float) -> float:
    """The derivative of a sigmoid unit at 0."""
    return float(jax.grad(lambda x: ACTIVATIONS["sigmoid"].fn(weight * x, {}))(0.0))


def _of_all_masks() -> float:
    """A linear read-out with scaled weights over its average over all masks."""
    one, _ = averages(0.5).values()
    return one.scaled / one.average


LAYERS = (
    Law(
        "softmax",
        GROUP,
        "The softmax of 5, 2, −1, 3 gives the first class 0.842.",
        SPECIALIZATION,
        "The probability that training’s own loss, −ln p, stands for.",
        0.842,
        1e-3,
        partial(_likelihood, (5.0, 2.0, -1.0, 3.0), 0),
        "lib/lesson/numbers.1",
    ),
    Law(
        "cross_entropy_slope",
        GROUP,
        "The loss −ln p falls with its own class’s output by 1 − p: by 0.8 where p is 0.2.",
        SPECIALIZATION,
        "The derivative of the loss after outputs ln 0.3, ln 0.2, ln 0.1, ln 0.4, class 2.",
        -0.8,
        1e-5,
        partial(_slope, (0.3, 0.2, 0.1, 0.4), 1),
        "notes?card=loss.softmax",
    ),
    Law(
        "batch_of_two",
        GROUP,
        "Of a batch of two, batch norm makes −1 and 1, however near they are to each other.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        "What it makes of the larger of 3 and 7.",
        1.0,
        1e-5,
        partial(_normalized, (3.0, 7.0)),
        "lib/lesson/normalization.2",
    ),
    Law(
        "small_batches",
        GROUP,
        "The variance of a batch of B is (B − 1)/B of the true one on average: a half for two.",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        "The mean of the variances of 20,000 batches of two normal numbers, whose true variance is 1.",
        0.5,
        0.02,
        _variance_of_two,
        "lib/lesson/normalization.2",
    ),
    Law(
        "dropout_variance",
        GROUP,
        "Inverted dropout keeps the mean and multiplies the variance: by 3.75 for the sizes of normal numbers, half of "
        "which are kept.",
        "Srivastava and others 2014, JMLR 15: (E x²/keep − μ²)/(E x² − μ²)",
        "The ratio of the variances with and without it, 400,000 numbers.",
        (2 - 2 / np.pi) / (1 - 2 / np.pi),
        0.02,
        partial(_shaken, 0.5),
        "lib/lesson/regularization.9",
    ),
    Law(
        "sigmoid_slope",
        GROUP,
        "A sigmoid unit with weight w rises with the slope w/4 where it is steepest.",
        "The derivative of 1/(1 + e⁻ᶻ) at 0 is 1/4",
        "The derivative at 0 for w = 5.",
        1.25,
        1e-6,
        partial(_rise, 5.0),
        "lib/lesson/activations.2",
    ),
    Law(
        "all_masks",
        GROUP,
        "Of a linear read-out scaled weights give the average over all masks of dropout.",
        "Srivastava and others 2014, JMLR 15, section 7.5",
        "The one over the other, all 1,024 masks of ten units.",
        1.0,
        1e-9,
        _of_all_masks,
        "lib/lesson/regularization.9",
    ),
)
