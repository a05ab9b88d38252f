"""What the tests of the registry share: the forms of a rule, values inside its sliders, and a loop without surfaces."""

from __future__ import annotations

from collections.abc import Iterable

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from optimizers.base import Hyper, OptimizerSpec


def forms(spec: OptimizerSpec) -> list[dict]:
    """The options of the default form, then each other choice of each option with the rest at their defaults."""
    default = {option.name: option.default for option in spec.options}
    others = [{**default, o.name: value} for o in spec.options for value in o.values if value != o.default]
    return [default, *others]


def cases() -> list[tuple[OptimizerSpec, dict]]:
    """Every form of every optimizer."""
    return [(spec, form) for spec in OPTIMIZERS.values() for form in forms(spec)]


def case_id(value: object) -> str:
    """A readable name of a test case."""
    if isinstance(value, OptimizerSpec):
        return value.name
    return "-".join(str(v) for v in value.values()) or "plain" if isinstance(value, dict) else str(value)


def defaults(spec: OptimizerSpec) -> dict[str, float]:
    """The hyperparameters at their defaults."""
    return {hyper.name: hyper.default for hyper in spec.hypers}


def inside_slider(hyper: Hyper) -> tuple[float, float]:
    """Two values a quarter and three quarters of the way along the slider, on its own scale."""
    low, high = hyper.slider
    if hyper.memory:
        low, high = (1 - (1 - low) ** (1 - u) * (1 - high) ** u for u in (0.25, 0.75))
    elif hyper.log:
        low, high = (low ** (1 - u) * high**u for u in (0.25, 0.75))
    else:
        low, high = (low + u * (high - low) for u in (0.25, 0.75))
    return low, high


def feed(spec: OptimizerSpec, gradients: Iterable, hypers: dict, **options) -> np.ndarray:
    """The updates that the rule makes of these gradients, whatever the point: one row each."""
    optimizer = spec.make(**{**defaults(spec), **hypers}, **{**forms(spec)[0], **options})
    gradients = jnp.asarray(list(gradients), dtype=float)
    params = jnp.zeros_like(gradients[0])

    def step(carry, gradient):
        params, state = carry
        updates, state = optimizer.update(gradient, state, params)
        return (params + updates, state), updates

    return np.asarray(jax.lax.scan(step, (params, optimizer.init(params)), gradients)[1])
