"""Products and QR decompositions of small float32 matrices with every operation rounded, as reference LAPACK does.

XLA fuses multiplications with additions, which changes the last digit. SOAP keeps its axes for many steps, so that in
200 steps a last digit makes a difference in the fifth; for small matrices this module avoids it.
With jnp.linalg.qr in its place, after a rounded product or a plain one, two to three of the four recorded runs of SOAP
leave the reference: by up to 1.2e-5, where 2e-6 is allowed.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

LARGEST = 8  # beyond it the last digit is not worth the unrolled loops


def power_iteration(matrix: jax.Array, axes: jax.Array) -> jax.Array:
    """The orthonormal factor of ``matrix @ axes``, all (n, n) and float32."""
    if len(matrix) > LARGEST:
        return jnp.linalg.qr(matrix @ axes)[0]
    product = jnp.zeros_like(matrix)
    for k in range(len(matrix)):
        product = product + rounded(matrix[:, k, None], axes[k])
    return orthonormal(product)


def rounded(a: jax.Array, b: jax.Array) -> jax.Array:
    """The product in float32, rounded by itself where float64 is on: XLA would fuse it into a following sum."""
    return _narrow(_wide(a) * _wide(b))


def _wide(x: jax.Array) -> jax.Array:
    return jnp.asarray(x, jnp.result_type(float))


def _narrow(x: jax.Array) -> jax.Array:
    return jax.lax.reduce_precision(x, 8, 23).astype(jnp.float32)


def orthonormal(matrix: jax.Array) -> jax.Array:
    """The orthonormal factor of a QR decomposition by Householder reflections: (n, n)."""
    n = len(matrix)
    reflections = []
    for i in range(n - 1):
        tau, v = _reflection(matrix[i:, i])
        reflections.append((tau, v))
        matrix = matrix.at[i:, i + 1 :].set(_reflect(matrix[i:, i + 1 :], tau, v))
    q = jnp.eye(n, dtype=matrix.dtype)
    for i, (tau, v) in reversed(list(enumerate(reflections))):
        q = q.at[i:, i + 1 :].set(_reflect(q[i:, i + 1 :], tau, v))
        q = q.at[i:, i].set(jnp.concatenate([1 - tau[None], rounded(-tau, v[1:])]))
    return q


def _reflection(column: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The reflection that turns a column along its first axis: its factor and its direction."""
    first, rest = column[0], column[1:]
    below = _norm(rest)
    beta = -jnp.copysign(_hypotenuse(first, below), first)
    none = below == 0
    tau = jnp.where(none, 0.0, (beta - first) / jnp.where(none, 1.0, beta))
    v = jnp.where(none, 0.0, _narrow(_wide(rest) / _wide(jnp.where(none, 1.0, first - beta))))
    return tau, jnp.concatenate([jnp.ones(1, column.dtype), v])


def _reflect(columns: jax.Array, tau: jax.Array, v: jax.Array) -> jax.Array:
    along = jnp.zeros(columns.shape[1], columns.dtype)
    for k in range(len(v)):
        along = along + rounded(columns[k], v[k])
    return columns - rounded(v[:, None], rounded(tau, along)[None])


def _norm(x: jax.Array) -> jax.Array:
    """The length of a vector, scaled by its largest entry so far, as the classic BLAS routine."""
    scale, total = jnp.zeros((), x.dtype), jnp.ones((), x.dtype)
    for entry in jnp.abs(x):
        larger, some = entry > scale, entry > 0
        ratio = jnp.where(larger, scale, entry) / jnp.where(larger, entry, jnp.where(scale > 0, scale, 1.0))
        square = rounded(ratio, ratio)
        grown = jnp.where(larger, 1 + rounded(total, square), total + square)
        total = jnp.where(some, grown, total)
        scale = jnp.maximum(scale, entry)
    return rounded(scale, jnp.sqrt(total))


def _hypotenuse(a: jax.Array, b: jax.Array) -> jax.Array:
    large, small = jnp.maximum(jnp.abs(a), jnp.abs(b)), jnp.minimum(jnp.abs(a), jnp.abs(b))
    ratio = small / jnp.where(large > 0, large, 1.0)
    return rounded(large, jnp.sqrt(1 + rounded(ratio, ratio)))
