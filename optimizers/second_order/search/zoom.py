"""Optax's zoom line search, in the two settings that are used here.

It seeks a step for the strong Wolfe conditions along a direction; see optax.scale_by_zoom_linesearch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.second_order.search.base import Ask, Found, Search

SHORTEST, LONGEST = 1e-6, 1.0  # of jaxopt: from the first on the guess starts anew, the second bounds every step


def from_one() -> Search:
    """As optax's L-BFGS uses it: every search starts from a step of 1."""
    return _of_optax(optax.scale_by_zoom_linesearch(max_linesearch_steps=20, initial_guess_strategy="one"))


def from_last(longer: float) -> Search:
    """As jaxopt uses it: every search starts from the last step made ``longer``, and finds none longer than 1."""
    search = optax.scale_by_zoom_linesearch(
        max_linesearch_steps=30, max_learning_rate=LONGEST, initial_guess_strategy="keep"
    )
    return _of_optax(search, lambda state: _guessed(state, longer))


def _of_optax(
    search: optax.GradientTransformationExtraArgs, before: Callable[[Any], Any] = lambda state: state
) -> Search:
    """A search of optax; ``before`` is done to its state first. It needs ``value`` and ``value_fn``."""

    def find(ask: Ask, state: Any) -> Found:
        _, back = ravel_pytree(ask.params)
        asked = {"value": ask.extra["value"], "grad": ask.grads, "value_fn": ask.extra["value_fn"]}
        updates, state = search.update(back(ask.direction), before(state), ask.params, **asked)
        return Found(ask.direction, ravel_pytree(updates)[0], state)

    return Search(search.init, find)


def _guessed(state: Any, longer: float) -> Any:
    """The state of the search with its last step made ``longer``, or 1 where it was next to nothing."""
    last = state.learning_rate
    return state._replace(learning_rate=jnp.where(last <= SHORTEST, LONGEST, longer * last).astype(last.dtype))
