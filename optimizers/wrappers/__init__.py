"""Wrappers: rules around any optimizer. Their names are words of the link: ``a.clip=norm&a.clip.at=5``.

A wrapper's ``wrap(inner, form, **hypers)`` returns an optimizer whose state is a NamedTuple with a field ``inner``, so
that what is inside the wrapped rule stays to be seen. One wrapper is one file, which ends in its WRAPPER. The registry
is in the order in which they are put on, innermost first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import optax

from optimizers.base import OptimizerSpec
from optimizers.wrappers import cautious, clip, decoupled, lookahead, noise, sam, stale
from optimizers.wrappers.base import Wrapper

WRAPPERS: dict[str, Wrapper] = {
    module.WRAPPER.name: module.WRAPPER for module in (cautious, decoupled, noise, clip, stale, sam, lookahead)
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

    def stands(params: Any, state: Any) -> Any:
        return wrapper.stands(state) if wrapper.stands else spec.stands(params, state.inner)

    return replace(spec, make=make, stands=stands, gradients=spec.gradients * wrapper.gradients)
