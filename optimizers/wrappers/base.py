"""What every wrapper is made of, and what several of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.flatten_util import ravel_pytree

from locales import Words
from optimizers.base import Hyper

Numbers = Mapping[str, Any]  # of a wrapper, by name; one that a schedule moves is (steps, 1)


@dataclass(frozen=True)
class OfGradients:
    """What a wrapper makes of the gradients (steps, 2) that reach it, for the lines of an explanation.

    ``words`` say which gradient the rule then sees; ``applied(g, form, numbers)`` is None where that is not kept.
    ``told`` has the right-hand side of the line for each form, see ``optimizers.explain.Line``, and what fills it:
    ``parts(before, after, numbers)``.
    """

    words: Words
    applied: Callable[[np.ndarray, str, Numbers], np.ndarray] | None = None
    told: Mapping[str, tuple[str, Callable[[np.ndarray, np.ndarray, Numbers], tuple[Any, ...]]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class OfSteps:
    """What a wrapper makes of the steps (steps, 2) of the rule inside, for the lines of an explanation.

    ``words`` say which step is taken then; ``added(s, numbers)`` is what it adds to each, from what lines compute from,
    None where the step before is not kept. ``told`` and ``parts(before, s, numbers)`` are the right-hand side of the
    line and what fills it.
    """

    words: Words
    added: Callable[[SimpleNamespace, Numbers], np.ndarray] | None = None
    told: str = ""
    parts: Callable[[np.ndarray, SimpleNamespace, Numbers], tuple[Any, ...]] = lambda before, s, numbers: ()


@dataclass(frozen=True)
class Wrapper:
    """A rule around a rule; ``forms`` lists the numbers of each form, ``words`` says in a few words what it does.

    ``latex`` is the formula of each form, ``source`` where it was published, ``changes`` how an explanation tells it.
    ``stands(state)``, where given, returns the point where the method stands; ``gradients`` multiplies what one step
    of the wrapped rule costs. The numbers in ``follows`` fall and rise as the rule's rate does under its schedule, and
    are multiplied by that rate, too, in the forms in ``per_rate``.
    """

    name: str
    label: Words
    summary: Words
    forms: Mapping[str, tuple[Hyper, ...]]
    words: Mapping[str, Words]
    latex: Mapping[str, str]
    source: str
    wrap: Callable[..., optax.GradientTransformationExtraArgs]
    changes: OfGradients | OfSteps
    gradients: int = 1
    stands: Callable[[Any], Any] | None = None
    follows: tuple[str, ...] = ()
    per_rate: tuple[str, ...] = ()


class WrappedState(NamedTuple):
    """The state of the rule inside, where the wrapper remembers nothing itself."""

    inner: Any


def seed(of: str) -> Hyper:
    """The seed of the draws of ``of``, in words."""
    return Hyper("seed", f"Seed of the {of}", "", 0.0, 0.0, 1e6, (0.0, 100.0), whole=True)


def carried(state: Any, by: Any) -> Any:
    """The state where a wrapper has changed the rule's step ``by`` so much.

    What it lists as ``points``, points of its own and its last step, changes as the parameters do. Each is as the
    parameters are, or all of their numbers in one row.
    """
    if hasattr(state, "inner"):
        state = state._replace(inner=carried(state.inner, by))
    points = getattr(state, "points", ())
    return state._replace(**{name: _moved(getattr(state, name), by) for name in points}) if points else state


def _moved(point: Any, by: Any) -> Any:
    alike = jax.tree.map(jnp.shape, point) == jax.tree.map(jnp.shape, by)
    return jax.tree.map(jnp.add, point, by if alike else ravel_pytree(by)[0])
