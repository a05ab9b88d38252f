r"""Gradient descent goes straight downhill, by a step in proportion to the slope.

$$
\theta_t = \theta_{t-1} - \alpha\, g_t, \qquad g_t = \nabla f(\theta_{t-1})
$$

**Shines** where all directions are about equally steep, and as the yardstick for everything else: it has one number
to set and no memory.
**Fails** in a ravine: $\alpha$ must stay below $2 / \lambda_{\max}$ or the steep direction diverges, and then the
flat direction hardly moves. At a saddle it slows to a crawl.

**Forms.** None: all sources agree. With mini-batches, or with gradient noise here, it is stochastic gradient descent.

Source: Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847; Robbins and Monro, A
stochastic approximation method, 1951.
"""

from __future__ import annotations

from typing import Any

import jax
import optax

from optimizers.base import OptimizerSpec, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line


def sgd(lr: float) -> optax.GradientTransformationExtraArgs:
    """Gradient descent. It keeps no state."""

    def init(params: optax.Params) -> optax.EmptyState:
        return optax.EmptyState()

    def update(grads: Any, state: optax.EmptyState, params: Any = None, **extra: Any) -> tuple[Any, optax.EmptyState]:
        return jax.tree.map(lambda g: -lr * g, grads), state

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="sgd",
    label="SGD",
    family="Plain",
    summary="Goes straight downhill, by a step in proportion to the slope.",
    make=sgd,
    hypers=(lr(0.01),),
    lines=(
        GRADIENT,
        Line(r"\Delta\theta = -\alpha\, g", STEP_WORDS, lambda s: s.step, "−{} · {}", lambda s: (s.lr, s.g)),
    ),
    source="Robbins and Monro 1951, A stochastic approximation method",
    module=__name__,
)
