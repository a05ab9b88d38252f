r"""MARS corrects each gradient by its change before Adam averages it, to reduce the noise.

$$
\begin{aligned}
c_t &= g_t + \gamma \frac{\beta_1}{1 - \beta_1} (g_t - g_{t-1}), \qquad g_0 = 0 \\
\tilde c_t &= c_t / \max(1,\, \lVert c_t \rVert) \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon) - \alpha \lambda\, \theta_{t-1}
\end{aligned}
$$

with Adam's $\hat m_t$ and $\hat v_t$ taken of $\tilde c_t$.

**Shines** with noisy gradients of large models, where the correction reduces their variance.
**Fails** to see size: wherever $\lVert c \rVert > 1$ only its direction counts, so on a surface it is mostly Adam on
unit vectors.

**Forms.** This is the approximate form, with the last step's gradient; the exact one evaluates the new mini-batch at
the old point. The authors' code leaves vectors to AdamW unless told otherwise; here every tensor is corrected.

Source: Yuan and others, MARS: unleashing the power of variance reduction for training large models, 2024,
arXiv:2411.10438.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import ADAM_HYPERS, Hyper, OptimizerSpec, decay, lr, weight_decay
from optimizers.explain import GRADIENT, Line, corrected, decayed_step, lengths, m_hat, rate_outside
from optimizers.trees import debias, ewma, norm, quotient, squares, zeros_like


class MarsState(NamedTuple):
    """The step count, the two running means and the last gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    last: Any  # as params


def mars(lr: float, b1: float, b2: float, eps: float, gamma: float, wd: float) -> optax.GradientTransformationExtraArgs:
    """MARS on AdamW."""

    def init(params: optax.Params) -> MarsState:
        zeros = zeros_like(params)
        return MarsState(jnp.zeros((), jnp.int32), zeros, zeros, zeros)

    def update(grads: Any, state: MarsState, params: Any = None, **extra: Any) -> tuple[Any, MarsState]:
        count = state.count + 1

        def correct(g: jax.Array, last: jax.Array) -> jax.Array:
            c = g + gamma * b1 / (1 - b1) * (g - last)
            return c / jnp.maximum(1.0, norm(c))

        c = jax.tree.map(correct, grads, state.last)
        m, v = ewma(b1, state.m, c), ewma(b2, state.v, squares(c))
        c1, c2 = debias(b1, count), debias(b2, count)

        def step(m: jax.Array, v: jax.Array, p: jax.Array) -> jax.Array:
            return -lr * (quotient(m, v, c1, c2, eps, "outside") + wd * p)

        return jax.tree.map(step, m, v, params), MarsState(count, m, v, grads)

    return optax.GradientTransformationExtraArgs(init, update)


def _c(s: SimpleNamespace) -> np.ndarray:
    return s.g + s.gamma * s.b1 / (1 - s.b1) * (s.g - s.prev_last)


def _clipped(s: SimpleNamespace) -> np.ndarray:
    return _c(s) / np.maximum(1, lengths(_c(s)))


_RATE = rate_outside()

SPEC = OptimizerSpec(
    name="mars",
    label="MARS",
    family="Adam",
    summary="Corrects each gradient by its change before Adam averages it, to reduce the noise.",
    make=mars,
    hypers=(
        lr(0.003, (1e-4, 1.0)),
        decay("b1", "First-moment decay", r"\beta_1", 0.95, (0.0, 0.99), momentum=True),
        decay("b2", "Second-moment decay", r"\beta_2", 0.99, (0.5, 0.9999)),
        ADAM_HYPERS[3],
        Hyper("gamma", "Gradient correction", r"\gamma", 0.025, 0.0, 1e3, (0.0, 1.0)),
        weight_decay(0.0),
    ),
    lines=(
        GRADIENT,
        Line(
            r"c = g + \gamma \frac{\beta_1}{1 - \beta_1} (g - g_{t-1})",
            "gradient, corrected by its change",
            _c,
            "{} + {} · ({} − {})",
            lambda s: (s.g, s.gamma * s.b1 / (1 - s.b1), s.g, s.prev_last),
        ),
        Line(
            r"\tilde c = c / \max(1,\; \lVert c \rVert)",
            "shortened to length 1",
            _clipped,
            "{} / max(1, {})",
            lambda s: (_c(s), lengths(_c(s))),
        ),
        Line(
            r"m = \beta_1 m + (1 - \beta_1)\, \tilde c",
            "its running mean",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, _clipped(s)),
        ),
        Line(
            r"v = \beta_2 v + (1 - \beta_2)\, \tilde c^2",
            "running mean of squares",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.b2, s.prev_v, 1 - s.b2, _clipped(s) ** 2),
        ),
        *corrected(),
        _RATE,
        decayed_step(_RATE, r"\hat m", m_hat),
    ),
    memory=lambda s: -s.m,
    source="Yuan and others 2024, arXiv:2411.10438",
    module=__name__,
)
