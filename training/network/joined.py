"""Parameters of a network joined by kind: all weights in one vector, all biases in another, in the order of the layers.

A rule that treats every number by itself takes the same step with them, digit by digit, in one operation for each kind
where it has one for each array of each layer: its program compiles in two thirds of the time and runs in half.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import jaxprs_in_params

from locales.formats import Value
from optimizers import OPTIMIZERS
from optimizers.wrappers import WRAPPERS, wrapped
from training.choice import Choice, forms_of
from training.loop import Problem
from training.network.model import Params, Structure

Shapes: TypeAlias = tuple[tuple[tuple[str, tuple[int, ...]], ...], ...]  # of each layer, by name

PROBE = (2, 3)  # the shape of an array that rules are tried on
BY_ITSELF = {
    *("add", "add_any", "sub", "mul", "div", "neg", "abs", "sign", "max", "min", "clamp", "square", "integer_pow"),
    *("pow", "sqrt", "rsqrt", "cbrt", "exp", "exp2", "expm1", "log", "log1p", "tanh", "logistic", "floor", "round"),
    *("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "select_n", "is_finite", "convert_element_type", "copy"),
}  # operations that make of each number another one
CALLS = {"jit", "pjit", "custom_jvp_call", "custom_vjp_call", "cond"}  # what they do is looked into


@partial(jax.tree_util.register_dataclass, data_fields=["kinds"], meta_fields=["shapes"])
@dataclass(frozen=True)
class Joined:
    """Parameters (..., numbers) by the name of their kind, and the shapes that they have in each layer."""

    kinds: dict[str, Any]
    shapes: Shapes


def join(params: Params | Joined) -> Joined:
    """The parameters of layers by kind; those of numpy give numpy's."""
    if isinstance(params, Joined):
        return params
    names = sorted({name for layer in params for name in layer})
    shapes = tuple(tuple(sorted((name, np.shape(x)) for name, x in layer.items())) for layer in params)
    stack = np.concatenate if isinstance(params[0][names[0]], np.ndarray) else jnp.concatenate
    return Joined({name: stack([x[name].ravel() for x in params if name in x]) for name in names}, shapes)


def apart(params: Params | Joined) -> Params:
    """The parameters of each layer again, with the axes that stand before."""
    if not isinstance(params, Joined):
        return params
    begun, layers = dict.fromkeys(params.kinds, 0), []
    for shapes in params.shapes:
        layer = {}
        for name, shape in shapes:
            end = begun[name] + int(np.prod(shape))
            values = params.kinds[name][..., begun[name] : end]
            layer[name], begun[name] = values.reshape(*values.shape[:-1], *shape), end
        layers.append(layer)
    return layers


def all_apart(tree: Any) -> Any:
    """A tree, such as the state of a rule, with the parameters of each layer in the place of joined ones."""
    return jax.tree.map(apart, tree, is_leaf=lambda part: isinstance(part, Joined))


@jax.custom_vjp
def _apart(params: Joined) -> Params:
    """As ``apart``, with a gradient that is put together once, where JAX would add one of zeros for each array."""
    return apart(params)


_apart.defvjp(lambda params: (apart(params), None), lambda none, slopes: (join(slopes),))


def of_either(problem: Problem) -> Problem:
    """A problem of layers, for parameters that may be joined."""

    def layers(params: Params | Joined) -> Params:
        return _apart(params) if isinstance(params, Joined) else params

    residuals, remember = problem.residuals, problem.remember
    return problem._replace(
        loss=lambda params, draw: problem.loss(layers(params), draw),
        residuals=None if residuals is None else lambda params, draw: residuals(layers(params), draw),
        remember=lambda params, draw, memory: remember(layers(params), draw, memory),
    )


def suited(structure: Structure, choice: Choice, params: Params) -> Params | Joined:
    """Parameters as the rule takes them: joined, where it treats every number by itself, of a plain network."""
    alone = structure.plain and not structure.held
    return join(params) if alone and by_itself(choice.optimizer, choice.options, forms_of(choice.wrappers)) else params


@cache
def by_itself(optimizer: str, options: tuple[tuple[str, Value], ...], forms: tuple[tuple[str, str], ...]) -> bool:
    """Whether this form of a rule does to each number what it would do if there were no other, read off its program."""
    spec = wrapped(OPTIMIZERS[optimizer], forms)
    if spec.needs or spec.gradients > 1:
        return False
    numbers = {hyper.name: hyper.default for hyper in spec.hypers}
    numbers |= {f"{name}.{hyper.name}": hyper.default for name, form in forms for hyper in WRAPPERS[name].forms[form]}

    def trial(numbers: dict[str, float], params: Any, grads: Any, value: Any) -> Any:
        rule = spec.make(**numbers, **dict(options))
        state = rule.init(params)
        updates, after = rule.update(grads, state, params, value=value, grad=grads)
        return updates, after, spec.stands(params, after)

    probe = jax.ShapeDtypeStruct(PROBE, jnp.float32)
    try:
        made = jax.make_jaxpr(trial)(numbers, [probe], [probe], jax.ShapeDtypeStruct((), jnp.float32))
    except (KeyError, TypeError):  # it asks for losses elsewhere
        return False
    return _each(made.jaxpr)


def _each(jaxpr: Any) -> bool:
    """Whether all that is done to arrays of the PROBE's shape is done to each of their numbers."""
    for equation in jaxpr.eqns:
        name, inner = equation.primitive.name, [*jaxprs_in_params(equation.params)]
        reads, makes = ([np.shape(x.aval) for x in part] for part in (equation.invars, equation.outvars))
        if inner and name in CALLS:
            if not all(map(_each, inner)):
                return False
        elif PROBE in reads:
            if name not in BY_ITSELF or {*makes} != {PROBE}:
                return False
        elif any(made != () for made in makes) and (name != "broadcast_in_dim" or any(read != () for read in reads)):
            return False
    return True
