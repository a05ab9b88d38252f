r"""Adan adds to Adam a running mean of how the gradient changes, which looks ahead as Nesterov does.

$$
\begin{aligned}
d_t &= g_t - g_{t-1}, \qquad d_1 = 0 \\
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad n_t = \beta_2 n_{t-1} + (1 - \beta_2)\, d_t \\
s_t &= \beta_3 s_{t-1} + (1 - \beta_3) (g_t + \beta_2 d_t)^2 \\
\theta_t &= \frac{1}{1 + \alpha \lambda}
\left( \theta_{t-1} - \alpha\, \frac{\hat m_t + \beta_2 \hat n_t}{\sqrt{\hat s_t} + \epsilon} \right)
\end{aligned}
$$

**Shines** in training large networks quickly, at rates several times Adam's.
**Fails** with noisy gradients: the difference of two noisy gradients is noisier still.

**Forms.** The paper writes $1 - \beta$ for what is $\beta$ here. Optax 0.2.8 uses $1 - \beta_2$ where $\beta_2$
belongs in the last line. Decay is proximal, by division, unlike AdamW's.

Source: Xie and others, Adan: adaptive Nesterov momentum algorithm for faster optimizing deep models, 2024,
arXiv:2208.06677, algorithm 1.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, decay, eps, lr, weight_decay
from optimizers.explain import GRADIENT, RATE_WORDS, STEP_WORDS, Line, M
from optimizers.trees import debias, ewma, zeros_like


class AdanState(NamedTuple):
    """The step count, three running means and the last gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    n: Any  # as params
    s: Any  # as params
    last: Any  # as params


def adan(lr: float, b1: float, b2: float, b3: float, eps: float, wd: float) -> optax.GradientTransformationExtraArgs:
    """Adan."""

    def init(params: optax.Params) -> AdanState:
        zeros = zeros_like(params)
        return AdanState(jnp.zeros((), jnp.int32), zeros, zeros, zeros, zeros)

    def update(grads: Any, state: AdanState, params: Any = None, **extra: Any) -> tuple[Any, AdanState]:
        count = state.count + 1
        change = jax.tree.map(lambda g, last: jnp.where(count == 1, 0.0, g - last), grads, state.last)
        m, n = ewma(b1, state.m, grads), ewma(b2, state.n, change)
        s = ewma(b3, state.s, jax.tree.map(lambda g, d: (g + b2 * d) ** 2, grads, change))
        c1, c2, c3 = (debias(b, count) for b in (b1, b2, b3))

        def step(m: jax.Array, n: jax.Array, s: jax.Array, p: jax.Array) -> jax.Array:
            ahead = (m / c1 + b2 * n / c2) / (jnp.sqrt(s / c3) + eps)
            return -lr * (ahead + wd * p) / (1 + lr * wd)

        return jax.tree.map(step, m, n, s, params), AdanState(count, m, n, s, grads)

    return optax.GradientTransformationExtraArgs(init, update)


def _change(s: SimpleNamespace) -> np.ndarray:
    return np.where(s.t == 1, 0, s.g - s.prev_last)


def _ahead(s: SimpleNamespace) -> np.ndarray:
    return s.m / (1 - s.b1**s.t) + s.b2 * s.n / (1 - s.b2**s.t)


def _s_hat(s: SimpleNamespace) -> np.ndarray:
    return s.s / (1 - s.b3**s.t)


def _rate(s: SimpleNamespace) -> np.ndarray:
    return s.lr / (np.sqrt(_s_hat(s)) + s.eps)


SPEC = OptimizerSpec(
    name="adan",
    label="Adan",
    family="Adam",
    summary="Adds to Adam a running mean of how the gradient changes, which looks ahead as Nesterov does.",
    make=adan,
    hypers=(
        lr(0.001, (1e-4, 1.0)),
        decay("b1", "First-moment decay", r"\beta_1", 0.98, (0.0, 0.999), momentum=True),
        decay("b2", "Gradient-change decay", r"\beta_2", 0.92, (0.0, 0.999)),
        decay("b3", "Second-moment decay", r"\beta_3", 0.99, (0.5, 0.9999)),
        eps(1e-8),
        weight_decay(0.0),
    ),
    lines=(
        GRADIENT,
        M,
        Line(r"d = g - g_{t-1}", "change of the gradient", _change),
        Line(
            r"n = \beta_2 n + (1 - \beta_2)\, d",
            "running mean of changes",
            lambda s: s.n,
            "{} · {} + {} · {}",
            lambda s: (s.b2, s.prev_n, 1 - s.b2, _change(s)),
        ),
        Line(
            r"s = \beta_3 s + (1 - \beta_3) (g + \beta_2 d)^2",
            "running mean of squares ahead",
            lambda s: s.s,
            "{} · {} + {} · {}",
            lambda s: (s.b3, s.prev_s, 1 - s.b3, (s.g + s.b2 * _change(s)) ** 2),
        ),
        Line(
            r"n' = \hat m + \beta_2 \hat n",
            "mean gradient ahead",
            _ahead,
            "{} + {} · {}",
            lambda s: (s.m / (1 - s.b1**s.t), s.b2, s.n / (1 - s.b2**s.t)),
        ),
        Line(
            r"\text{rate} = \alpha / (\sqrt{\hat s} + \epsilon)",
            RATE_WORDS,
            _rate,
            "{} / (√{} + {})",
            lambda s: (s.lr, _s_hat(s), s.eps),
            quantity="rate",
        ),
        Line(
            r"\Delta\theta = -(\text{rate} \cdot n' + \alpha \lambda \theta) / (1 + \alpha \lambda)",
            STEP_WORDS,
            lambda s: s.step,
            "−({} · {} + {} · {}) / (1 + {})",
            lambda s: (_rate(s), _ahead(s), s.lr * s.wd, s.params, s.lr * s.wd),
        ),
    ),
    memory=lambda s: -s.m,
    source="Xie and others 2024, arXiv:2208.06677, algorithm 1",
    module=__name__,
)
