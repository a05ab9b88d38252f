r"""Moment Centralization subtracts from Adam's running mean its average over the whole tensor.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\
m^c_t &= m_t - \text{mean}(m_t) \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m^c_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

**Shines**, by its authors' measurements, in training convolutional networks, where it keeps weights centred.
**Fails** on two coordinates: the centred mean is always $(a, -a)$, so the path can only move along $(1, -1)$, scaled,
and cannot reach most minima. A tensor of size 1 never moves at all. From the exact axis of a saddle it escapes where
all others stay: the coordinate without a gradient gets half of the other's, divided by epsilon alone. So does every
weight of a ReLU unit that is off for a whole mini-batch: its gradient is exactly 0, its centred mean is not, and with
Adam's $\epsilon = 10^{-8}$, which the authors' code keeps, one such step is a million times too long and the network is
lost. The default here is $10^{-3}$, with which it trains.

**Forms.** The text feeds the centred mean back, the code does not: the updates are the same, since centring is a
projection. It goes with RAdam and AdaBelief, too. Gradient Centralization, published with it, centres each row of a
matrix of gradients instead and leaves vectors alone.

Source: Sadhu, Dubey, Basha and others, Moment Centralization-based gradient descent optimizers for convolutional
neural networks, 2022, arXiv:2207.09066.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.adaptive.bases import based_rates, based_square, based_step
from optimizers.base import ADAM_HYPERS, EPS_MODE, OptimizerSpec, Option, eps
from optimizers.explain import GRADIENT, Line, M, Options, V, m_hat, step_line, when
from optimizers.trees import ewma, zeros_like


def centralization(
    lr: float,
    b1: float,
    b2: float,
    eps: float,
    base: str = "adam",
    centre: str = "moment",
    eps_mode: str = "outside",
) -> optax.GradientTransformationExtraArgs:
    """Centralization of the "moment" or of each row of the "gradient", on "adam", "radam" or "adabelief"."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        if centre == "gradient":
            grads = jax.tree.map(_rows_centred, grads)
        m = ewma(b1, state.m, grads)
        centred = jax.tree.map(lambda m: m - jnp.mean(m), m) if centre == "moment" else m
        v = jax.tree.map(partial(based_square, base, b2=b2, eps=eps), state.v, grads, centred)

        def step(m: jax.Array, v: jax.Array) -> jax.Array:
            change = jnp.zeros_like(m)
            return based_step(base, m, v, change, count=count, lr=lr, b1=b1, b2=b2, eps=eps, eps_mode=eps_mode)

        return jax.tree.map(step, centred, v), AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


def _rows_centred(g: jax.Array) -> jax.Array:
    return g - jnp.mean(g, axis=tuple(range(1, g.ndim)), keepdims=True) if g.ndim > 1 else g


def _centred(s: SimpleNamespace) -> np.ndarray:
    return s.m - np.mean(s.m, axis=1, keepdims=True)


def _corrected(s: SimpleNamespace) -> np.ndarray:
    return _centred(s) / (1 - s.b1**s.t)


_MOMENT = when(centre="moment")
_RATES = based_rates("adam", "radam", "adabelief")


def _with(rate: Line, centre: str) -> Callable[[Options], bool]:
    return lambda options: rate.when(options) and options["centre"] == centre


SPEC = OptimizerSpec(
    name="centralization",
    label="Moment Centralization",
    family="Adam",
    summary="Subtracts from Adam's running mean its average over the whole tensor.",
    make=centralization,
    hypers=(*ADAM_HYPERS[:3], eps(1e-3)),
    options=(
        Option("base", "On", (("adam", "Adam"), ("radam", "RAdam"), ("adabelief", "AdaBelief")), "adam"),
        Option(
            "centre",
            "Centred",
            (("moment", "the mean, over the tensor"), ("gradient", "the gradient, row by row")),
            "moment",
        ),
        EPS_MODE,
    ),
    lines=(
        GRADIENT,
        M,
        Line(
            r"m^c = m - \text{mean}(m)",
            "running mean, centred",
            _centred,
            "{} − {}",
            lambda s: (s.m, np.mean(s.m, axis=1, keepdims=True)),
            _MOMENT,
        ),
        V.only(when(base=("adam", "radam"))),
        Line("v", "running mean of squared surprises", V.value, when=when(base="adabelief")),
        *_RATES,
        *(step_line(rate, r"m^c / (1 - \beta_1^t)", _corrected, _with(rate, "moment")) for rate in _RATES),
        *(step_line(rate, r"\hat m", m_hat, _with(rate, "gradient")) for rate in _RATES),
    ),
    memory=lambda s: -s.m,
    surface_note="On two coordinates the centred mean is always (a, −a), so the path can only move along (1, −1), "
    "scaled. Train a network to see what it does.",
    source="Sadhu and others 2022, arXiv:2207.09066",
    module=__name__,
)
