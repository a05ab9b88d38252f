r"""Stale gradients reach the rule some steps after the point at which they were taken.

Several machines that train one network without waiting for each other do this: while one computes its gradient, the
others move the parameters. With a fixed delay the rule sees $g_{t-d}$; at first, all have begun at the start, and
$g_0$ it is. On a curvature $\lambda$, gradient descent one step late is heavy ball of the same rate with momentum
$\alpha\lambda$. With a random delay $\tau$, geometric of mean $\bar d$ as with $\bar d + 1$ machines and queues, the
mean step is that of momentum $\beta = \bar d / (\bar d + 1)$ with its rate times $1 - \beta$: asynchrony begets
momentum. A loss that a rule looks at is that of now, and no gradient is later than 32 steps.

Source: Mitliagkas, Zhang, Hadjis and Ré, Asynchrony begets momentum, with an application to deep learning, 2016,
arXiv:1605.09774.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from locales import Words
from optimizers.base import Hyper
from optimizers.schedules import LONGEST
from optimizers.trees import whole
from optimizers.wrappers.base import Numbers, OfGradients, Wrapper, seed

LATEST = 32  # steps
AGO: Words = "{}, {} steps ago"  # a formula with a few words in it


class StaleState(NamedTuple):
    """The step count, the last gradients, that of step t in row t % (LATEST + 1), and the state of the rule inside."""

    count: jax.Array  # ()
    past: Any  # as params, with a leading axis of LATEST + 1
    inner: Any


def stale(
    inner: optax.GradientTransformationExtraArgs, form: str, **numbers: float
) -> optax.GradientTransformationExtraArgs:
    """Give ``inner`` an older gradient: "fixed" ``delay`` steps ago, or "random" with a ``mean`` delay and ``seed``."""

    def init(params: optax.Params) -> StaleState:
        empty = jax.tree.map(lambda p: jnp.zeros((LATEST + 1, *p.shape), p.dtype), params)
        return StaleState(jnp.zeros((), jnp.int32), empty, inner.init(params))

    def update(grads: Any, state: StaleState, params: Any = None, **extra: Any) -> tuple[Any, StaleState]:
        row = state.count % (LATEST + 1)
        past = jax.tree.map(lambda kept, g: kept.at[row].set(g), state.past, grads)
        seen = (state.count - delay(form, state.count, **numbers)) % (LATEST + 1)
        late = jax.tree.map(lambda kept: kept[seen], past)
        if "grad" in extra:
            extra = {**extra, "grad": late}
        updates, after = inner.update(late, state.inner, params, **extra)
        return updates, StaleState(state.count + 1, past, after)

    return optax.GradientTransformationExtraArgs(init, update)


def delay(form: str, count: jax.Array, **numbers: Any) -> jax.Array:
    """How many steps ago the gradient was taken that the rule sees at step ``count``; never before the start."""
    if form == "fixed":
        steps = whole(numbers["delay"])
    else:
        draws = jax.random.key(jnp.asarray(whole(numbers["seed"]), jnp.int32), impl="threefry2x32")
        uniform, mean = jax.random.uniform(jax.random.fold_in(draws, count), dtype=jnp.float32), numbers["mean"]
        steps = jnp.floor(jnp.log1p(-uniform) / jnp.log(mean / (1 + mean)))  # at least l with probability share^l
    return jnp.minimum(jnp.clip(steps, 0, LATEST).astype(jnp.int32), count)


def _late(g: np.ndarray, form: str, numbers: Numbers) -> np.ndarray:
    return g[np.arange(len(g)) - _ages(form, numbers, len(g))]


def _ages(form: str, numbers: Numbers, steps: int) -> np.ndarray:
    """How late the gradient of each step is: (steps,)."""
    return _delays(form, tuple(numbers.items()))[:steps]


@lru_cache(maxsize=8)
def _delays(form: str, numbers: tuple[tuple[str, float], ...]) -> np.ndarray:
    return np.asarray(jax.jit(jax.vmap(lambda t: delay(form, t, **dict(numbers))))(np.arange(LONGEST)))


DELAY = Hyper("delay", "Delay", "d", 4.0, 0.0, LATEST, (0.0, LATEST), whole=True, help="Steps.")
MEAN = Hyper("mean", "Mean delay", r"\bar d", 4.0, 0.0, 8.0, (0.0, 8.0), help="Steps.")
WRAPPER = Wrapper(
    name="stale",
    label="Stale gradients",
    summary="Gives the rule a gradient of some steps ago, as machines do that do not wait for each other.",
    forms={"fixed": (DELAY,), "random": (MEAN, seed("delays"))},
    words={"fixed": "d steps late", "random": "late by chance"},
    latex={
        "fixed": r"g \leftarrow g_{\max(0, t - d)}",
        "random": r"g \leftarrow g_{\max(0, t - \tau)},\quad P(\tau \ge l) = \left(\bar d / (1 + \bar d)\right)^l",
    },
    source="Mitliagkas, Zhang, Hadjis and Ré 2016, arXiv:1605.09774",
    wrap=stale,
    changes=OfGradients(
        "of an earlier step",
        _late,
        {
            "fixed": (AGO, lambda g, late, n: (late, _ages("fixed", n, len(g)))),
            "random": (AGO, lambda g, late, n: (late, _ages("random", n, len(g)))),
        },
    ),
)
