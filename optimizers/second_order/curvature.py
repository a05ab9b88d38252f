"""Second derivatives of the loss at the parameters, as one flat vector or matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree

PRODUCT = "about two gradients' worth of work"  # of a product of the Hessian with a direction
LINE_SEARCH = "the gradients of its line search"


def flat(value_fn: Callable[[Any], jax.Array], params: Any) -> tuple[Callable, jax.Array, Callable]:
    """The loss as a function of one vector, that vector, and the way back to the tree."""
    vector, back = ravel_pytree(params)
    return lambda x: value_fn(back(x)), vector, back


def along(value_fn: Callable[[Any], jax.Array], params: Any, direction: jax.Array) -> Callable:
    """The loss and its slope as a function of the step along a flat direction."""
    fn, vector, _ = flat(value_fn, params)
    both = jax.value_and_grad(fn)

    def phi(t: jax.Array) -> tuple[jax.Array, jax.Array]:
        value, grad = both(vector + t * direction)
        return value, jnp.dot(grad, direction)

    return phi


def hessian(value_fn: Callable[[Any], jax.Array], params: Any) -> jax.Array:
    """The matrix of second derivatives: (n, n)."""
    fn, vector, _ = flat(value_fn, params)
    return jax.hessian(fn)(vector)


def times(value_fn: Callable[[Any], jax.Array], params: Any, direction: jax.Array) -> jax.Array:
    """The Hessian times a direction, both flat: (n,)."""
    fn, vector, _ = flat(value_fn, params)
    return jax.jvp(jax.grad(fn), (vector,), (direction,))[1]


def diagonal(value_fn: Callable[[Any], jax.Array], params: Any) -> Any:
    """The diagonal of the Hessian as a tree like ``params``: one product with the Hessian for each parameter."""
    fn, vector, back = flat(value_fn, params)
    slope = jax.grad(fn)

    def entry(i: jax.Array) -> jax.Array:
        return jax.jvp(slope, (vector,), (jnp.zeros_like(vector).at[i].set(1),))[1][i]

    return back(jax.lax.map(entry, jnp.arange(vector.size)))


def estimated_diagonal(value_fn: Callable[[Any], jax.Array], params: Any, key: jax.Array) -> Any:
    """Hutchinson's estimate of the diagonal from one product with a random vector of signs."""
    fn, vector, back = flat(value_fn, params)
    signs = 2 * jax.random.bernoulli(key, jnp.float32(0.5), vector.shape).astype(vector.dtype) - 1
    return back(signs * jax.jvp(jax.grad(fn), (vector,), (signs,))[1])
