"""The one loop that every run uses: surfaces and networks alike are a Problem, and every optimizer steps on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.scheduled import Scheduled, ScheduledState


class Problem(NamedTuple):
    """Something to minimize.

    ``draw(key, step)`` gives the randomness of one step (noise, or the mini-batch); ``loss(params, draw)`` is what the
    optimizer sees; ``full_loss(params)`` is the noise-free value, for the eye; where it is None, as for networks whose
    examples are many, the loss of the draw stands for it. ``residuals(params, draw)`` exists where the loss is their
    sum of squares. ``memory`` is what the problem remembers beside what is trained (running averages of a
    normalization) before the first step, ``remember(params, draw, memory)`` what it is after one; no optimizer sees it.
    """

    draw: Callable[[jax.Array, jax.Array], Any]
    loss: Callable[[Any, Any], jax.Array]
    full_loss: Callable[[Any], jax.Array] | None
    residuals: Callable[[Any, Any], jax.Array] | None = None
    memory: Any = ()
    remember: Callable[[Any, Any, Any], Any] = lambda params, draw, memory: memory


class Trace(NamedTuple):
    """What happened, row by row: row t is the moment before update t, so there are ``steps + 1`` rows.

    ``params`` is where the method stands, ``queries`` where it takes the gradient, ``loss`` the noise-free loss at
    ``params``, ``grads`` the gradient of the draw's loss at ``queries``, which wrappers may change before the rule sees
    it, ``updates`` what is added to ``queries`` next and ``state`` the rule's state before that. ``following`` is where
    the method stands after that, the next row's ``params``: where queries are another point, the updates do not lead
    there. ``hypers`` has the values of the hyperparameters that a schedule moves, ``memory`` what the problem
    remembers.
    """

    params: Any
    queries: Any
    loss: Any
    grads: Any
    updates: Any
    state: Any
    following: Any = None
    hypers: Any = MappingProxyType({})
    memory: Any = ()


class Keep(NamedTuple):
    """What a run keeps: ``record(row)``, a tree of arrays, in ``capacity + 1`` rows; both are static.

    Without ``every`` all rows of the run are kept; with it, a traced whole number, each ``every``-th and the last one.
    Where that is more rows than there is room for, later ones take the places of the earliest again.
    """

    record: Callable[[Trace], Any]
    capacity: int
    every: jax.Array | None = None


def everything(row: Trace) -> Trace:
    """The record of a surface: the whole row, but for what the next one says."""
    return row._replace(following=None)


class Setup(NamedTuple):
    """What does not change while a run goes on: what is minimized, by what, and what is kept of it."""

    problem: Problem
    optimizer: Scheduled
    keeps: Sequence[Keep]
    key: jax.Array | None = None  # where the problem draws


class Carry(NamedTuple):
    """A run under way: parameters, state and the problem's memory before the next step, and the buffers so far."""

    params: Any
    state: ScheduledState
    buffers: list[Any]
    memory: Any = ()


def run(setup: Setup, params: Any, steps: jax.Array) -> list[Any]:
    """Run ``steps`` updates from ``params`` and return for each of the keeps its buffers, ``capacity + 1`` rows long.

    Rows 0 to ``steps`` are filled, the rest is zero. The number of steps may be traced.
    """
    return advance(setup, begin(setup, params), 0, steps + 1, steps).buffers


def begin(setup: Setup, params: Any) -> Carry:
    """The run before its first step, with empty buffers."""
    state, memory = setup.optimizer.init(params), setup.problem.memory
    row = jax.eval_shape(lambda: _alike(setup, Carry(params, state, [], memory)))
    return Carry(params, state, [_buffers(keep, row) for keep in setup.keeps], memory)


def advance(setup: Setup, carry: Carry, first: jax.Array, last: jax.Array, steps: jax.Array) -> Carry:
    """Take the steps from ``first`` to before ``last`` of a run of ``steps``; all three may be traced.

    In how many pieces a run is made changes none of its digits: each step is the same program on the same numbers.
    """

    def body(t: jax.Array, carry: Carry) -> Carry:
        row, ahead, after, memory = _move(setup, carry, t)
        buffers = [_keep(k, buffer, row, t, steps) for k, buffer in zip(setup.keeps, carry.buffers, strict=True)]
        return Carry(ahead, after, buffers, memory)

    return jax.lax.fori_loop(first, last, body, carry)


def _move(setup: Setup, carry: Carry, t: jax.Array) -> tuple[Trace, Any, ScheduledState, Any]:
    """The row of step t, and parameters, state and memory after it."""
    problem = setup.problem
    draw = problem.draw(setup.key, t)
    row, ahead, after = step(problem, setup.optimizer, carry.params, carry.state, draw)
    # What a step remembers comes out of the forward pass that it makes anyway, which compiles once.
    return row._replace(memory=carry.memory), ahead, after, problem.remember(carry.params, draw, carry.memory)


def _alike(setup: Setup, carry: Carry) -> Trace:
    """A row of the shapes that rows have. No gradient is taken: it is like the parameters, and long to trace."""
    problem, optimizer, params, state = setup.problem, setup.optimizer, carry.params, carry.state
    draw = problem.draw(setup.key, jnp.zeros((), jnp.int32))
    value, extra = problem.loss(params, draw), _asked(problem, draw)
    updates, _ = optimizer.update(params, state, params, value=value, grad=params, **extra)
    standing = optimizer.stands(params, state)
    loss = value if problem.full_loss is None else problem.full_loss(standing)
    return Trace(standing, params, loss, params, updates, state.inner, standing, optimizer.moving(state), carry.memory)


def step(
    problem: Problem,
    optimizer: Scheduled,
    params: Any,
    state: ScheduledState,
    draw: Any,
    sloped: Callable[[Callable[[Any], jax.Array]], Callable[[Any], tuple[jax.Array, Any]]] = jax.value_and_grad,
) -> tuple[Trace, Any, ScheduledState]:
    """One update: its row of the trace, and parameters and state after it.

    ``sloped`` makes of a function one of its value and its gradient.
    """
    extra = _asked(problem, draw)
    value, grads = sloped(extra["value_fn"])(params)
    updates, after = optimizer.update(grads, state, params, value=value, grad=grads, **extra)
    ahead = optax.apply_updates(params, updates)
    standing, following = optimizer.stands(params, state), optimizer.stands(ahead, after)
    loss = value if problem.full_loss is None else problem.full_loss(standing)
    row = Trace(standing, params, loss, grads, updates, state.inner, following, optimizer.moving(state))
    return row, ahead, after


def _asked(problem: Problem, draw: Any) -> dict[str, Any]:
    """What rules may ask of a step's draw beside its gradient."""

    def value_fn(p: Any) -> jax.Array:
        return problem.loss(p, draw)

    residuals = problem.residuals
    return {"value_fn": value_fn} | ({"residual_fn": lambda p: residuals(p, draw)} if residuals is not None else {})


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
    return jax.lax.cond(due, lambda: put(-(-t // keep.every) % (keep.capacity + 1)), lambda: buffers)


def to_numpy(records: Any, steps: int) -> Any:
    """The filled rows of ``run``'s buffers as numpy arrays of their own, with a leading axis of ``steps + 1``."""
    return jax.tree.map(lambda x: np.array(np.asarray(x)[: steps + 1]), records)
