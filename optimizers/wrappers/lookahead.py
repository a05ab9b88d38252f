r"""Lookahead lets the rule run for $k$ steps from a slow point, then moves that point by a share of the way.

From there, $\phi + \alpha (\theta - \phi)$, the rule starts again. One package moves it after the first step, too.

Source: Zhang and others, Lookahead optimizer: k steps forward, 1 step back, 2019, arXiv:1907.08610.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import MOST_STEPS, Hyper
from optimizers.trees import multiple
from optimizers.wrappers.base import OfSteps, Wrapper, carried


class LookaheadState(NamedTuple):
    """The step count, the slow point and the state of the rule inside."""

    count: jax.Array  # ()
    slow: Any  # as params
    inner: Any


def lookahead(
    inner: optax.GradientTransformationExtraArgs, form: str, k: float, alpha: float
) -> optax.GradientTransformationExtraArgs:
    """Pull ``inner`` back every ``k`` steps; ``form`` "late" after steps k, 2k, ..., "early" after 1, k + 1, ..."""

    def init(params: optax.Params) -> LookaheadState:
        return LookaheadState(jnp.zeros((), jnp.int32), params, inner.init(params))

    def update(grads: Any, state: LookaheadState, params: Any = None, **extra: Any) -> tuple[Any, LookaheadState]:
        updates, after = inner.update(grads, state.inner, params, **extra)
        fast = optax.apply_updates(params, updates)
        done = state.count if form == "early" else state.count + 1
        due = multiple(done, k)
        base = state.slow
        if form == "early":  # the first slow point is where the first step leads
            base = jax.tree.map(lambda s, f: jnp.where(state.count == 0, f, s), base, fast)
        slow = jax.tree.map(lambda s, f: jnp.where(due, s + alpha * (f - s), s), base, fast)
        back = jax.tree.map(lambda s, f: jnp.where(due, s - f, 0.0), slow, fast)
        updates = jax.tree.map(jnp.add, updates, back)
        return updates, LookaheadState(state.count + 1, slow, carried(after, back))

    return optax.GradientTransformationExtraArgs(init, update)


K = Hyper("k", "Inner steps", "k", 5.0, 1.0, MOST_STEPS, (1.0, 20.0), whole=True)
ALPHA = Hyper("alpha", "Slow step size", r"\alpha", 0.5, 0.0, 1.0, (0.0, 1.0))
WRAPPER = Wrapper(
    name="lookahead",
    label="Lookahead",
    summary="Runs k steps ahead, then goes part of the way back.",
    forms={"late": (K, ALPHA), "early": (K, ALPHA)},
    words={"late": "after every k steps", "early": "after the first step, too (torch-optimizer)"},
    latex={
        "late": r"\theta, \phi \leftarrow \phi + \alpha (\theta - \phi) \text{ if } k \mid t",
        "early": r"\theta, \phi \leftarrow \phi + \alpha (\theta - \phi) \text{ if } k \mid t - 1",
    },
    source="Zhang and others 2019, arXiv:1907.08610",
    wrap=lookahead,
    changes=OfSteps("the step it takes, pulled back where it is time"),
)
