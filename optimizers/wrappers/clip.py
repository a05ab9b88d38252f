r"""Clipping limits the gradient before the rule sees it.

By value each coordinate is cut to $[-c, c]$; by norm the whole gradient is shortened to length $c$, which keeps its
direction; on one side only values above $c$ are cut, so that a large negative gradient passes, as some lectures print
it.

Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013, arXiv:1211.5063.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper
from optimizers.trees import norm, resized
from optimizers.wrappers.base import Numbers, OfGradients, WrappedState, Wrapper


def clip(inner: optax.GradientTransformationExtraArgs, form: str, at: float) -> optax.GradientTransformationExtraArgs:
    """Clip the gradient at ``at`` by "value", by "norm" or on "one_side", then let ``inner`` use it."""

    def limit(grads: Any) -> Any:
        if form == "norm":
            within = norm(grads) <= at
            return jax.tree.map(lambda g, short: jnp.where(within, g, short), grads, resized(grads, at))
        lowest = -at if form == "value" else -jnp.inf
        return jax.tree.map(lambda g: jnp.clip(g, lowest, at), grads)

    def init(params: optax.Params) -> WrappedState:
        return WrappedState(inner.init(params))

    def update(grads: Any, state: WrappedState, params: Any = None, **extra: Any) -> tuple[Any, WrappedState]:
        clipped = limit(grads)
        if "grad" in extra:
            extra = {**extra, "grad": clipped}
        updates, after = inner.update(clipped, state.inner, params, **extra)
        return updates, WrappedState(after)

    return optax.GradientTransformationExtraArgs(init, update)


def _clipped(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    at = numbers["at"]
    if form == "norm":
        return g * np.minimum(1.0, at / np.maximum(_norm(g), np.finfo(np.float32).tiny))
    return np.clip(g, -at if form == "value" else -np.inf, at)


def _norm(g: np.ndarray) -> np.ndarray:
    """Lengths (steps, 1)."""
    return np.linalg.norm(np.asarray(g, np.float64), axis=1, keepdims=True)


AT = Hyper("at", "Gradient threshold", "c", 5.0, 0.0, 1e6, (1e-2, 1e2), log=True)
WRAPPER = Wrapper(
    name="clip",
    label="Gradient clipping",
    summary="Limits the gradient before the rule sees it.",
    forms={"value": (AT,), "norm": (AT,), "one_side": (AT,)},
    words={
        "value": "each coordinate to ±c",
        "norm": "to length c",
        "one_side": "only above c: large negative ones pass",
    },
    latex={
        "value": r"g \leftarrow \max(-c, \min(g, c))",
        "norm": r"g \leftarrow g\,\min(1, c / \lVert g \rVert)",
        "one_side": r"g \leftarrow \min(g, c)",
    },
    source="Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063",
    wrap=clip,
    changes=OfGradients(
        "clipped",
        _clipped,
        {
            "value": ("max(−{}, min({}, {}))", lambda g, cut, n: (n["at"], g, n["at"])),
            "norm": ("{} · min(1, {} / {})", lambda g, cut, n: (g, n["at"], _norm(g))),
            "one_side": ("min({}, {})", lambda g, cut, n: (g, n["at"])),
        },
    ),
)
