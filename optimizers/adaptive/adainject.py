r"""AdamInject adds the last step, times the squared gradient, to the gradient that enters Adam's mean.

$$
\begin{aligned}
s_1 &= (1 - \beta_1)\, g_1, \qquad
s_t = \beta_1 s_{t-1} + (1 - \beta_1) \frac{g_t + (\theta_{t-2} - \theta_{t-1})\, g_t^2}{k} \\
v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\
\theta_t &= \theta_{t-1} - \alpha\, \hat s_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

**Shines**, by its authors' argument, in updating less where the surface is steep and curved.
**Fails** where gradients are large: the injected term is quadratic in $g$, so it needs $\alpha < 1 / \max |g|$; on
steep surfaces a rate of 0.1 diverges within a few steps. Where the term is small, the rule is Adam at $1 / k$ of the
rate.

**Forms.** The idea goes with other rules: diffGrad's friction, RAdam's wait (its code injects from the third step
on), AdaBelief's surprise. The slide adds epsilon outside the root, the code to the uncorrected root.

Source: Dubey and others, AdaInject: injection-based adaptive gradient descent optimizers for convolutional neural
networks, 2022, arXiv:2109.12504.
"""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.bases import BASES, based_rates, based_square, based_step, friction_line
from optimizers.base import ADAM_HYPERS, EPS_MODE, Hyper, OptimizerSpec, lr
from optimizers.explain import GRADIENT, V_HAT, Line, V, m_hat, step_line, when
from optimizers.trees import ewma, zeros_like


class InjectState(NamedTuple):
    """The step count, the two running means, the last parameters and the last gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    before: Any  # as params
    last: Any  # as params


def adainject(
    lr: float, b1: float, b2: float, eps: float, k: float, base: str = "adam", eps_mode: str = "outside"
) -> optax.GradientTransformationExtraArgs:
    """AdaInject on ``base``: "adam", "diffgrad", "radam" or "adabelief"; ``eps_mode`` as in Adam."""
    start = 3 if base == "radam" else 2

    def init(params: optax.Params) -> InjectState:
        zeros = zeros_like(params)
        return InjectState(jnp.zeros((), jnp.int32), zeros, zeros, params, zeros)

    def update(grads: Any, state: InjectState, params: Any = None, **extra: Any) -> tuple[Any, InjectState]:
        count = state.count + 1

        def inject(g: jax.Array, p: jax.Array, before: jax.Array) -> jax.Array:
            return jnp.where(count >= start, (g + (before - p) * g**2) / k, g)

        m = ewma(b1, state.m, jax.tree.map(inject, grads, params, state.before))
        v = jax.tree.map(partial(based_square, base, b2=b2, eps=eps), state.v, grads, m)

        def step(m: jax.Array, v: jax.Array, g: jax.Array, last: jax.Array) -> jax.Array:
            change = jnp.abs(last - g)
            return based_step(base, m, v, change, count=count, lr=lr, b1=b1, b2=b2, eps=eps, eps_mode=eps_mode)

        return jax.tree.map(step, m, v, grads, state.last), InjectState(count, m, v, params, grads)

    return optax.GradientTransformationExtraArgs(init, update)


def _injected(start: int, s: SimpleNamespace) -> np.ndarray:
    return np.where(s.t >= start, (s.g + (s.prev_before - s.params) * s.g**2) / s.k, s.g)


def _inject_lines(start: int, *bases: str) -> tuple[Line, Line]:
    return (
        Line(
            r"g' = (g + (\theta_{t-2} - \theta_{t-1})\, g^2) / k",
            "gradient with the last step injected",
            lambda s: _injected(start, s),
            "",
            lambda s: (),
            when(base=bases),
        ),
        Line(
            r"s = \beta_1 s + (1 - \beta_1)\, g'",
            "its running mean",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, _injected(start, s)),
            when(base=bases),
        ),
    )


_RATES = based_rates("adam", "diffgrad", "radam", "adabelief")

SPEC = OptimizerSpec(
    name="adainject",
    label="AdaInject",
    family="Adam",
    summary="Adds the last step, times the squared gradient, to the gradient that enters Adam's mean.",
    make=adainject,
    hypers=(
        lr(0.001, (1e-4, 0.05)),
        *ADAM_HYPERS[1:],
        Hyper("k", "Injection divisor", "k", 2.0, 1e-3, 1e3, (1.0, 4.0)),
    ),
    options=(
        BASES,
        EPS_MODE,
    ),
    lines=(
        GRADIENT,
        *_inject_lines(2, "adam", "diffgrad", "adabelief"),
        *_inject_lines(3, "radam"),
        V.only(when(base=("adam", "diffgrad", "radam"))),
        Line(
            r"v = \beta_2 v + (1 - \beta_2) (g - s)^2 + \epsilon",
            "running mean of squared surprises",
            lambda s: s.v,
            "{} · {} + {} · {} + {}",
            lambda s: (s.b2, s.prev_v, 1 - s.b2, (s.g - s.m) ** 2, s.eps),
            when(base="adabelief"),
        ),
        Line(
            r"\hat s = s / (1 - \beta_1^t)",
            "start-up bias removed",
            m_hat,
            "{} / {}",
            lambda s: (s.m, 1 - s.b1**s.t),
        ),
        V_HAT,
        friction_line(condition=when(base="diffgrad")),
        *_RATES,
        *(step_line(rate, r"\hat s", m_hat) for rate in _RATES),
    ),
    memory=lambda s: -s.m,
    source="Dubey and others 2022, arXiv:2109.12504",
    module=__name__,
)
