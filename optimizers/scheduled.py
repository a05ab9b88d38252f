"""Numbers that move during a run, and the optimizer that has such numbers.

A number that moves is a stateful schedule as optax has them (``optax.schedules.StatefulSchedule``). It has
``init() -> state`` and, after each step, ``update(state, value=) -> state`` with the loss that the rule saw; called
with its state it gives the number of the next step. All numbers in it may be traced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp

from locales.formats import Value
from optimizers.base import OptimizerSpec


class Table(NamedTuple):
    """A number that is read from a table, one row a step. Its state is the count of steps, ()."""

    rows: jax.Array  # (steps,)

    def init(self) -> jax.Array:
        """No step yet."""
        return jnp.zeros((), jnp.int32)

    def update(self, state: jax.Array, **extra: Any) -> jax.Array:
        """One step further."""
        return state + 1

    def __call__(self, state: jax.Array, **extra: Any) -> jax.Array:
        """The number of this step."""
        return self.rows[state]


class Fall(NamedTuple):
    """What "reduce on plateau" remembers: the best loss, the steps since, and the factor reached, all ()."""

    best: jax.Array
    waited: jax.Array
    factor: jax.Array


class Plateau(NamedTuple):
    """A number that is multiplied by ``rate`` after ``patience`` steps without a better loss.

    Better is a loss that is lower by the share ``margin`` of its size. As in optax.contrib.reduce_on_plateau where
    losses are positive; of negative ones optax and torch call better what is higher by less than that share. Torch
    falls one step later.
    """

    number: jax.Array
    rate: jax.Array
    patience: jax.Array
    margin: jax.Array

    def init(self) -> Fall:
        """Any loss is better, and nothing has fallen."""
        dtype = jnp.result_type(float)
        return Fall(jnp.array(jnp.inf, dtype), jnp.zeros((), dtype), jnp.ones((), dtype))

    def update(self, state: Fall, *, value: jax.Array, **extra: Any) -> Fall:
        """What is remembered after a step that saw the loss ``value``."""
        better = value < state.best - self.margin * jnp.abs(jnp.where(jnp.isfinite(state.best), state.best, 0.0))
        waited = jnp.where(better, 0.0, state.waited + 1.0)
        drop = waited >= self.patience
        factor = jnp.where(drop, state.factor * self.rate, state.factor)
        return Fall(jnp.where(better, value, state.best), jnp.where(drop, 0.0, waited), factor)

    def __call__(self, state: Fall, **extra: Any) -> jax.Array:
        """The number of this step."""
        return self.number * state.factor


Number: TypeAlias = float | jax.Array | Table | Plateau


class ScheduledState(NamedTuple):
    """The state of the rule, and that of each schedule by the name of its number."""

    inner: Any
    schedules: dict[str, Any]


@dataclass(frozen=True)
class Scheduled:
    """A rule with its numbers, some of which may move: an optimizer of optax, like those of optax.inject_hyperparams.

    The rule is made anew at every step with the numbers of that step, which it never keeps. ``options`` are static;
    ``numbers`` may be traced.
    """

    spec: OptimizerSpec
    numbers: Mapping[str, Number]
    options: Mapping[str, Value]

    def init(self, params: Any) -> ScheduledState:
        """The state before the first step."""
        state = ScheduledState((), {name: schedule.init() for name, schedule in self._schedules().items()})
        return state._replace(inner=self._rule(state).init(params))

    def update(self, grads: Any, state: ScheduledState, params: Any = None, **extra: Any) -> tuple[Any, ScheduledState]:
        """One step of the rule; a number on a plateau needs ``value``, the loss that the rule saw."""
        updates, inner = self._rule(state).update(grads, state.inner, params, **extra)
        schedules = {name: moving.update(state.schedules[name], **extra) for name, moving in self._schedules().items()}
        return updates, ScheduledState(inner, schedules)

    def moving(self, state: ScheduledState) -> dict[str, jax.Array]:
        """The numbers that move, as they are at the next step."""
        return {name: schedule(state.schedules[name]) for name, schedule in self._schedules().items()}

    def stands(self, params: Any, state: ScheduledState) -> Any:
        """Where the method stands, see OptimizerSpec."""
        return self.spec.stands(params, state.inner)

    def _schedules(self) -> dict[str, Table | Plateau]:
        return {name: number for name, number in self.numbers.items() if isinstance(number, Table | Plateau)}

    def _rule(self, state: ScheduledState) -> Any:
        return self.spec.make(**{**self.numbers, **self.moving(state)}, **self.options)
