r"""The dropout family: what a step leaves out or shakes, so that no unit can lean on another.

A layer reads its inputs, or has its weights, through a mask that is drawn for each step. "Keep probability" is the
share that stays, everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax

Array = Any  # of JAX or of numpy


@dataclass(frozen=True)
class Dropout:
    """``fn(x, w, keep, key)`` returns the inputs (rows, inputs) and the weights (inputs, units) that a step sees;
    ``tested(w, keep)`` the weights at the test, where nothing is left out."""

    name: str
    label: str
    help: str
    latex: str
    source: str
    fn: Callable[[Array, Array, Array, jax.Array], tuple[Array, Array]]
    tested: Callable[[Array, Array], Array]


def mask(key: jax.Array, keep: Array, like: Array) -> Array:
    """1 where something stays, 0 where it is left out, of the shape of ``like``."""
    return jax.random.bernoulli(key, keep, like.shape).astype(like.dtype)


def _same(w: Array, keep: Array) -> Array:
    return w


_ALL = (
    Dropout(
        "none",
        "None",
        "Every step sees all inputs and all weights.",
        r"\tilde x = x",
        "",
        lambda x, w, keep, key: (x, w),
        _same,
    ),
    Dropout(
        "plain",
        "Dropout",
        "Each unit stays with the keep probability at a step of training. At the test all stay, and what they are "
        "multiplied by is scaled by that probability.",
        r"\tilde x = m\,x,\; m \sim \mathrm{Bernoulli}(\alpha); \quad W_\mathrm{test} = \alpha W",
        "Srivastava and others 2014, Journal of Machine Learning Research 15",
        lambda x, w, keep, key: (x * mask(key, keep, x), w),
        lambda w, keep: w * keep,
    ),
    Dropout(
        "inverted",
        "Inverted dropout",
        "Dropout that divides what stays by the keep probability while training, so that nothing is to be done at the "
        "test.",
        r"\tilde x = m\,x / \alpha,\; m \sim \mathrm{Bernoulli}(\alpha)",
        "Srivastava and others 2014, Journal of Machine Learning Research 15, section 10",
        lambda x, w, keep, key: (x * mask(key, keep, x) / keep, w),
        _same,
    ),
)
DROPOUTS: dict[str, Dropout] = {kind.name: kind for kind in _ALL}
