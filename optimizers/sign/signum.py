r"""Signum moves every coordinate by the same amount, against the sign of its running mean gradient.

$$
m_t = \beta m_{t-1} + (1 - \beta)\, g_t, \qquad \theta_t = \theta_{t-1} - \alpha\, \text{sign}(m_t)
$$

**Shines** where single gradients are noisy: their mean has the sign that counts.
**Fails** to settle, as signSGD does, and overshoots by as many steps as the mean needs to turn.

**Forms.** None: all sources agree; at $\beta = 0$ it is signSGD.

Source: Bernstein and others, signSGD: compressed optimisation for non-convex problems, 2018, arXiv:1802.04434.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, decay, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.trees import ewma, zeros_like


class SignumState(NamedTuple):
    """The running mean of gradients."""

    m: Any  # as params


def signum(lr: float, beta: float) -> optax.GradientTransformationExtraArgs:
    """Signum."""

    def init(params: optax.Params) -> SignumState:
        return SignumState(zeros_like(params))

    def update(grads: Any, state: SignumState, params: Any = None, **extra: Any) -> tuple[Any, SignumState]:
        m = ewma(beta, state.m, grads)
        return jax.tree.map(lambda m: -lr * jnp.sign(m), m), SignumState(m)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="signum",
    label="Signum",
    family="Sign",
    summary="Moves every coordinate by the same amount, against the sign of its running mean gradient.",
    make=signum,
    hypers=(lr(0.01, (1e-4, 1.0)), decay("beta", "Momentum", r"\beta", 0.9, (0.0, 0.999), momentum=True)),
    lines=(
        GRADIENT,
        Line(
            r"m = \beta m + (1 - \beta)\, g",
            "running mean of gradients",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.beta, s.prev_m, 1 - s.beta, s.g),
        ),
        Line(
            r"\Delta\theta = -\alpha\, \text{sign}(m)",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr, np.sign(s.m)),
        ),
    ),
    memory=lambda s: -s.m,
    source="Bernstein and others 2018, arXiv:1802.04434",
    module=__name__,
)
