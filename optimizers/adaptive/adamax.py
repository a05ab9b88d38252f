r"""AdaMax is Adam with the largest recent gradient in place of the root of the mean square.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
u_t &= \max(\beta_2 u_{t-1},\, |g_t| + \epsilon) \\
\theta_t &= \theta_{t-1} - \frac{\alpha}{1 - \beta_1^t}\, m_t / u_t
\end{aligned}
$$

**Shines** with rare, large gradients: one of them does not stay in the average for long.
**Fails** as Adam does to settle at a constant rate, and after one huge gradient it takes tiny steps until that has
faded.

**Forms.** The paper has no epsilon; torch and optax add it to $|g|$, so it stays in the state; Keras divides by
$u_t + \epsilon$ instead.

Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015, arXiv:1412.6980, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import ADAM_HYPERS, OptimizerSpec, Option, decay, eps, lr
from optimizers.explain import GRADIENT, M_HAT, RATE_WORDS, Line, M, m_hat, step_line, when
from optimizers.trees import debias, ewma, zeros_like


class AdamaxState(NamedTuple):
    """The step count, the running mean and the decaying largest gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    u: Any  # as params


def adamax(
    lr: float, b1: float, b2: float, eps: float, eps_form: str = "gradient"
) -> optax.GradientTransformationExtraArgs:
    """AdaMax; ``eps_form`` adds epsilon to the "gradient" or to the "maximum"."""

    def init(params: optax.Params) -> AdamaxState:
        return AdamaxState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamaxState, params: Any = None, **extra: Any) -> tuple[Any, AdamaxState]:
        count = state.count + 1
        before, after = (eps, 0.0) if eps_form == "gradient" else (0.0, eps)
        m = ewma(b1, state.m, grads)
        u = jax.tree.map(lambda u, g: jnp.maximum(b2 * u, jnp.abs(g) + before), state.u, grads)
        rate = lr / debias(b1, count)
        return jax.tree.map(lambda m, u: -rate * m / (u + after), m, u), AdamaxState(count, m, u)

    return optax.GradientTransformationExtraArgs(init, update)


def _largest(s: SimpleNamespace) -> tuple[np.ndarray, ...]:
    return s.b2, s.prev_u, np.abs(s.g)


_RATES = (
    Line(
        r"\text{rate} = \alpha / u",
        RATE_WORDS,
        lambda s: s.lr / s.u,
        "{} / {}",
        lambda s: (s.lr, s.u),
        when(eps_form="gradient"),
        "rate",
    ),
    Line(
        r"\text{rate} = \alpha / (u + \epsilon)",
        RATE_WORDS,
        lambda s: s.lr / (s.u + s.eps),
        "{} / ({} + {})",
        lambda s: (s.lr, s.u, s.eps),
        when(eps_form="maximum"),
        "rate",
    ),
)

SPEC = OptimizerSpec(
    name="adamax",
    label="AdaMax",
    family="Adam",
    summary="Adam with the largest recent gradient in place of the root of the mean square.",
    make=adamax,
    hypers=(
        lr(0.002, (1e-4, 1.0)),
        ADAM_HYPERS[1],
        decay("b2", "Infinity-norm decay", r"\beta_2", 0.999, (0.5, 0.9999)),
        eps(1e-8),
    ),
    options=(
        Option("eps_form", "Epsilon", (("gradient", "added to |g|"), ("maximum", "added to u (Keras)")), "gradient"),
    ),
    lines=(
        GRADIENT,
        M,
        Line(
            r"u = \max(\beta_2 u,\; |g| + \epsilon)",
            "largest recent gradient",
            lambda s: s.u,
            "max({} · {}, {} + {})",
            lambda s: (*_largest(s), s.eps),
            when(eps_form="gradient"),
        ),
        Line(
            r"u = \max(\beta_2 u,\; |g|)",
            "largest recent gradient",
            lambda s: s.u,
            "max({} · {}, {})",
            _largest,
            when(eps_form="maximum"),
        ),
        M_HAT,
        *_RATES,
        *(step_line(rate, r"\hat m", m_hat) for rate in _RATES),
    ),
    memory=lambda s: -s.m,
    source="Kingma and Ba 2015, arXiv:1412.6980, algorithm 2",
    module=__name__,
)
