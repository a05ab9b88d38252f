"""The one loop that every run uses: surfaces and networks alike are a Problem, and every optimizer steps on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, Value


class Problem(NamedTuple):
    """Something to minimize.

    ``draw(key, step)`` gives the randomness of one step (noise, or the mini-batch); ``loss(params, draw)`` is what the
    optimizer sees; ``full_loss(params)`` is the noise-free value, for the eye; where it is None, as for networks whose
    examples are many, the loss of the draw stands for it. ``residuals(params, draw)`` exists where the loss is their
    sum of squares.
    """

    draw: Callable[[jax.Array, jax.Array], Any]
    loss: Callable[[Any, Any], jax.Array]
    full_loss: Callable[[Any], jax.Array] | None
    residuals: Callable[[Any, Any], jax.Array] | None = None


class Trace(NamedTuple):
    """What happened, row by row: row t is the moment before update t, so there are ``steps + 1`` rows.

    ``params`` is where the method stands, ``queries`` where it takes the gradient, ``loss`` the noise-free loss at
    ``params``, ``grads`` the gradient that it sees at ``queries``, ``updates`` what it adds to ``queries`` next and
    ``state`` the optimizer's state before that. ``following`` is where the method stands after that, the next row's
    ``params``: where queries are another point, the updates do not lead there. ``hypers`` has the values of the
    hyperparameters that a schedule moves.
    """

    params: Any
    queries: Any
    loss: Any
    grads: Any
    updates: Any
    state: Any
    following: Any = None
    hypers: Any = MappingProxyType({})


class Plateau(NamedTuple):
    """What "reduce on plateau" remembers: the best loss, the steps since, and the factor reached."""

    best: jax.Array
    waited: jax.Array
    factor: jax.Array


class Keep(NamedTuple):
    """What a run keeps: ``record(row)``, a tree of arrays, in ``capacity + 1`` rows; both are static.

    Without ``every`` all rows of the run are kept; with it, a traced whole number, each ``every``-th and the last one.
    """

    record: Callable[[Trace], Any]
    capacity: int
    every: jax.Array | None = None


def everything(row: Trace) -> Trace:
    """The record of a surface: the whole row, but for what the next one says."""
    return row._replace(following=None)


class Carry(NamedTuple):
    """A run under way: parameters and state before the next step, what plateaus remember, and the buffers so far."""

    params: Any
    state: Any
    falls: dict[str, Plateau]
    buffers: list[Any]


class Setup(NamedTuple):
    """What does not change while a run goes on.

    ``spec`` and ``options`` are static; all else may be traced. A hyperparameter is one number, or a table with one
    number a step; ``plateaus`` names those that fall on a plateau of the loss, with the rate, patience and margin of
    each. ``keeps`` says what is kept.
    """

    problem: Problem
    spec: OptimizerSpec
    hypers: Mapping[str, jax.Array]
    options: Mapping[str, Value]
    key: jax.Array | None
    keeps: Sequence[Keep]
    plateaus: Mapping[str, Mapping[str, jax.Array]] = MappingProxyType({})


def run(
    problem: Problem,
    spec: OptimizerSpec,
    hypers: Mapping[str, jax.Array],
    options: Mapping[str, Value],
    params: Any,
    steps: jax.Array,
    key: jax.Array | None,
    keeps: Sequence[Keep],
    plateaus: Mapping[str, Mapping[str, jax.Array]] = MappingProxyType({}),
) -> list[Any]:
    """Run ``steps`` updates from ``params`` and return for each of ``keeps`` its buffers, ``capacity + 1`` rows long.

    Rows 0 to ``steps`` are filled, the rest is zero. ``Setup`` says what the other arguments are; the number of steps
    may be traced, too.
    """
    setup = Setup(problem, spec, hypers, options, key, keeps, plateaus)
    return advance(setup, begin(setup, params), 0, steps + 1, steps).buffers


def begin(setup: Setup, params: Any) -> Carry:
    """The run before its first step, with empty buffers."""
    first = {name: value[0] if jnp.ndim(value) else value for name, value in setup.hypers.items()}
    state = setup.spec.make(**first, **setup.options).init(params)
    falls = {name: _unfallen() for name in setup.plateaus}
    row = jax.eval_shape(lambda: _move(setup, params, state, falls, jnp.zeros((), jnp.int32))[0])
    return Carry(params, state, falls, [_buffers(keep, row) for keep in setup.keeps])


def advance(setup: Setup, carry: Carry, first: jax.Array, last: jax.Array, steps: jax.Array) -> Carry:
    """Take the steps from ``first`` to before ``last`` of a run of ``steps``; all three may be traced.

    In how many pieces a run is made changes none of its digits: each step is the same program on the same numbers.
    """

    def body(t: jax.Array, carry: Carry) -> Carry:
        row, ahead, after, falls = _move(setup, carry.params, carry.state, carry.falls, t)
        buffers = [_keep(k, buffer, row, t, steps) for k, buffer in zip(setup.keeps, carry.buffers, strict=True)]
        return Carry(ahead, after, falls, buffers)

    return jax.lax.fori_loop(first, last, body, carry)


def _move(
    setup: Setup, params: Any, state: Any, falls: dict[str, Plateau], t: jax.Array
) -> tuple[Trace, Any, Any, dict]:
    now = {name: value[t] if jnp.ndim(value) else value for name, value in setup.hypers.items()}
    now |= {name: now[name] * fall.factor for name, fall in falls.items()}
    draw = setup.problem.draw(setup.key, t)
    row, ahead, after, value = step(setup.problem, setup.spec, now, setup.options, params, state, draw)
    moving = {name: now[name] for name in now if jnp.ndim(setup.hypers[name]) or name in setup.plateaus}
    falls = {name: _wait(fall, value, **setup.plateaus[name]) for name, fall in falls.items()}
    return row._replace(hypers=moving), ahead, after, falls


def step(
    problem: Problem,
    spec: OptimizerSpec,
    hypers: Mapping[str, jax.Array],
    options: Mapping[str, Value],
    params: Any,
    state: Any,
    draw: Any,
) -> tuple[Trace, Any, Any, jax.Array]:
    """One update: its row of the trace, parameters and state after it, and the loss that the optimizer saw."""

    def value_fn(p: Any) -> jax.Array:
        return problem.loss(p, draw)

    extra: dict[str, Any] = {"value_fn": value_fn}
    if problem.residuals is not None:
        extra["residual_fn"] = lambda p: problem.residuals(p, draw)
    value, grads = jax.value_and_grad(value_fn)(params)
    updates, after = spec.make(**hypers, **options).update(grads, state, params, value=value, grad=grads, **extra)
    ahead = optax.apply_updates(params, updates)
    standing, following = spec.stands(params, state, hypers), spec.stands(ahead, after, hypers)
    loss = value if problem.full_loss is None else problem.full_loss(standing)
    return Trace(standing, params, loss, grads, updates, state, following), ahead, after, value


def _buffers(keep: Keep, row: Trace) -> Any:
    shapes = jax.eval_shape(keep.record, row)
    return jax.tree.map(lambda s: jnp.zeros((keep.capacity + 1, *s.shape), s.dtype), shapes)


def _keep(keep: Keep, buffers: Any, row: Trace, t: jax.Array, steps: jax.Array) -> Any:
    """The buffers with row t in its place, where it is to be kept."""

    def put(place: jax.Array) -> Any:
        return jax.tree.map(lambda buffer, x: buffer.at[place].set(x), buffers, keep.record(row))

    if keep.every is None:
        return put(t)
    due = (t % keep.every == 0) | (t == steps)
    return jax.lax.cond(due, lambda: put(-(-t // keep.every)), lambda: buffers)


def _unfallen() -> Plateau:
    dtype = jnp.result_type(float)
    return Plateau(jnp.array(jnp.inf, dtype), jnp.zeros((), dtype), jnp.ones((), dtype))


def _wait(fall: Plateau, value: jax.Array, rate: jax.Array, patience: jax.Array, margin: jax.Array) -> Plateau:
    better = value < fall.best - margin * jnp.abs(jnp.where(jnp.isfinite(fall.best), fall.best, 0.0))
    waited = jnp.where(better, 0.0, fall.waited + 1.0)
    drop = waited >= patience
    factor = jnp.where(drop, fall.factor * rate, fall.factor)
    return Plateau(jnp.where(better, value, fall.best), jnp.where(drop, 0.0, waited), factor)


def to_numpy(records: Any, steps: int) -> Any:
    """The filled rows of ``run``'s buffers as numpy arrays of their own, with a leading axis of ``steps + 1``."""
    return jax.tree.map(lambda x: np.array(np.asarray(x)[: steps + 1]), records)
