"""What a search for the length of a step is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
from jax.flatten_util import ravel_pytree

from optimizers.second_order.curvature import along


class Ask(NamedTuple):
    """A way to go: along a flat direction from ``params``, where the gradient is ``grads``."""

    params: Any
    grads: Any  # as params
    direction: jax.Array  # (n,)
    count: jax.Array  # (), steps before this one
    extra: Mapping[str, Any]  # value and value_fn, where the search needs them
    trial: jax.Array | float = 1.0  # the share of the step that a search usually tries first

    @property
    def g(self) -> jax.Array:
        """The gradient as a vector: (n,)."""
        return ravel_pytree(self.grads)[0]

    @property
    def phi(self) -> Callable[[jax.Array], tuple]:
        """The loss and its slope as a function of the step along the direction."""
        return along(self.extra["value_fn"], self.params, self.direction)


class Found(NamedTuple):
    """The direction that was followed, the step along it and the state of the search."""

    direction: jax.Array  # (n,)
    moved: jax.Array  # (n,)
    state: Any


class Search(NamedTuple):
    """``init(params) -> state`` and ``find(ask, state) -> Found``, for any rule that has a direction."""

    init: Callable[[Any], Any]
    find: Callable[[Ask, Any], Found]


def stateless(find: Callable[[Ask], tuple[jax.Array, jax.Array]]) -> Search:
    """A search that remembers nothing; ``find`` gives the direction followed and the step."""
    return Search(lambda params: (), lambda ask, state: Found(*find(ask), ()))


def fixed(lr: float) -> Search:
    """No search: ``lr`` times the direction."""
    return stateless(lambda ask: (ask.direction, lr * ask.direction))
