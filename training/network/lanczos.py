"""The largest eigenvalues of a symmetric matrix that is known by its products with vectors alone.

Source: Lanczos 1950; with full orthogonalization as in Golub and Van Loan, Matrix computations, 4th edition, 10.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

SMALL = 1e-5  # of the largest entry so far: what is left of a product is rounding


class Held(NamedTuple):
    """What is known of a matrix in the space of a start (n,) and its first products, of ``steps`` at most.

    ``basis`` (steps + 1, n) is orthonormal, ``diagonal`` and ``beside`` (steps,) are the matrix in it. From where that
    space is exhausted all are 0; the last number beside the diagonal leads out of it.
    """

    basis: Any
    diagonal: Any
    beside: Any


def begun(start: np.ndarray, steps: int) -> Held:
    """Before the first product, as numpy arrays."""
    basis = np.zeros((steps + 1, start.size), start.dtype)
    basis[0] = start / np.linalg.norm(start)
    return Held(basis, np.zeros(steps, start.dtype), np.zeros(steps, start.dtype))


def further(product: Callable[[jax.Array], jax.Array], held: Held, first: Any, last: Any) -> Held:
    """After the products from ``first`` to before ``last``."""

    def step(i: jax.Array, held: Held) -> Held:
        basis, diagonal, beside = held
        rest = product(basis[i])
        diagonal = diagonal.at[i].set(basis[i] @ rest)
        for _ in range(2):  # rows that are not there yet are 0; twice, since rounding leaves something the first time
            rest = rest - (basis @ rest) @ basis
        length = jnp.linalg.norm(rest)
        large = jnp.maximum(jnp.abs(diagonal).max(), beside.max())
        length = jnp.where(length > SMALL * large, length, 0.0)
        following = jnp.where(length > 0, rest / jnp.where(length > 0, length, 1.0), 0.0)
        return Held(basis.at[i + 1].set(following), diagonal, beside.at[i].set(length))

    return jax.lax.fori_loop(first, last, step, held)


def largest(diagonal: np.ndarray, beside: np.ndarray, count: int) -> np.ndarray:
    """The largest eigenvalues after all products, (count,) descending; NaN for those that there are not."""
    found = np.full(count, np.nan)
    if not (np.isfinite(diagonal).all() and np.isfinite(beside).all()):
        return found
    known = int(np.argmax(beside == 0)) + 1 if (beside == 0).any() else len(diagonal)
    between = np.asarray(beside[: known - 1], np.float64)
    matrix = np.diag(np.asarray(diagonal[:known], np.float64)) + np.diag(between, 1) + np.diag(between, -1)
    values = np.linalg.eigvalsh(matrix)[::-1][:count]
    found[: len(values)] = values
    return found
