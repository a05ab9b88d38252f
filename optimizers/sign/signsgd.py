r"""signSGD moves every coordinate by the same amount, against the sign of its gradient.

$$
\theta_t = \theta_{t-1} - \alpha\, \text{sign}(g_t)
$$

**Shines** where gradients are sent over a network (one bit each) and where scales differ wildly.
**Fails** to settle: on a quadratic it ends in a cycle of two points $\alpha$ apart.

**Forms.** None: all sources agree, with $\text{sign}(0) = 0$.

Source: Bernstein and others, signSGD: compressed optimisation for non-convex problems, 2018, arXiv:1802.04434.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line


def signsgd(lr: float) -> optax.GradientTransformationExtraArgs:
    """SignSGD. It keeps no state."""

    def init(params: optax.Params) -> optax.EmptyState:
        return optax.EmptyState()

    def update(grads: Any, state: optax.EmptyState, params: Any = None, **extra: Any) -> tuple[Any, optax.EmptyState]:
        return jax.tree.map(lambda g: -lr * jnp.sign(g), grads), state

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="signsgd",
    label="signSGD",
    family="Sign",
    summary="Moves every coordinate by the same amount, against the sign of its gradient.",
    make=signsgd,
    hypers=(lr(0.01, (1e-4, 1.0)),),
    lines=(
        GRADIENT,
        Line(
            r"\Delta\theta = -\alpha\, \text{sign}(g)",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (s.lr, np.sign(s.g)),
        ),
    ),
    source="Bernstein and others 2018, arXiv:1802.04434",
    module=__name__,
)
