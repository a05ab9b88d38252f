r"""RAdam waits to scale by the mean square until it has seen enough gradients to trust it.

$$
\begin{aligned}
\rho_\infty &= \frac{2}{1 - \beta_2} - 1, \qquad \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t} \\
\theta_t &= \theta_{t-1} - \alpha\, r_t\, \hat m_t / (\sqrt{\hat v_t} + \epsilon) && \text{if } \rho_t > \rho_{\min} \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t && \text{if not} \\
r_t &= \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}}
\end{aligned}
$$

**Shines** as a warm-up that needs no setting.
**Fails** at rates that suit Adam: below the threshold it steps by $\alpha\, \hat m$, unscaled, and on Beale
$\alpha = 0.1$ explodes in two steps. Take a smaller rate, or skip those steps.

**Forms.** The threshold is 4 in the paper, 5 elsewhere. Below it the paper, torch and optax step by momentum, the
authors' code does nothing. Epsilon stands outside the root in optax, on the uncorrected root in torch.

Source: Liu and others, On the variance of the adaptive learning rate and beyond, 2020, arXiv:1908.03265, algorithm 2.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.adaptive.bases import MODES, length, mean_rate, rectified
from optimizers.base import ADAM_HYPERS, EPS_MODE, Hyper, OptimizerSpec, Option, lr
from optimizers.explain import GRADIENT, Line, M, V, corrected, m_hat, root, step_line, when
from optimizers.trees import TRUST, debias, ewma, quotient, rectifier, squares, zeros_like

THRESHOLD = Hyper(
    "threshold", "Rectification threshold", r"\rho_{\min}", TRUST, 4.0, 1e3, (4.0, 6.0), help="Of ρ; 4 in the paper."
)
BELOW = Option(
    "below", "Below the threshold", (("momentum", "step by the mean, unscaled"), ("skip", "do not move")), "momentum"
)


def radam(
    lr: float,
    b1: float,
    b2: float,
    eps: float,
    threshold: float,
    below: str = "momentum",
    eps_mode: str = "hat",
) -> optax.GradientTransformationExtraArgs:
    """RAdam; ``below`` the threshold it does "momentum" or "skip", ``eps_mode`` as in Adam."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        c1, c2 = debias(b1, count), debias(b2, count)
        trusted, r = rectifier(b2, count, threshold)

        def step(m: jax.Array, v: jax.Array) -> jax.Array:
            unscaled = m / c1 if below == "momentum" else jnp.zeros_like(m)
            return -lr * jnp.where(trusted, r * quotient(m, v, c1, c2, eps, eps_mode), unscaled)

        return jax.tree.map(step, m, v), AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


_RATES = tuple(
    rectified(mean_rate(mode, when(eps_mode=mode, below=below)), lambda s: s.threshold, share)
    for mode in MODES
    for below, share in (("momentum", 1.0), ("skip", 0.0))
)

SPEC = OptimizerSpec(
    name="radam",
    label="RAdam",
    family="Adam",
    summary="Waits to scale by the mean square until it has seen enough gradients to trust it.",
    make=radam,
    hypers=(lr(0.001, (1e-4, 0.1)), *ADAM_HYPERS[1:], THRESHOLD),
    options=(BELOW, Option(EPS_MODE.name, EPS_MODE.label, EPS_MODE.choices, "hat")),
    lines=(
        GRADIENT,
        M,
        V,
        *corrected(),
        Line(r"\rho_t = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t)", "gradients behind the mean square", length),
        *_RATES,
        *(step_line(rate, r"\hat m", m_hat) for rate in _RATES),
    ),
    shows=(root(),),
    memory=lambda s: -s.m,
    source="Liu and others 2020, arXiv:1908.03265, algorithm 2",
    module=__name__,
)
