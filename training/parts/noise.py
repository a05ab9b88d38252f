"""Noise while training: normal numbers on the inputs, drawn for each example, and on the weights, drawn for each step.

At the test there is none. Noise on inputs makes what is learned smooth around the examples; noise on weights leads to
minima that are flat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp

Array = Any

NOISES = ("noisein", "noisew")  # the fields of their standard deviations
PLACES = {"noisein": 2**16, "noisew": 2**16 + 1}  # of their keys, behind those of all layers


def noised(
    kinds: Sequence[str],
    params: Sequence[Mapping[str, Array]],
    x: Array,
    numbers: Mapping[str, Array],
    key: jax.Array,
) -> tuple[Sequence[Mapping[str, Array]], Array]:
    """Parameters and inputs (rows, inputs) as a step sees them, with the ``kinds`` of noise that there are."""

    def drawn(kind: str, place: int, like: Array) -> Array:
        own = jax.random.fold_in(jax.random.fold_in(key, PLACES[kind]), place)
        return numbers[kind] * jax.random.normal(own, like.shape, jnp.float32).astype(like.dtype)

    if "noisein" in kinds:
        x = x + drawn("noisein", 0, x)
    if "noisew" in kinds:
        params = [{**held, "w": held["w"] + drawn("noisew", at, held["w"])} for at, held in enumerate(params)]
    return params, x
