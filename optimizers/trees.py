"""Arithmetic that several rules share: averages, their bias correction, Adam's quotient, the rectifier of RAdam."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp


def ewma(decay: float, old: Any, new: Any) -> Any:
    """The exponentially weighted average of two trees: the share ``decay`` of ``old``, the rest of ``new``."""
    return jax.tree.map(lambda a, b: decay * a + (1 - decay) * b, old, new)


def debias(decay: float, count: jax.Array) -> jax.Array:
    """What an average with this memory, started at 0, must be divided by after ``count`` values: 1 - decay^count."""
    return -jnp.expm1(count * jnp.log(decay))  # exact where 1 - decay ** count cancels; promotes nothing


def full_like(params: Any, value: float) -> Any:
    """``value`` everywhere in the structure, shape and dtype of ``params``."""
    return jax.tree.map(lambda p: jnp.full_like(p, value), params)


def zeros_like(params: Any) -> Any:
    """Zeros of the structure, shape and dtype of ``params``."""
    return jax.tree.map(jnp.zeros_like, params)


def squares(tree: Any) -> Any:
    """The tree with every number squared."""
    return jax.tree.map(jnp.square, tree)


def quotient(m: jax.Array, v: jax.Array, c1: Any, c2: Any, eps: float, eps_mode: str) -> jax.Array:
    """Adam's step without its rate: the mean ``m / c1`` over the root of the mean square ``v / c2``.

    ``eps_mode`` is "outside" the root, "inside" it, or "hat": on the root of ``v`` before its correction.
    """
    if eps_mode == "inside":
        return m / c1 / jnp.sqrt(v / c2 + eps)
    if eps_mode == "hat":
        return jnp.sqrt(c2) / c1 * m / (jnp.sqrt(v) + eps)
    return m / c1 / (jnp.sqrt(v / c2) + eps)


def average_length(b2: float, count: jax.Array) -> jax.Array:
    """RAdam's rho: how many gradients a simple average as certain as the mean square has, after ``count`` of them.

    That is (1 + b2) / (1 - b2) - 2 t b2^t / (1 - b2^t). For a long memory it is the small difference of large numbers,
    which in float32 has no right digit; with d = 1 - b2 and y = -t log(b2) it is t + d / 6 - t y / 6 and small terms.
    """
    d = 1 - b2
    y = -count * jnp.log1p(-d)
    near = jnp.minimum(y, 0.5)
    series = near / 12 - near**3 / 720 + near**5 / 30_240 - near**7 / 1_209_600
    bend = jnp.where(y < 0.5, series, 1 / jnp.expm1(y) - 1 / y + 0.5)
    ends = jnp.where(d < 0.01, d / 6 + d**2 / 12, (2 - d) / d + 2 / jnp.log1p(-d))
    return count + ends - 2 * count * bend


TRUST = 5.0  # the threshold of RAdam wherever none is chosen: that of torch, optax and the authors' code


def rectifier(b2: float, count: jax.Array, threshold: float = TRUST) -> tuple[jax.Array, jax.Array]:
    """RAdam's verdict on the mean square after ``count`` gradients: whether it is trusted, and by which factor.

    It is trusted once the length of the equivalent simple average exceeds ``threshold``.
    """
    longest = 2 / (1 - b2) - 1
    length = average_length(b2, count)
    share = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    trusted = length > threshold
    return trusted, jnp.sqrt(jnp.where(trusted, share, 1.0))


def whole(value: Any) -> jax.Array:
    """A traced number of steps or pairs as :func:`optimizers.base.whole` reads one: schedules make fractions of it."""
    return jnp.floor(value + 0.5)


def multiple(count: jax.Array, every: Any) -> jax.Array:
    """Whether ``count`` is a multiple of ``every`` whole steps, 1 at the least."""
    return count % jnp.maximum(1, whole(every).astype(jnp.int32)) == 0


def scalar(value: Any, params: Any) -> jax.Array:
    """``value`` as one number of the parameters' own precision."""
    return jnp.asarray(value, jnp.result_type(*jax.tree.leaves(params)))


def inner(a: Any, b: Any) -> jax.Array:
    """The inner product of two trees, all tensors taken together."""
    return sum(jax.tree.leaves(jax.tree.map(lambda x, y: jnp.sum(x * y), a, b)))


def measured(tree: Any) -> tuple[jax.Array, jax.Array]:
    """The norm of a tree times a unit, and that unit: a power of two, 1 unless squares would overflow or underflow.

    In float32 a number above 1.8e19 has no square, and one below 1e-23 has a square of 0. Multiplying by a power of
    two rounds nothing, so where the unit is 1 or not the digits are those of the plain norm.
    """
    leaves = jax.tree.leaves(tree)
    largest = jnp.max(jnp.stack([jnp.max(jnp.abs(x), initial=0.0) for x in leaves]))
    room = jnp.finfo(largest.dtype).maxexp  # 128 for float32
    far = jnp.where(largest < 2.0 ** (-3 * room // 8), 2.0 ** (3 * room // 4), 1.0)
    unit = jnp.where(largest > 2.0 ** (3 * room // 8), 2.0 ** (-3 * room // 4), far).astype(largest.dtype)
    return jnp.sqrt(sum(jnp.sum(jnp.square(x * unit)) for x in leaves)), unit


def norm(tree: Any) -> jax.Array:
    """The Euclidean norm of all tensors of a tree taken together, for numbers of any size."""
    length, unit = measured(tree)
    return length / unit


def resized(tree: Any, length: Any, margin: float = 0.0) -> Any:
    """The tree times ``length`` over its norm plus ``margin``."""
    now, unit = measured(tree)
    factor = length / (now + margin * unit)
    return jax.tree.map(lambda x: factor * (x * unit), tree)


def difference(after: Any, before: Any) -> Any:
    """The update that leads from ``before`` to ``after``."""
    return jax.tree.map(lambda x, y: x - y, after, before)
