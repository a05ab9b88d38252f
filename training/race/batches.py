"""Mini-batches of a surface of data: every example once an epoch, in an order drawn anew, alike for every runner.

They are drawn as in training: an epoch goes through all examples in a new random order, so many at a step, and its last
batch has what is left. No batch is cut out of the data; every example counts with a weight, which is zero for those
that are not in the batch. So their number is traced, and another one compiles nothing.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np


def places(seed: int, count: int, epochs: int) -> np.ndarray:
    """The place of each of ``count`` examples in the order of each epoch: (epochs, count).

    Of ``RandomState``, whose stream is frozen, so that a link gives the same batches for ever.
    """
    return np.random.RandomState(seed).random_sample((epochs, count)).argsort(axis=1).astype(np.int16)


def shares(places: jax.Array, batch: jax.Array, t: jax.Array) -> jax.Array:
    """The share of each example, at step ``t`` in a mean over its mini-batch of ``batch`` examples: (count,).

    Where ``batch`` is the number of all examples, the order and so the table do not matter.
    """
    count = places.shape[1]
    steps = -(-count // batch)  # of an epoch
    first = t % steps * batch
    place = places[jnp.minimum(t // steps, places.shape[0] - 1)]
    inside = (place >= first) & (place < first + batch)
    return inside / jnp.sum(inside)
