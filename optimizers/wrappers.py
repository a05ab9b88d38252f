r"""Wrappers: rules around any optimizer. Their names are words of the link: ``a.clip=norm&a.clip.at=5``.

A wrapper's ``wrap(inner, form, **hypers)`` returns an optimizer whose state is a NamedTuple with a field ``inner``, so
that what is inside the wrapped rule stays to be seen. Its registry is in the order in which wrappers are put on.

**Clipping** limits the gradient before the rule sees it. By value each coordinate is cut to $[-c, c]$; by norm the
whole gradient is shortened to length $c$, which keeps its direction; on one side only values above $c$ are cut, so that
a large negative gradient passes, as some lectures print it.
Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013, arXiv:1211.5063.

**Cautious** drops every coordinate of the rule's step that does not go downhill, $u\,g \ge 0$, and lengthens the rest:
by $n$ over the number kept (its authors' newer code), or over that number and 1 (the first one). Its decay is
taken off every coordinate.
Source: Liang and others, Cautious optimizers: improving training with one line of code, 2024, arXiv:2411.16085.

**SAM** gives the rule the gradient at the worst point nearby, $\nabla f(\theta + \rho\, g / \lVert g \rVert)$: it seeks
flat minima at the price of two gradients a step.
Source: Foret and others, Sharpness-aware minimization, 2021, arXiv:2010.01412.

**Lookahead** lets the rule run for $k$ steps from a slow point, then moves that point by the share $\alpha$ of the way
and starts the rule from there again. One package moves it after the first step, too.
Source: Zhang and others, Lookahead optimizer: k steps forward, 1 step back, 2019, arXiv:1907.08610.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec
from optimizers.trees import multiple, norm, resized


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
        return jax.tree.map(keep, updates, grads, params), WrappedState(after)

    return optax.GradientTransformationExtraArgs(init, update)


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


def carried(state: Any, by: Any) -> Any:
    """The state with the points in it, which it lists as ``points``, moved as the parameters were."""
    if hasattr(state, "inner"):
        state = state._replace(inner=carried(state.inner, by))
    points = getattr(state, "points", ())
    return (
        state._replace(**{name: jax.tree.map(jnp.add, getattr(state, name), by) for name in points})
        if points
        else state
    )


AT = Hyper("at", "Gradient threshold", "c", 5.0, 0.0, 1e6, (1e-2, 1e2), log=True)
DECAY = Hyper("decay", "Decay per step", "d", 0.0, 0.0, 1.0, (0.0, 0.1), help="The share taken off every coordinate.")
RHO = Hyper("rho", "Neighbourhood size", r"\rho", 0.05, 0.0, 1e6, (0.01, 2.0), log=True)
K = Hyper("k", "Inner steps", "k", 5.0, 1.0, 20_000.0, (1.0, 20.0), whole=True)
ALPHA = Hyper("alpha", "Slow step size", r"\alpha", 0.5, 0.0, 1.0, (0.0, 1.0))
WRAPPERS: dict[str, Wrapper] = {
    "cautious": Wrapper(
        "cautious",
        "Cautious",
        "Drops what does not go downhill.",
        {"mean": (DECAY,), "sum": (DECAY,)},
        {"mean": "lengthened by n / kept", "sum": "lengthened by n / (kept + 1)"},
        cautious,
    ),
    "clip": Wrapper(
        "clip",
        "Gradient clipping",
        "Limits the gradient before the rule sees it.",
        {"value": (AT,), "norm": (AT,), "one_side": (AT,)},
        {"value": "each coordinate to ±c", "norm": "to length c", "one_side": "only above c: large negative ones pass"},
        clip,
    ),
    "sam": Wrapper(
        "sam",
        "SAM",
        "Takes the gradient at the worst point nearby.",
        {"on": (RHO,)},
        {"on": "two gradients a step"},
        sam,
        gradients=2,
    ),
    "lookahead": Wrapper(
        "lookahead",
        "Lookahead",
        "Runs k steps ahead, then goes part of the way back.",
        {"late": (K, ALPHA), "early": (K, ALPHA)},
        {"late": "after every k steps", "early": "after the first step, too (torch-optimizer)"},
        lookahead,
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

    def stands(params: Any, state: Any) -> Any:
        return wrapper.stands(state) if wrapper.stands else spec.stands(params, state.inner)

    return replace(spec, make=make, stands=stands, gradients=spec.gradients * wrapper.gradients)
