r"""AdamW is Adam whose weight decay does not pass through the adaptive rate.

$$
\theta_t = \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon) - \alpha \lambda\, \theta_{t-1}
$$

with $\hat m_t$ and $\hat v_t$ as in Adam. Coupled (L2) decay adds $\lambda\, \theta_{t-1}$ to the gradient instead,
so that it is divided by $\sqrt{\hat v_t}$, too, and weights with large gradients are hardly decayed.

**Shines** in training networks: decay and rate can be tuned apart.
**Fails** on a surface whose minimum is not at 0: decay pulls every point towards the origin.

**Forms.** Torch shrinks the parameters by $1 - \alpha \lambda$ before the step, optax adds $\lambda \theta$ to the
update: the same numbers. Defaults differ: 0.01 in torch, 0.0001 in optax, 0.004 in Keras.

Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, arXiv:1711.05101, algorithm 2.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.adam import AdamState
from optimizers.base import ADAM_HYPERS, EPS_MODE, OptimizerSpec, Option, weight_decay
from optimizers.explain import (
    GRADIENT,
    Line,
    M,
    V,
    corrected,
    decayed_step,
    m_hat,
    rate_hat,
    rate_inside,
    rate_outside,
    raw_m,
    root,
    step_line,
    when,
)
from optimizers.trees import debias, ewma, quotient, squares, zeros_like


def adamw(
    lr: float, b1: float, b2: float, eps: float, wd: float, decay: str = "decoupled", eps_mode: str = "outside"
) -> optax.GradientTransformationExtraArgs:
    """Adam with weight decay; ``decay`` is "decoupled" or "coupled", ``eps_mode`` as in Adam."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        inside, outside = (wd, 0.0) if decay == "coupled" else (0.0, wd)
        grads = jax.tree.map(lambda g, p: g + inside * p, grads, params)
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        c1, c2 = debias(b1, count), debias(b2, count)

        def step(m: jax.Array, v: jax.Array, p: jax.Array) -> jax.Array:
            return -lr * (quotient(m, v, c1, c2, eps, eps_mode) + outside * p)

        return jax.tree.map(step, m, v, params), AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


_COUPLED, _DECOUPLED = when(decay="coupled"), when(decay="decoupled")
_STRAIGHT = when(eps_mode=("outside", "inside"))


def _with_decay(s: SimpleNamespace) -> np.ndarray:
    return s.g + s.wd * s.params


_COUPLED_LINES = (
    Line(
        r"g' = g + \lambda\, \theta",
        "gradient with the decay's",
        _with_decay,
        "{} + {} · {}",
        lambda s: (s.g, s.wd, s.params),
        _COUPLED,
    ),
    Line(
        r"m = \beta_1 m + (1 - \beta_1)\, g'",
        M.words,
        M.value,
        M.numbers,
        lambda s: (s.b1, s.prev_m, 1 - s.b1, _with_decay(s)),
        _COUPLED,
    ),
    Line(
        r"v = \beta_2 v + (1 - \beta_2)\, g'^2",
        V.words,
        V.value,
        V.numbers,
        lambda s: (s.b2, s.prev_v, 1 - s.b2, _with_decay(s) ** 2),
        _COUPLED,
    ),
)

_RATES = {
    "outside": rate_outside(condition=when(eps_mode="outside")),
    "inside": rate_inside(condition=when(eps_mode="inside")),
    "hat": rate_hat(when(eps_mode="hat")),
}


def _moment(eps_mode: str) -> tuple[str, Callable]:
    """The mean that the rate of this form goes with, by symbol and value."""
    return ("m", raw_m) if eps_mode == "hat" else (r"\hat m", m_hat)


SPEC = OptimizerSpec(
    name="adamw",
    label="AdamW",
    family="Adam",
    summary="Adam whose weight decay does not pass through the adaptive rate.",
    make=adamw,
    hypers=(*ADAM_HYPERS, weight_decay(0.01)),
    options=(
        Option(
            "decay",
            "Weight decay",
            (("decoupled", "beside the rate"), ("coupled", "in the gradient (L2)")),
            "decoupled",
        ),
        EPS_MODE,
    ),
    lines=(
        GRADIENT,
        *_COUPLED_LINES,
        M.only(_DECOUPLED),
        V.only(_DECOUPLED),
        *corrected(_STRAIGHT),
        *_RATES.values(),
        *(step_line(rate, *_moment(mode), when(decay="coupled", eps_mode=mode)) for mode, rate in _RATES.items()),
        *(decayed_step(rate, *_moment(mode), when(decay="decoupled", eps_mode=mode)) for mode, rate in _RATES.items()),
    ),
    shows=(root(),),
    memory=lambda s: -s.m,
    source="Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2",
    module=__name__,
)
