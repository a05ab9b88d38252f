r"""The dropout family: what a step leaves out or shakes, so that no unit can lean on another.

A layer reads its inputs, or has its weights, through a mask that is drawn for each step. "Keep probability" is the
share that stays, everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from locales import Words

Array = Any  # of JAX or of numpy
Numbers = Mapping[str, Array]
KEPT = ("keep", "keepin")
INPUTS, WEIGHTS = "inputs", "weights"  # what a mask is of


@dataclass(frozen=True)
class Dropout:
    """``fn(x, w, numbers, key)`` returns the inputs (rows, inputs) and the weights (inputs, units) that a step sees, or
    others whose product is the same; ``tested(w, numbers)`` the weights at the test, where nothing is left out.

    ``numbers`` are those that the kind ``uses``, by the names of their fields, with "keep" that of this layer.
    ``masks`` says what has a mask: the inputs, an own one for each example, or the weights, one for the whole step.
    """

    name: str
    label: Words
    help: Words
    latex: str
    source: Words
    fn: Callable[[Array, Array, Numbers, jax.Array], tuple[Array, Array]]
    tested: Callable[[Array, Numbers], Array]
    uses: tuple[str, ...] = KEPT
    masks: str = ""


def mask(key: jax.Array, keep: Array, like: Array) -> Array:
    """1 where something stays, 0 where it is left out, of the shape of ``like``."""
    return jax.random.bernoulli(key, jnp.asarray(keep, jnp.float32), like.shape).astype(like.dtype)


def _same(w: Array, numbers: Numbers) -> Array:
    return w


def _plain(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    return x * mask(key, numbers["keep"], x), w


def _inverted(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    return x * mask(key, numbers["keep"], x) / numbers["keep"], w


def _dropconnect(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    return x, w * mask(key, numbers["keep"], w)


def _shakeout(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    """With r = m / keep a shaken weight is r w + c (r - 1) sign(w), so that each example has a mask of its own."""
    r = mask(key, numbers["keep"], x) / numbers["keep"]
    return _beside(x * r, numbers["shakec"] * x * (r - 1), w, jnp.sign(w))


def _shakeout_printed(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    r = mask(key, numbers["keep"], x) / numbers["keep"]
    return _beside(x * r, -numbers["shakec"] * x * jnp.abs(r - 1), w, jnp.sign(w))


def _beside(x: Array, more: Array, w: Array, others: Array) -> tuple[Array, Array]:
    """Inputs and weights whose product is x w + more others."""
    return jnp.concatenate([x, more], axis=1), jnp.concatenate([w, others])


def _whiteout(x: Array, w: Array, numbers: Numbers, key: jax.Array) -> tuple[Array, Array]:
    """The noise of all connections of a unit sums up to one normal number of the summed variance."""
    size = jnp.where(w == 0, 1.0, jnp.abs(w)) ** (2 - numbers["whitegamma"])
    variance = numbers["whitesigma"] ** 2 * jnp.where(w == 0, 0.0, size) + numbers["whitelambda"] * w**2
    total = variance.sum(axis=0)
    spread = jnp.where(total > 0, jnp.sqrt(jnp.where(total > 0, total, 1.0)), 0.0)
    noise = jax.random.normal(key, (x.shape[0], w.shape[1]), jnp.float32).astype(w.dtype)
    return _beside(x, noise, w, jnp.diag(spread))


_ALL = (
    Dropout(
        "none",
        "None",
        "Every step sees all inputs and all weights.",
        r"\tilde x = x",
        "",
        lambda x, w, numbers, key: (x, w),
        _same,
        uses=(),
    ),
    Dropout(
        "plain",
        "Dropout",
        "Each unit stays with the keep probability at a step of training. At the test all stay, and what they are "
        "multiplied by is scaled by that probability.",
        r"\tilde x = m\,x,\; m \sim \mathrm{Bernoulli}(\alpha); \quad W_\mathrm{test} = \alpha W",
        "Srivastava and others 2014, Journal of Machine Learning Research 15",
        _plain,
        lambda w, numbers: w * numbers["keep"],
        masks=INPUTS,
    ),
    Dropout(
        "inverted",
        "Inverted dropout",
        "Dropout that divides what stays by the keep probability while training, so that nothing is to be done at the "
        "test.",
        r"\tilde x = m\,x / \alpha,\; m \sim \mathrm{Bernoulli}(\alpha)",
        "Srivastava and others 2014, Journal of Machine Learning Research 15, section 10",
        _inverted,
        _same,
        masks=INPUTS,
    ),
    Dropout(
        "dropconnect",
        "DropConnect",
        "Single weights are left out instead of whole units, one mask for all examples of a step. At the test all "
        "stay, scaled by the keep probability.",
        r"\tilde W = M \circ W,\; M_{jk} \sim \mathrm{Bernoulli}(\alpha); \quad W_\mathrm{test} = \alpha W",
        "Wan and others 2013, Regularization of neural networks using DropConnect",
        _dropconnect,
        lambda w, numbers: w * numbers["keep"],
        masks=WEIGHTS,
    ),
    Dropout(
        "shakeout",
        "Shakeout",
        "The weights of a unit that is left out turn to −c times their sign, those of one that stays grow so that the "
        "mean is kept: a unit is reversed or made stronger. With c = 0 it is inverted dropout.",
        r"\tilde w = r\,w + c\,(r - 1)\,s,\; r = m / \alpha,\; s = \mathrm{sign}\,w",
        "Kang, Li and Tao 2016, Shakeout: a new regularized deep neural network training scheme",
        _shakeout,
        _same,
        uses=(*KEPT, "shakec"),
        masks=INPUTS,
    ),
    Dropout(
        "whiteout",
        "Whiteout",
        "Normal noise is added to what each connection reads, the more of it the smaller the weight; nothing is left "
        "out.",
        r"\tilde x_{jk} = x_j + e_{jk},\; e_{jk} \sim N(0,\; \sigma^2 |w_{jk}|^{-\gamma} + \lambda_w)",
        "Li and Liu 2016, arXiv:1612.01490",
        _whiteout,
        _same,
        uses=("whitesigma", "whitegamma", "whitelambda"),
    ),
    Dropout(
        "plain_printed",
        "Dropout, test as printed",
        "Dropout whose test divides by the keep probability, as one lecture prints it, where it is to multiply: the "
        "test sees weights that are too large.",
        r"\tilde x = m\,x; \quad W_\mathrm{test} = W / \alpha \text{ (as printed)}",
        "Printed in a lecture; the rule is that of Srivastava and others 2014",
        _plain,
        lambda w, numbers: w / numbers["keep"],
        masks=INPUTS,
    ),
    Dropout(
        "shakeout_printed",
        "Shakeout, sign as printed",
        "Shakeout with the sign that one lecture prints: the mean of a weight is not kept, but loses 2 (1 − keep) c.",
        r"\tilde w = r\,w - c\,|r - 1|\,s,\; r = m / \alpha,\; s = \mathrm{sign}\,w \text{ (as printed)}",
        "Printed in a lecture; the rule is that of Kang, Li and Tao 2016",
        _shakeout_printed,
        _same,
        uses=(*KEPT, "shakec"),
        masks=INPUTS,
    ),
)
DROPOUTS: dict[str, Dropout] = {kind.name: kind for kind in _ALL}
