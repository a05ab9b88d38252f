r"""Momentum keeps a velocity: past gradients add up where they agree and cancel where they do not.

Each convention in its own letters, $g_t = \nabla f(\theta_{t-1})$ in all:

$$
\begin{aligned}
\text{rate outside:} \quad & v_t = \beta v_{t-1} + g_t, && \theta_t = \theta_{t-1} - \alpha v_t \\
\text{rate inside:} \quad & v_t = \beta v_{t-1} - \alpha g_t, && \theta_t = \theta_{t-1} + v_t \\
\text{average:} \quad & v_t = \beta v_{t-1} + (1 - \beta) g_t, && \theta_t = \theta_{t-1} - \alpha v_t \\
\text{corrected average:} \quad & v_t \text{ as the average}, && \theta_t = \theta_{t-1} - \alpha v_t / (1 - \beta^t) \\
\text{dampened:} \quad & v_1 = g_1, \text{ then the average}, && \theta_t = \theta_{t-1} - \alpha v_t
\end{aligned}
$$

**Shines** in ravines: it damps the zigzag across and builds up speed along the floor.
**Fails** to stop: it overshoots minima and circles them, the more so the nearer $\beta$ is to 1.

**Forms.** With the rate outside (torch, optax) and with the rate inside (Keras, Sutskever) the points are the same
for a constant rate; under a schedule the first rescales the whole velocity, the second only new gradients. The
average takes steps smaller by $1 - \beta$, so its rate means something else by that factor. Bias correction restores
the first steps. Torch's dampening is the average, except that the first gradient counts in full.

Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964; Sutskever and others, On the
importance of initialization and momentum in deep learning, 2013.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, Option, decay, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line, Shown, when
from optimizers.trees import debias, zeros_like


class MomentumState(NamedTuple):
    """The step count and the velocity, in the convention's own units."""

    count: jax.Array  # ()
    v: Any  # as params


def momentum(lr: float, beta: float, convention: str = "lr_outside") -> optax.GradientTransformationExtraArgs:
    """Momentum; ``convention`` is "lr_outside", "lr_inside", "ewma", "ewma_corrected" or "dampened"."""

    def init(params: optax.Params) -> MomentumState:
        return MomentumState(jnp.zeros((), jnp.int32), zeros_like(params))

    def update(grads: Any, state: MomentumState, params: Any = None, **extra: Any) -> tuple[Any, MomentumState]:
        count = state.count + 1
        if convention == "lr_inside":
            v = jax.tree.map(lambda v, g: beta * v - lr * g, state.v, grads)
            return v, MomentumState(count, v)
        share = {"lr_outside": 1.0, "dampened": jnp.where(count == 1, 1.0, 1 - beta)}.get(convention, 1 - beta)
        v = jax.tree.map(lambda v, g: beta * v + jnp.asarray(share, g.dtype) * g, state.v, grads)
        rate = lr / debias(beta, count) if convention == "ewma_corrected" else lr
        return jax.tree.map(lambda v: -rate * v, v), MomentumState(count, v)

    return optax.GradientTransformationExtraArgs(init, update)


def _remembered(s: SimpleNamespace) -> np.ndarray:
    # The velocity points along the step in one convention and against it in the others.
    return s.prev_v if s.form["convention"] == "lr_inside" else -s.prev_v


_AVERAGES = ("ewma", "ewma_corrected")

SPEC = OptimizerSpec(
    name="momentum",
    label="Momentum",
    family="Momentum",
    summary="Keeps a velocity, so that past gradients add up where they agree and cancel where they do not.",
    make=momentum,
    hypers=(lr(0.01), decay("beta", "Momentum", r"\beta", 0.9, (0.0, 0.999), momentum=True)),
    options=(
        Option(
            "convention",
            "Convention",
            (
                ("lr_outside", "rate outside the velocity (torch, optax)"),
                ("lr_inside", "rate inside the velocity (Keras)"),
                ("ewma", "average of gradients"),
                ("ewma_corrected", "average, start-up bias removed"),
                ("dampened", "average, first gradient in full (torch dampening)"),
            ),
            "lr_outside",
        ),
    ),
    lines=(
        GRADIENT,
        Line(
            r"v = \beta v + g",
            "velocity",
            lambda s: s.v,
            "{} · {} + {}",
            lambda s: (s.beta, s.prev_v, s.g),
            when(convention="lr_outside"),
        ),
        Line(
            r"v = \beta v - \alpha\, g",
            "velocity",
            lambda s: s.v,
            "{} · {} − {} · {}",
            lambda s: (s.beta, s.prev_v, s.lr, s.g),
            when(convention="lr_inside"),
        ),
        Line(
            r"v = \beta v + (1 - \beta)\, g",
            "running mean of gradients",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.beta, s.prev_v, 1 - s.beta, s.g),
            when(convention=_AVERAGES),
        ),
        Line(
            r"v = \beta v + (1 - \beta)\, g, \quad v_1 = g_1",
            "running mean, first gradient in full",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.beta, s.prev_v, np.where(s.t == 1, 1, 1 - s.beta), s.g),
            when(convention="dampened"),
        ),
        Line(
            r"\hat v = v / (1 - \beta^t)",
            "start-up bias removed",
            lambda s: s.v / (1 - s.beta**s.t),
            "{} / {}",
            lambda s: (s.v, 1 - s.beta**s.t),
            when(convention="ewma_corrected"),
        ),
        Line(
            r"\Delta\theta = -\alpha v",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr, s.v),
            when(convention=("lr_outside", "ewma", "dampened")),
        ),
        Line(
            r"\Delta\theta = -\alpha \hat v",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr, s.v / (1 - s.beta**s.t)),
            when(convention="ewma_corrected"),
        ),
        Line(r"\Delta\theta = v", STEP_WORDS, lambda s: s.step, "{}", lambda s: (s.v,), when(convention="lr_inside")),
    ),
    shows=(Shown("momentum", lambda s: s.beta),),
    memory=_remembered,
    source="Polyak 1964; Sutskever and others 2013, On the importance of initialization and momentum",
    module=__name__,
)
