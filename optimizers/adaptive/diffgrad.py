r"""diffGrad is Adam with a friction: where the gradient hardly changes it halves the step.

$$
\begin{aligned}
\xi_t &= 1 / (1 + e^{-|g_{t-1} - g_t|}), \qquad g_0 = 0 \\
\theta_t &= \theta_{t-1} - \alpha\, \xi_t\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

with $\hat m_t$ and $\hat v_t$ as in Adam.

**Shines**, by its authors' argument, in slowing down near minima, where gradients change little.
**Fails** to be invariant: $\xi$ depends on the scale of the loss. On a smooth surface it falls to 0.5 near a minimum,
so the rule becomes Adam at half the rate.

**Forms.** The first published code kept a reference to the gradient instead of a copy, so that from the second step
on $\xi = 0.5$: Adam at half the rate throughout ("first version"). The slide adds epsilon outside the root, all
published code to the uncorrected root.

Source: Dubey and others, diffGrad: an optimization method for convolutional neural networks, 2020, arXiv:1909.11015.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.bases import MODES, change, friction, friction_line, mean_rate
from optimizers.base import ADAM_HYPERS, EPS_MODE, OptimizerSpec, Option
from optimizers.explain import GRADIENT, M, Shown, V, corrected, m_hat, root, step_line, when
from optimizers.trees import debias, ewma, quotient, squares, zeros_like


class DiffgradState(NamedTuple):
    """The step count, the two running means and the last gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    last: Any  # as params


def diffgrad(
    lr: float, b1: float, b2: float, eps: float, version: str = "fixed", eps_mode: str = "outside"
) -> optax.GradientTransformationExtraArgs:
    """diffGrad; ``version`` is "fixed" or "first", ``eps_mode`` as in Adam."""

    def init(params: optax.Params) -> DiffgradState:
        zeros = zeros_like(params)
        return DiffgradState(jnp.zeros((), jnp.int32), zeros, zeros, zeros)

    def update(grads: Any, state: DiffgradState, params: Any = None, **extra: Any) -> tuple[Any, DiffgradState]:
        count = state.count + 1
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        c1, c2 = debias(b1, count), debias(b2, count)

        def step(m: jax.Array, v: jax.Array, g: jax.Array, last: jax.Array) -> jax.Array:
            moved = jnp.abs(last - g)
            if version == "first":
                moved = jnp.where(count == 1, moved, 0.0)
            return -lr * friction(moved) * quotient(m, v, c1, c2, eps, eps_mode)

        return jax.tree.map(step, m, v, grads, state.last), DiffgradState(count, m, v, grads)

    return optax.GradientTransformationExtraArgs(init, update)


def _first_change(s: SimpleNamespace) -> np.ndarray:
    return np.where(s.t == 1, change(s), 0)


_FRICTION = {
    "fixed": friction_line(change, when(version="fixed")),
    "first": friction_line(_first_change, when(version="first")),
}
_RATES = tuple(
    mean_rate(mode, when(version=version, eps_mode=mode), rubs=line)
    for version, line in _FRICTION.items()
    for mode in MODES
)


SPEC = OptimizerSpec(
    name="diffgrad",
    label="diffGrad",
    family="Adam",
    summary="Adam with a friction: where the gradient hardly changes it halves the step.",
    make=diffgrad,
    hypers=ADAM_HYPERS,
    options=(
        Option(
            "version",
            "Version",
            (("fixed", "change of the gradient"), ("first", "first code: ½ from the second step on")),
            "fixed",
        ),
        EPS_MODE,
    ),
    lines=(
        GRADIENT,
        M,
        V,
        *corrected(),
        *_FRICTION.values(),
        *_RATES,
        *(step_line(rate, r"\hat m", m_hat) for rate in _RATES),
    ),
    shows=(root(), *(Shown("friction", line.value, line.when) for line in _FRICTION.values())),
    memory=lambda s: -s.m,
    source="Dubey and others 2020, arXiv:1909.11015",
    module=__name__,
)
