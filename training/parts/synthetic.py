r"""Synthetic gradients: each hidden layer guesses what will come back to it, from what it answers and from the label.

$$
\hat g = [a, d, 1]\, M
$$

is a linear guess of the gradient of one example's loss with respect to the layer's answers a, where d are the outputs
that would be right. The layer learns by its guess at once; the guess learns from the one of the layer behind it, passed
back through that layer alone, and the last one from the loss. So no layer waits for all others (Jaderberg and others
2017, Decoupled neural interfaces using synthetic gradients, arXiv:1608.05343).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp
import numpy as np

Array = Any
BACKPROP, SYNTHETIC = "backprop", "synthetic"  # how a network's gradient is made
GUESS = "guess"  # M among the parameters of a layer


def shape(units: int, outputs: int) -> tuple[int, int]:
    """The shape of M of a layer of so many units, in a network of so many outputs."""
    return units + outputs + 1, units


def begun(units: int, outputs: int) -> dict[str, np.ndarray]:
    """M before the first step: nothing is guessed, so that the layer rests until its guess has learned something."""
    return {GUESS: np.zeros(shape(units, outputs), np.float32)}


def guessed(held: Mapping[str, Array], a: Array, wanted: Array) -> Array:
    """The guessed gradient of each example, (rows, units), from answers (rows, units) and outputs that would be right
    (rows, outputs)."""
    return jnp.concatenate([a, wanted, jnp.ones_like(a[:, :1])], axis=1) @ held[GUESS]
