r"""AggMo averages several velocities, each with a momentum of its own.

$$
v^{(i)}_t = \beta_i v^{(i)}_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \frac{\alpha}{K} \sum_{i=1}^{K} v^{(i)}_t
$$

**Shines** where plain momentum would oscillate: the quick velocities damp what the slow one stirs up, so a memory of
0.999 can be used.
**Fails** to save memory: one buffer for each velocity.

**Forms.** The paper spaces the momenta as $1 - 0.1^{i-1}$: 0, 0.9, 0.99. Four can be set here; $K$ says how many
count.

Source: Lucas, Sun, Zemel and Grosse, Aggregated momentum: stability through passive damping, 2019, arXiv:1804.00325.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line

MOST = 4


class AggmoState(NamedTuple):
    """The velocities, stacked along a first axis."""

    v: Any  # as params, with a leading axis of K


def aggmo(lr: float, k: int = 3, **betas: float) -> optax.GradientTransformationExtraArgs:
    """AggMo with the first ``k`` of the momenta ``beta1`` to ``beta4``."""

    def init(params: optax.Params) -> AggmoState:
        return AggmoState(jax.tree.map(lambda p: jnp.zeros((k, *p.shape), p.dtype), params))

    def update(grads: Any, state: AggmoState, params: Any = None, **extra: Any) -> tuple[Any, AggmoState]:
        def push(v: jax.Array, g: jax.Array) -> jax.Array:
            return jnp.stack([betas[f"beta{i + 1}"] * v[i] + g for i in range(k)])

        v = jax.tree.map(push, state.v, grads)
        return jax.tree.map(lambda v: -lr * jnp.mean(v, axis=0), v), AggmoState(v)

    return optax.GradientTransformationExtraArgs(init, update)


def _beta(i: int) -> Hyper:
    return Hyper(
        f"beta{i}",
        f"Momentum {i}",
        rf"\beta_{i}",
        1 - 0.1 ** (i - 1),
        0.0,
        0.9999999,
        (0.0, 0.9999),
        memory=True,
        when=lambda options: i <= int(options["k"]),
    )


def _velocity(i: int) -> Line:
    return Line(
        rf"v^{{({i})}} = \beta_{i} v^{{({i})}} + g",
        f"velocity {i}",
        lambda s: s.v[:, i - 1],
        "{} · {} + {}",
        lambda s: (getattr(s, f"beta{i}"), s.prev_v[:, i - 1], s.g),
        lambda options: i <= int(options["k"]),
    )


SPEC = OptimizerSpec(
    name="aggmo",
    label="AggMo",
    family="Momentum",
    summary="Averages several velocities, each with a momentum of its own.",
    make=aggmo,
    hypers=(lr(0.001), *(_beta(i) for i in range(1, MOST + 1))),
    options=(Option("k", "Velocities", tuple((k, str(k)) for k in range(1, MOST + 1)), 3),),
    lines=(
        GRADIENT,
        *(_velocity(i) for i in range(1, MOST + 1)),
        Line(
            r"\Delta\theta = -\alpha\, \text{mean}(v)",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr, np.mean(s.v, axis=1)),
        ),
    ),
    memory=lambda s: -np.mean(s.prev_v, axis=1),
    source="Lucas, Sun, Zemel and Grosse 2019, arXiv:1804.00325",
    module=__name__,
)
