"""The largest eigenvalues of a symmetric matrix that is known by its products with vectors alone.

Source: Lanczos 1950; with full orthogonalization as in Golub and Van Loan, Matrix computations, 4th edition, 10.3.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

SMALL = 1e-5  # of the largest entry so far: what is left of a product is rounding


def tridiagonal(product: Callable[[jax.Array], jax.Array], start: jax.Array, steps: int) -> tuple[jax.Array, jax.Array]:
    """Diagonal and off-diagonal, (steps,) each, of the matrix in the space of ``start`` (n,) and its products.

    From where that space is exhausted both are 0; the last number off the diagonal leads out of it.
    """

    def step(i: jax.Array, held: tuple[jax.Array, ...]) -> tuple[jax.Array, ...]:
        basis, diagonal, beside = held
        rest = product(basis[i])
        diagonal = diagonal.at[i].set(basis[i] @ rest)
        for _ in range(2):  # rows that are not there yet are 0; twice, since rounding leaves something the first time
            rest = rest - (basis @ rest) @ basis
        length = jnp.linalg.norm(rest)
        large = jnp.maximum(jnp.abs(diagonal).max(), beside.max())
        length = jnp.where(length > SMALL * large, length, 0.0)
        following = jnp.where(length > 0, rest / jnp.where(length > 0, length, 1.0), 0.0)
        return basis.at[i + 1].set(following), diagonal, beside.at[i].set(length)

    basis = jnp.zeros((steps + 1, start.size), start.dtype).at[0].set(start / jnp.linalg.norm(start))
    zeros = jnp.zeros(steps, start.dtype)
    return jax.lax.fori_loop(0, steps, step, (basis, zeros, zeros))[1:]


def largest(diagonal: np.ndarray, beside: np.ndarray, count: int) -> np.ndarray:
    """The largest eigenvalues of what ``tridiagonal`` found, (count,) descending; NaN for those that there are not."""
    found = np.full(count, np.nan)
    if not (np.isfinite(diagonal).all() and np.isfinite(beside).all()):
        return found
    known = int(np.argmax(beside == 0)) + 1 if (beside == 0).any() else len(diagonal)
    between = np.asarray(beside[: known - 1], np.float64)
    matrix = np.diag(np.asarray(diagonal[:known], np.float64)) + np.diag(between, 1) + np.diag(between, -1)
    values = np.linalg.eigvalsh(matrix)[::-1][:count]
    found[: len(values)] = values
    return found
