r"""Wrappers: rules around any optimizer. Their names are words of the link: ``a.clip=norm&a.clip.at=5``.

A wrapper's ``wrap(inner, form, **hypers)`` returns an optimizer whose state is a NamedTuple with a field ``inner``, so
that what is inside the wrapped rule stays to be seen. Its registry is in the order in which wrappers are put on.

**Clipping** limits the gradient before the rule sees it. By value each coordinate is cut to $[-c, c]$; by norm the
whole gradient is shortened to length $c$, which keeps its direction; as the decks print it, only values above $c$ are
cut, so that a large negative gradient passes.
Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013, arXiv:1211.5063.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec


@dataclass(frozen=True)
class Wrapper:
    """``forms`` lists the numbers of each form; ``words`` says in a few words what the form does.

    ``stands(state)``, where given, returns the point where the method stands; ``gradients`` multiplies what one step
    of the wrapped rule costs.
    """

    name: str
    label: str
    summary: str
    forms: Mapping[str, tuple[Hyper, ...]]
    words: Mapping[str, str]
    wrap: Callable[..., optax.GradientTransformationExtraArgs]
    gradients: int = 1
    stands: Callable[[Any], Any] | None = None


class WrappedState(NamedTuple):
    """The state of the rule inside, where the wrapper remembers nothing itself."""

    inner: Any


def clip(inner: optax.GradientTransformationExtraArgs, form: str, at: float) -> optax.GradientTransformationExtraArgs:
    """Clip the gradient at ``at`` by "value", by "norm" or on "one_side", then let ``inner`` use it."""

    def limit(grads: Any) -> Any:
        if form == "norm":
            scale = jnp.minimum(1.0, at / jnp.maximum(optax.tree.norm(grads), jnp.finfo(jnp.float32).tiny))
            return jax.tree.map(lambda g: g * scale, grads)
        lowest = -at if form == "value" else -jnp.inf
        return jax.tree.map(lambda g: jnp.clip(g, lowest, at), grads)

    def init(params: optax.Params) -> WrappedState:
        return WrappedState(inner.init(params))

    def update(grads, state, params=None, **extra):  # noqa: ANN001
        clipped = limit(grads)
        if "grad" in extra:
            extra = {**extra, "grad": clipped}
        updates, after = inner.update(clipped, state.inner, params, **extra)
        return updates, WrappedState(after)

    return optax.GradientTransformationExtraArgs(init, update)


AT = Hyper("at", "Clip at", "c", 5.0, 0.0, 1e6, (1e-2, 1e2), log=True)
WRAPPERS: dict[str, Wrapper] = {
    "clip": Wrapper(
        "clip",
        "Gradient clipping",
        "Limits the gradient before the rule sees it.",
        {"value": (AT,), "norm": (AT,), "one_side": (AT,)},
        {"value": "each coordinate to ±c", "norm": "to length c", "one_side": "above c only, as the decks print it"},
        clip,
    ),
}


def wrapped(spec: OptimizerSpec, parts: tuple[tuple[str, str], ...]) -> OptimizerSpec:
    """``spec`` with wrappers put on, innermost first; ``parts`` pairs the name of each with its form.

    The ``make`` of the result takes the wrappers' numbers beside the rule's own, as "clip.at".
    """
    for name, form in parts:
        spec = _put_on(spec, WRAPPERS[name], form)
    return spec


def _put_on(spec: OptimizerSpec, wrapper: Wrapper, form: str) -> OptimizerSpec:
    names = {f"{wrapper.name}.{hyper.name}": hyper.name for hyper in wrapper.forms[form]}

    def make(**values: Any) -> optax.GradientTransformationExtraArgs:
        own = {name: value for name, value in values.items() if name not in names}
        return wrapper.wrap(spec.make(**own), form, **{short: values[name] for name, short in names.items()})

    def stands(params: Any, state: Any, hypers: Mapping[str, float]) -> Any:
        return wrapper.stands(state) if wrapper.stands else spec.stands(params, state.inner, hypers)

    return replace(spec, make=make, stands=stands, gradients=spec.gradients * wrapper.gradients)
