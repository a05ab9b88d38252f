r"""Yogi lets the mean square change only slowly, by the sign of the difference.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
v_t &= v_{t-1} - (1 - \beta_2)\, \text{sign}(v_{t-1} - g_t^2)\, g_t^2 \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

**Shines** after rare large gradients: the rate comes back in a controlled way, where Adam's may jump.
**Fails** to adapt quickly when gradients shrink fast: $v$ falls by at most $g^2$ a step, so the rate stays small.

**Forms.** The paper starts $v$ at the first squared gradient and corrects nothing; torch-optimizer and optax start
both means at a small number, $10^{-6}$, and correct both.

Source: Zaheer and others, Adaptive methods for nonconvex optimization, 2018, algorithm 2.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.base import ADAM_HYPERS, Hyper, OptimizerSpec, eps, lr
from optimizers.explain import GRADIENT, Line, M, corrected, m_hat, rate_outside, root, step_line
from optimizers.trees import debias, ewma, full_like, quotient


def yogi(lr: float, b1: float, b2: float, eps: float, initial: float) -> optax.GradientTransformationExtraArgs:
    """Yogi; ``initial`` is where both running means start."""

    def start(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), full_like(params, initial), full_like(params, initial))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        m = ewma(b1, state.m, grads)
        v = jax.tree.map(lambda v, g: v - (1 - b2) * jnp.sign(v - g**2) * g**2, state.v, grads)
        c1, c2 = debias(b1, count), debias(b2, count)
        updates = jax.tree.map(lambda m, v: -lr * quotient(m, v, c1, c2, eps, "outside"), m, v)
        return updates, AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(start, update)


_RATE = rate_outside()

SPEC = OptimizerSpec(
    name="yogi",
    label="Yogi",
    family="Adam",
    summary="Lets the mean square change only slowly, by the sign of the difference.",
    make=yogi,
    hypers=(
        lr(0.01, (1e-4, 1.0)),
        *ADAM_HYPERS[1:3],
        eps(1e-3, (1e-8, 1.0)),
        Hyper(
            "initial", "Initial moments", "v_0", 1e-6, 0.0, 1e6, (1e-8, 1.0), log=True, initial=True, former_name="init"
        ),
    ),
    lines=(
        GRADIENT,
        M,
        Line(
            r"v = v - (1 - \beta_2)\, \text{sign}(v - g^2)\, g^2",
            "mean square, moved by a sign",
            lambda s: s.v,
            "{} − {} · {} · {}",
            lambda s: (s.prev_v, 1 - s.b2, np.sign(s.prev_v - s.g**2), s.g**2),
        ),
        *corrected(),
        _RATE,
        step_line(_RATE, r"\hat m", m_hat),
    ),
    shows=(root(),),
    memory=lambda s: -s.m,
    source="Zaheer and others 2018, Adaptive methods for nonconvex optimization, algorithm 2",
    module=__name__,
)
