"""Layers that are held as they are while the others are trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from locales.formats import Value
from optimizers.base import OptimizerSpec
from optimizers.scheduled import Number, Scheduled, ScheduledState
from training.network.model import Memory, Params, Structure


def held(structure: Structure, params: Params, memory: Memory | tuple = ()) -> Params:
    """The parameters with which a step takes its gradient: there is none with respect to layers that are held.

    What these remember stands beside theirs: they are passed as at the test.
    """
    first = structure.held
    if not first:
        return params
    fixed = [layer | known for layer, known in zip(params, memory, strict=True)] if memory else params
    return [*jax.lax.stop_gradient(fixed[:first]), *params[first:]]


@dataclass(frozen=True)
class Holding(Scheduled):
    """A rule for the layers behind the first ``layers``, of which it knows nothing: neither decay nor noise moves them.

    Parameters, gradients and updates are of all layers, its state is of those that are trained.
    """

    layers: int = 0

    def init(self, params: Params) -> ScheduledState:
        """The state before the first step."""
        return super().init(params[self.layers :])

    def update(
        self, grads: Params, state: ScheduledState, params: Params | None = None, **extra: Any
    ) -> tuple[Params, ScheduledState]:
        """One step of the rule for the layers that are trained; updates of the others are zero."""
        assert params is not None
        first, rest = params[: self.layers], params[self.layers :]

        def beside(function: Callable) -> Callable:
            return lambda rest: function([*first, *rest])

        asked: dict[str, Any] = {name: beside(value) for name, value in extra.items() if name.endswith("_fn")}
        grads = grads[self.layers :]
        updates, after = super().update(grads, state, rest, **{**extra, **asked, "grad": grads})
        return [*jax.tree.map(jnp.zeros_like, first), *updates], after

    def stands(self, params: Params, state: ScheduledState) -> Params:
        """Where the method stands, see OptimizerSpec, with the layers that are held."""
        return [*params[: self.layers], *super().stands(params[self.layers :], state)]


def rule_of(
    structure: Structure, spec: OptimizerSpec, numbers: Mapping[str, Number], options: Mapping[str, Value]
) -> Scheduled:
    """The rule with its numbers, as it trains a network of this structure."""
    if not structure.held:
        return Scheduled(spec, numbers, options)
    return Holding(spec, numbers, options, structure.held)


def of_all(structure: Structure, params: Params, state: Any) -> Any:
    """The state of a rule as if it remembered zeros of the layers that are held."""
    none = jax.tree.map(jnp.zeros_like, params[: structure.held])

    def whole(part: Any) -> Any:
        return [*none, *part] if isinstance(part, list) else part

    return jax.tree.map(whole, state, is_leaf=lambda part: isinstance(part, list)) if structure.held else state
