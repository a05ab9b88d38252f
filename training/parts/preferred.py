"""Which weights a penalty prefers: four weights that read four equal inputs, of which only the sum counts.

From (1, 0, 0, 0) descent on half the squared error of the answer, which should be 1, plus lambda times the penalty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.parts.penalties import L2_FORMS, PENALTIES

FIRST, SHARED = np.array([1.0, 0, 0, 0]), np.full(4, 0.25)  # both answer 1
NAMES = ("l2", "l1", "elastic")
BETA = 0.5  # of the elastic net
STEPS, RATE = 10_000, 0.05  # the last rate; the first ones are small, since absolute values have a kink at the start


class Preferred(NamedTuple):
    """A penalty of one weight that does all, ``alone``, and of four that share it; where descent ends, (4,)."""

    alone: float
    shared: float
    end: np.ndarray


def preferred(penalty: str, weight: float) -> Preferred:
    """What one of NAMES prefers, L2 without a half as the lecture writes it; ``weight`` is lambda."""
    size, descended = _program(penalty)
    alone, shared = (float(size(jnp.asarray(w, jnp.float32))) for w in (FIRST, SHARED))
    return Preferred(alone, shared, np.asarray(descended(weight), np.float64))


@cache
def _program(penalty: str) -> tuple[Callable[[jax.Array], jax.Array], Callable[[float], jax.Array]]:
    """The penalty of weights (4,), and where descent ends with a lambda."""
    numbers, times = {"elasticbeta": BETA}, L2_FORMS["whole"].factor(1) if penalty == "l2" else 1.0

    def size(w: jax.Array) -> jax.Array:
        return times * PENALTIES[penalty].fn([w], numbers)

    slope = jax.grad(lambda w, much: (w.sum() - 1) ** 2 / 2 + much * size(w))
    start = jnp.asarray(FIRST, jnp.float32)

    def step(i: jax.Array, w: jax.Array, much: jax.Array) -> jax.Array:
        return w - RATE * i / STEPS * slope(w, much)

    return size, jax.jit(lambda much: jax.lax.fori_loop(0, STEPS, lambda i, w: step(i, w, much), start))
