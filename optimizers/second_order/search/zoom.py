"""Optax's zoom line search, in the two settings that are used here.

It seeks a step for the strong Wolfe conditions along a direction; see optax.scale_by_zoom_linesearch.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import optax

SHORTEST, LONGEST = 1e-6, 1.0  # of jaxopt: from the first on the guess starts anew, the second bounds every step


def from_one() -> optax.GradientTransformationExtraArgs:
    """As optax's L-BFGS uses it: every search starts from a step of 1."""
    return optax.scale_by_zoom_linesearch(max_linesearch_steps=20, initial_guess_strategy="one")


def from_last() -> optax.GradientTransformationExtraArgs:
    """As jaxopt uses it, with ``guessed`` before each search: from the last step, and no longer than 1."""
    return optax.scale_by_zoom_linesearch(
        max_linesearch_steps=30, max_learning_rate=LONGEST, initial_guess_strategy="keep"
    )


def guessed(state: Any, factor: float) -> Any:
    """The state of the search with its last step made longer by ``factor``, or 1 where it was next to nothing."""
    last = state.learning_rate
    return state._replace(learning_rate=jnp.where(last <= SHORTEST, LONGEST, factor * last).astype(last.dtype))


def asked(grads: Any, extra: dict) -> dict:
    """What the search asks for; KeyError where the loss was not given."""
    return {"value": extra["value"], "grad": grads, "value_fn": extra["value_fn"]}
