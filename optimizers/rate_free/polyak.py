r"""Polyak's step takes its length from how far the loss is above its known minimum.

$$
\alpha_t = \min\left( \frac{f(\theta_{t-1}) - f^*}{\lVert g_t \rVert^2},\; \alpha_{\max} \right), \qquad
\theta_t = \theta_{t-1} - \alpha_t\, g_t
$$

**Shines** where the lowest value $f^*$ is known, as in networks that can fit all their data: then no rate is needed.
**Fails** where it is not: too low a guess makes steps that never settle. Where the loss is below too high a guess the
step goes uphill, the farther the flatter it is there, and no maximum holds it.

**Forms.** With mini-batches and a cap it is the stochastic Polyak step. One package adds $10^{-6}$ to
$\lVert g \rVert^2$. Optax 0.2.8 with a scaling other than 1 scales the wrong way; here there is none.

Source: Polyak, Introduction to optimization, 1987; Loizou and others, Stochastic Polyak step-size for SGD, 2021,
arXiv:2002.10542.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec
from optimizers.explain import GRADIENT, STEP_WORDS, Line, Shown
from optimizers.trees import measured


def polyak(max_lr: float, f_min: float) -> optax.GradientTransformationExtraArgs:
    """Polyak's step; ``update`` needs ``value``. It keeps no state."""

    def init(params: optax.Params) -> optax.EmptyState:
        return optax.EmptyState()

    def update(
        grads: Any, state: optax.EmptyState, params: Any = None, *, value: Any, **extra: Any
    ) -> tuple[Any, optax.EmptyState]:
        length, unit = measured(grads)
        known = length > 0
        rate = jnp.where(known, (value - f_min) * unit / jnp.where(known, length**2, 1.0) * unit, 0.0)
        return jax.tree.map(lambda g: -jnp.minimum(rate, max_lr).astype(g.dtype) * g, grads), state

    return optax.GradientTransformationExtraArgs(init, update)


def _rate(s: SimpleNamespace) -> np.ndarray:
    return -np.sum(s.step * s.g, axis=1, keepdims=True) / np.sum(s.g**2, axis=1, keepdims=True)


SPEC = OptimizerSpec(
    name="polyak",
    label="Polyak step",
    family="Rate-free",
    summary="Takes the length of its step from how far the loss is above its known minimum.",
    make=polyak,
    hypers=(
        Hyper("max_lr", "Maximum learning rate", r"\alpha_{\max}", 1.0, 0.0, 1e6, (1e-3, 10.0), log=True),
        Hyper("f_min", "Optimal value", "f^*", 0.0, -1e9, 1e9, (-10.0, 10.0), help="The loss at the minimum."),
    ),
    lines=(
        GRADIENT,
        Line(
            r"\alpha = \min((f - f^*) / \lVert g \rVert^2,\; \alpha_{\max})",
            "rate of this step",
            _rate,
            "min(({} − {}) / {}, {})",
            lambda s: (s.loss, s.f_min, np.sum(s.g**2, axis=1, keepdims=True), s.max_lr),
        ),
        Line(
            r"\Delta\theta = -\alpha\, g",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {}",
            lambda s: (_rate(s), s.g),
        ),
    ),
    needs=("value",),
    shows=(Shown("lr", _rate),),
    source="Polyak 1987; Loizou and others 2021, arXiv:2002.10542",
    module=__name__,
)
