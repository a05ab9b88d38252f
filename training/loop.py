"""The one loop that every run uses: surfaces and networks alike are a Problem, and every optimizer steps on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, Value


class Problem(NamedTuple):
    """Something to minimize.

    ``draw(key, step)`` gives the randomness of one step (noise, or the mini-batch); ``loss(params, draw)`` is what the
    optimizer sees; ``full_loss(params)`` is the noise-free value, for the eye. ``residuals(params, draw)`` exists
    where the loss is their sum of squares.
    """

    draw: Callable[[jax.Array, jax.Array], Any]
    loss: Callable[[Any, Any], jax.Array]
    full_loss: Callable[[Any], jax.Array]
    residuals: Callable[[Any, Any], jax.Array] | None = None


class Trace(NamedTuple):
    """What happened, row by row: row t is the moment before update t, so there are ``steps + 1`` rows.

    ``params`` is where the method stands, ``queries`` where it takes the gradient, ``loss`` the noise-free loss at
    ``params``, ``grads`` the gradient that it sees at ``queries``, ``updates`` what it adds to ``queries`` next and
    ``state`` the optimizer's state before that.
    """

    params: Any
    queries: Any
    loss: Any
    grads: Any
    updates: Any
    state: Any


def everything(row: Trace) -> Trace:
    """The record of a surface: the whole row."""
    return row


def run(
    problem: Problem,
    spec: OptimizerSpec,
    hypers: Mapping[str, jax.Array],
    options: Mapping[str, Value],
    params: Any,
    steps: jax.Array,
    key: jax.Array | None,
    capacity: int,
    record: Callable[[Trace], Any] = everything,
) -> Any:
    """Run ``steps`` updates from ``params`` and return the records in buffers with a leading axis of ``capacity + 1``.

    Rows 0 to ``steps`` are filled, the rest is zero. ``capacity``, ``spec``, ``options`` and ``record`` are static;
    all else may be traced, the number of steps too.
    """

    def observe(params: Any, state: Any, t: jax.Array) -> tuple[Trace, Any]:
        optimizer = spec.make(**hypers, **options)
        draw = problem.draw(key, t)

        def value_fn(p: Any) -> jax.Array:
            return problem.loss(p, draw)

        extra = {"value_fn": value_fn}
        if problem.residuals is not None:
            extra["residual_fn"] = lambda p: problem.residuals(p, draw)
        value, grads = jax.value_and_grad(value_fn)(params)
        updates, after = optimizer.update(grads, state, params, value=value, grad=grads, **extra)
        standing = spec.stands(params, state, hypers)
        return Trace(standing, params, problem.full_loss(standing), grads, updates, state), after

    def body(t: jax.Array, carry: tuple[Any, Any, Any]) -> tuple[Any, Any, Any]:
        params, state, buffers = carry
        row, after = observe(params, state, t)
        buffers = jax.tree.map(lambda buffer, x: buffer.at[t].set(x), buffers, record(row))
        return optax.apply_updates(params, row.updates), after, buffers

    state = spec.make(**hypers, **options).init(params)
    shapes = jax.eval_shape(lambda: record(observe(params, state, jnp.zeros((), jnp.int32))[0]))
    buffers = jax.tree.map(lambda s: jnp.zeros((capacity + 1, *s.shape), s.dtype), shapes)
    return jax.lax.fori_loop(0, steps + 1, body, (params, state, buffers))[2]


def to_numpy(records: Any, steps: int) -> Any:
    """The filled rows of ``run``'s buffers as numpy arrays of their own, with a leading axis of ``steps + 1``."""
    return jax.tree.map(lambda x: np.array(np.asarray(x)[: steps + 1]), records)
