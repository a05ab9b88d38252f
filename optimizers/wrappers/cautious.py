r"""Cautious drops every coordinate of the rule's step that does not go downhill and lengthens the rest.

What is kept has $u\,g < 0$; it is lengthened by $n$ over the number kept (its authors' newer code), or over that number
and 1 (the first one). Its decay is taken off every coordinate. Points that a rule keeps beside its parameters move as
these do.

Source: Liang and others, Cautious optimizers: improving training with one line of code, 2024, arXiv:2411.16085.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper
from optimizers.trees import difference
from optimizers.wrappers.base import OfSteps, WrappedState, Wrapper, carried


def cautious(
    inner: optax.GradientTransformationExtraArgs, form: str, decay: float
) -> optax.GradientTransformationExtraArgs:
    """Keep of each step of ``inner`` what goes downhill, lengthened by the "mean" kept or by the "sum" kept and 1."""

    def keep(u: jax.Array, g: jax.Array, p: jax.Array) -> jax.Array:
        downhill = (u * g < 0).astype(u.dtype)
        scale = 1 / jnp.maximum(jnp.mean(downhill), 1e-3) if form == "mean" else u.size / (jnp.sum(downhill) + 1)
        return u * downhill * scale - decay * p

    def init(params: optax.Params) -> WrappedState:
        return WrappedState(inner.init(params))

    def update(grads: Any, state: WrappedState, params: Any = None, **extra: Any) -> tuple[Any, WrappedState]:
        updates, after = inner.update(grads, state.inner, params, **extra)
        kept = jax.tree.map(keep, updates, grads, params)
        return kept, WrappedState(carried(after, difference(kept, updates)))

    return optax.GradientTransformationExtraArgs(init, update)


DECAY = Hyper("decay", "Decay per step", "d", 0.0, 0.0, 1.0, (0.0, 0.1), help="The share taken off every coordinate.")
WRAPPER = Wrapper(
    name="cautious",
    label="Cautious",
    summary="Drops what does not go downhill.",
    forms={"mean": (DECAY,), "sum": (DECAY,)},
    words={"mean": "lengthened by n / kept", "sum": "lengthened by n / (kept + 1)"},
    latex={
        "mean": r"\Delta\theta \leftarrow \Delta\theta\,[\Delta\theta\, g < 0]\; n / n_+ - d\,\theta",
        "sum": r"\Delta\theta \leftarrow \Delta\theta\,[\Delta\theta\, g < 0]\; n / (n_+ + 1) - d\,\theta",
    },
    source="Liang and others 2024, arXiv:2411.16085",
    wrap=cautious,
    changes=OfSteps("the step it takes, cautious"),
)
