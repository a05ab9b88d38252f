r"""AMSGrad never lets the mean square shrink, so that no coordinate's rate grows again.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\
v^{\max}_t &= \max(v^{\max}_{t-1},\, v_t) \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{v^{\max}_t / (1 - \beta_2^t)} + \epsilon)
\end{aligned}
$$

**Shines** in the proof: it repairs a counterexample in which Adam walks away from the minimum.
**Fails** to forget: after a steep start its steps stay small for good.

**Forms.** Torch takes the maximum of the raw mean square and divides it by the growing correction, so the large first
gradients fade; optax takes the maximum of the corrected one and keeps them for ever; the paper corrects nothing.

Source: Reddi, Kale and Kumar, On the convergence of Adam and beyond, 2018, arXiv:1904.09237, algorithm 2.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import ADAM_HYPERS, OptimizerSpec, Option
from optimizers.explain import (
    GRADIENT,
    M_HAT,
    V_HAT,
    Line,
    M,
    V,
    m_hat,
    rate_outside,
    raw_m,
    root,
    step_line,
    v_hat,
    when,
)
from optimizers.trees import debias, ewma, quotient, squares, zeros_like


class AmsgradState(NamedTuple):
    """The step count, the two running means and the largest mean square so far."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    vmax: Any  # as params


def amsgrad(lr: float, b1: float, b2: float, eps: float, form: str = "torch") -> optax.GradientTransformationExtraArgs:
    """AMSGrad; ``form`` is "torch", "optax" or "paper"."""

    def init(params: optax.Params) -> AmsgradState:
        zeros = zeros_like(params)
        return AmsgradState(jnp.zeros((), jnp.int32), zeros, zeros, zeros)

    def update(grads: Any, state: AmsgradState, params: Any = None, **extra: Any) -> tuple[Any, AmsgradState]:
        count = state.count + 1
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        c1, c2 = (1.0, 1.0) if form == "paper" else (debias(b1, count), debias(b2, count))
        before, after = (c2, 1.0) if form == "optax" else (1.0, c2)
        vmax = jax.tree.map(lambda old, v: jnp.maximum(old, v / before), state.vmax, v)
        updates = jax.tree.map(lambda m, v: -lr * quotient(m, v, c1, after, eps, "outside"), m, vmax)
        return updates, AmsgradState(count, m, v, vmax)

    return optax.GradientTransformationExtraArgs(init, update)


def _faded(s: SimpleNamespace) -> np.ndarray:
    return s.vmax / (1 - s.b2**s.t)


_MAX_WORDS = "largest mean square so far"

_OF_FADED = rate_outside(_faded, r"v_{\max} / (1 - \beta_2^t)", when(form="torch"))
_OF_MAX = rate_outside(lambda s: s.vmax, r"v_{\max}", when(form=("optax", "paper")))

SPEC = OptimizerSpec(
    name="amsgrad",
    label="AMSGrad",
    family="Adam",
    summary="Never lets the mean square shrink, so that no coordinate's rate grows again.",
    make=amsgrad,
    hypers=ADAM_HYPERS,
    options=(
        Option(
            "form",
            "Form",
            (
                ("torch", "maximum, then correction (torch)"),
                ("optax", "correction, then maximum (optax)"),
                ("paper", "no correction (paper)"),
            ),
            "torch",
        ),
    ),
    lines=(
        GRADIENT,
        M,
        V,
        M_HAT.only(when(form=("torch", "optax"))),
        V_HAT.only(when(form="optax")),
        Line(
            r"v_{\max} = \max(v_{\max},\; v)",
            _MAX_WORDS,
            lambda s: s.vmax,
            "max({}, {})",
            lambda s: (s.prev_vmax, s.v),
            when(form=("torch", "paper")),
        ),
        Line(
            r"v_{\max} = \max(v_{\max},\; \hat v)",
            _MAX_WORDS,
            lambda s: s.vmax,
            "max({}, {})",
            lambda s: (s.prev_vmax, v_hat(s)),
            when(form="optax"),
        ),
        _OF_FADED,
        _OF_MAX,
        step_line(_OF_FADED, r"\hat m", m_hat),
        step_line(_OF_MAX, r"\hat m", m_hat, when(form="optax")),
        step_line(_OF_MAX, "m", raw_m, when(form="paper")),
    ),
    shows=(root(_faded, when(form="torch")), root(lambda s: s.vmax, when(form=("optax", "paper")))),
    memory=lambda s: -s.m,
    source="Reddi, Kale and Kumar 2018, arXiv:1904.09237, algorithm 2",
    module=__name__,
)
