"""Layers that are held as they are while the others are trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from optimizers.base import OptimizerSpec, Value
from optimizers.scheduled import Number, Scheduled, ScheduledState
from training.network.model import Params, Structure


def held(structure: Structure, params: Params) -> Params:
    """The parameters with which a step takes its gradient: there is none with respect to layers that are held."""
    first = structure.held
    return [*jax.lax.stop_gradient(params[:first]), *params[first:]] if first else params


@dataclass(frozen=True)
class Holding(Scheduled):
    """A rule whose updates of the first ``layers`` are zero, those that need no gradient, as decay, among them."""

    layers: int = 0

    def update(self, grads: Any, state: ScheduledState, params: Any = None, **extra: Any) -> tuple[Any, ScheduledState]:
        """One step of the rule, for the layers that are trained."""
        updates, after = super().update(grads, state, params, **extra)
        return [*jax.tree.map(jnp.zeros_like, updates[: self.layers]), *updates[self.layers :]], after


def rule_of(
    structure: Structure, spec: OptimizerSpec, numbers: Mapping[str, Number], options: Mapping[str, Value]
) -> Scheduled:
    """The rule with its numbers, as it trains a network of this structure."""
    if not structure.held:
        return Scheduled(spec, numbers, options)
    return Holding(spec, numbers, options, structure.held)
