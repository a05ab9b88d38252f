r"""LAMB takes Adam's direction and gives each layer a step in proportion to the length of its weights.

$$
u_t = \hat m_t / (\sqrt{\hat v_t} + \epsilon) + \lambda\, \theta_{t-1}, \qquad
\theta_t = \theta_{t-1} - \alpha\, \frac{\lVert \theta_{t-1} \rVert}{\lVert u_t \rVert}\, u_t
$$

with $\hat m_t$ and $\hat v_t$ as in Adam.

**Shines** with very large batches: it trained BERT in 76 minutes.
**Fails** to settle on a surface: each step is $\alpha$ times the distance from the origin, whatever the slope.

**Forms.** Optax's rule, and timm's when told to adapt always. Keras adds the decay after the ratio; others bound the
length of the weights, or normalize the gradient first. Where a length is 0 the ratio is 1.

Source: You and others, Large batch optimization for deep learning: training BERT in 76 minutes, 2020,
arXiv:1904.00962, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.base import ADAM_HYPERS, OptimizerSpec, eps, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line, M, V, corrected, lengths, m_hat, v_hat
from optimizers.trees import debias, ewma, norm, quotient, squares, zeros_like


def lamb(lr: float, b1: float, b2: float, eps: float, wd: float) -> optax.GradientTransformationExtraArgs:
    """LAMB."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        c1, c2 = debias(b1, count), debias(b2, count)

        def step(m: jax.Array, v: jax.Array, p: jax.Array) -> jax.Array:
            u = quotient(m, v, c1, c2, eps, "outside") + wd * p
            weights, length = norm(p), norm(u)
            known = (weights > 0) & (length > 0)
            return -lr * jnp.where(known, weights / jnp.where(known, length, 1.0), 1.0) * u

        return jax.tree.map(step, m, v, params), AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


def _u(s: SimpleNamespace) -> np.ndarray:
    return m_hat(s) / (np.sqrt(v_hat(s)) + s.eps) + s.wd * s.params


SPEC = OptimizerSpec(
    name="lamb",
    label="LAMB",
    family="Layer-wise",
    summary="Takes Adam's direction and gives each layer a step in proportion to the length of its weights.",
    make=lamb,
    hypers=(*ADAM_HYPERS[:3], eps(1e-6), weight_decay(0.0)),
    lines=(
        GRADIENT,
        M,
        V,
        *corrected(),
        Line(
            r"u = \hat m / (\sqrt{\hat v} + \epsilon) + \lambda\, \theta",
            "Adam's direction, with decay",
            _u,
            "{} / (√{} + {}) + {} · {}",
            lambda s: (m_hat(s), v_hat(s), s.eps, s.wd, s.params),
        ),
        Line(
            r"r = \lVert \theta \rVert / \lVert u \rVert",
            "trust in this layer",
            lambda s: lengths(s.params) / lengths(_u(s)),
            "{} / {}",
            lambda s: (lengths(s.params), lengths(_u(s))),
        ),
        Line(
            r"\Delta\theta = -\alpha\, r\, u",
            STEP_WORDS,
            lambda s: s.step,
            "−{} · {} · {}",
            lambda s: (s.lr, lengths(s.params) / lengths(_u(s)), _u(s)),
        ),
    ),
    memory=lambda s: -s.m,
    source="You and others 2020, arXiv:1904.00962, algorithm 2",
    module=__name__,
)
