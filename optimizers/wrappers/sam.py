r"""SAM gives the rule the gradient at the worst point nearby, $\nabla f(\theta + \rho\, g / \lVert g \rVert)$.

It seeks flat minima at the price of two gradients a step.

Source: Foret and others, Sharpness-aware minimization, 2021, arXiv:2010.01412.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper
from optimizers.trees import resized
from optimizers.wrappers.base import OfGradients, WrappedState, Wrapper


def sam(inner: optax.GradientTransformationExtraArgs, form: str, rho: float) -> optax.GradientTransformationExtraArgs:
    """Give ``inner`` the gradient at distance ``rho`` uphill; needs ``value_fn``. There is one form, "on"."""

    def init(params: optax.Params) -> WrappedState:
        return WrappedState(inner.init(params))

    def update(
        grads: Any, state: WrappedState, params: Any = None, *, value_fn: Any, **extra: Any
    ) -> tuple[Any, WrappedState]:
        worst = jax.grad(value_fn)(jax.tree.map(jnp.add, params, resized(grads, rho, margin=1e-12)))
        updates, after = inner.update(worst, state.inner, params, value_fn=value_fn, **{**extra, "grad": worst})
        return updates, WrappedState(after)

    return optax.GradientTransformationExtraArgs(init, update)


RHO = Hyper("rho", "Neighbourhood size", r"\rho", 0.05, 0.0, 1e6, (0.01, 2.0), log=True)
WRAPPER = Wrapper(
    name="sam",
    label="SAM",
    summary="Takes the gradient at the worst point nearby.",
    forms={"on": (RHO,)},
    words={"on": "two gradients a step"},
    latex={"on": r"g \leftarrow \nabla f(\theta + \rho\, g / \lVert g \rVert)"},
    source="Foret and others 2021, arXiv:2010.01412",
    wrap=sam,
    changes=OfGradients("at the worst point nearby"),
    gradients=2,
)
