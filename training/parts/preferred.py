"""Which weights a penalty prefers: four weights that read four equal inputs, of which only the sum counts.

From (1, 0, 0, 0) descent on half the squared error of the answer, which should be 1, plus lambda times the penalty.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.parts.penalties import L2_FORMS, PENALTIES

FIRST, SHARED = np.array([1.0, 0, 0, 0]), np.full(4, 0.25)  # both answer 1
BETA = 0.5  # of the elastic net
PARTS = {"l2": (1.0, 0.0), "l1": (0.0, 1.0), "elastic": (BETA, 1.0)}  # how much of squares and of absolute values
NAMES = (*PARTS,)
STEPS, RATE = 10_000, 0.125  # less than 1/6, one over the largest curvature


class Preferred(NamedTuple):
    """A penalty of one weight that does all, ``alone``, and of four that share it; where descent ends, (4,)."""

    alone: float
    shared: float
    end: np.ndarray


def preferred(penalty: str, weight: float) -> Preferred:
    """What one of NAMES prefers, L2 without a half as the lecture writes it; ``weight`` is lambda, 0 to 1.

    The end is the limit of :func:`descended`. Squares make the minimum a single one, where all weights are alike.
    Without them all weights of the same sum are as good, and the first one alone becomes smaller.
    """
    numbers, times = {"elasticbeta": BETA}, L2_FORMS["whole"].factor(1) if penalty == "l2" else 1.0
    alone, shared = (float(times * PENALTIES[penalty].fn([jnp.asarray(w)], numbers)) for w in (FIRST, SHARED))
    squares, sizes = (weight * part for part in PARTS[penalty])
    return Preferred(alone, shared, (1 - sizes) * (SHARED / (1 + squares / 2) if squares else FIRST))


@jax.jit
def _followed(squares: float, sizes: float) -> jax.Array:
    def step(_: jax.Array, w: jax.Array) -> jax.Array:
        moved = w - RATE * (w.sum() - 1 + 2 * squares * w)
        return jnp.sign(moved) * jnp.maximum(jnp.abs(moved) - RATE * sizes, 0)

    return jax.lax.fori_loop(0, STEPS, step, jnp.asarray(FIRST, float))


def descended(penalty: str, weight: float) -> np.ndarray:
    """Where STEPS proximal steps end, (4,): absolute values have a kink at zero, where plain steps go to and fro.

    Daubechies, Defrise and De Mol 2004, An iterative thresholding algorithm for linear inverse problems.
    """
    squares, sizes = PARTS[penalty]
    return np.asarray(_followed(weight * squares, weight * sizes), np.float64)
