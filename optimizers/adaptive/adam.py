r"""Adam scales each coordinate's step by running means of its gradient and of its squared gradient.

$$
\begin{aligned}
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\
\hat m_t &= m_t / (1 - \beta_1^t), \qquad \hat v_t = v_t / (1 - \beta_2^t) \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

**Shines** where coordinates have very different scales: the first step has length $\alpha$ in every coordinate.
**Fails** to settle with a constant rate: near a minimum it keeps moving by about $\alpha$.

**Forms.** Epsilon stands outside the root in the paper's algorithm, in torch and in optax; inside it in several
lectures; the "hat" form (Keras, the paper's efficient remark) adds it to the uncorrected root, so that its effect is
larger in the first steps. Without bias correction the first step is 3.2 times as long at the usual memories. One
lecture prints the corrected averages in the place of the averages themselves: corrected again and again, $v$ grows
without end, and the rule freezes within ten steps.

Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015, arXiv:1412.6980, algorithm 1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import ADAM_HYPERS, BIAS_CORRECTION, EPS_MODE, OptimizerSpec, Option
from optimizers.explain import ADAM_ROOTS, GRADIENT, Line, M, V, adam_tail, when
from optimizers.trees import debias, ewma, quotient, squares, zeros_like


class AdamState(NamedTuple):
    """The step count and the two running means."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params


def adam(
    lr: float, b1: float, b2: float, eps: float, eps_mode: str = "outside", bias_correction: str = "on"
) -> optax.GradientTransformationExtraArgs:
    """Adam; ``eps_mode`` is "outside", "inside" or "hat", ``bias_correction`` "on", "off" or "fed_back"."""

    def init(params: optax.Params) -> AdamState:
        return AdamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(grads: Any, state: AdamState, params: Any = None, **extra: Any) -> tuple[Any, AdamState]:
        count = state.count + 1
        m = ewma(b1, state.m, grads)
        v = ewma(b2, state.v, squares(grads))
        c1, c2 = (debias(b1, count), debias(b2, count)) if bias_correction != "off" else (1.0, 1.0)
        if bias_correction == "fed_back":
            m, v = jax.tree.map(lambda m: m / c1, m), jax.tree.map(lambda v: v / c2, v)
            c1, c2 = 1.0, 1.0
        updates = jax.tree.map(lambda m, v: -lr * quotient(m, v, c1, c2, eps, eps_mode), m, v)
        return updates, AdamState(count, m, v)

    return optax.GradientTransformationExtraArgs(init, update)


_KEPT, _FED_BACK = when(bias_correction=("on", "off")), when(bias_correction="fed_back")
_MEANS = (
    replace(M, when=_KEPT),
    replace(V, when=_KEPT),
    Line(
        r"m = (\beta_1 m + (1 - \beta_1)\, g) / (1 - \beta_1^t)",
        "running mean, corrected and kept so",
        M.value,
        "({} · {} + {} · {}) / {}",
        lambda s: (*M.parts(s), 1 - s.b1**s.t),
        _FED_BACK,
    ),
    Line(
        r"v = (\beta_2 v + (1 - \beta_2)\, g^2) / (1 - \beta_2^t)",
        "running mean of squares, corrected and kept so",
        V.value,
        "({} · {} + {} · {}) / {}",
        lambda s: (*V.parts(s), 1 - s.b2**s.t),
        _FED_BACK,
    ),
)

SPEC = OptimizerSpec(
    name="adam",
    label="Adam",
    family="Adam",
    summary="Scales each coordinate by running means of its gradient and of its squared gradient.",
    make=adam,
    hypers=ADAM_HYPERS,
    options=(
        EPS_MODE,
        Option(
            BIAS_CORRECTION.name,
            BIAS_CORRECTION.label,
            (*BIAS_CORRECTION.choices, ("fed_back", "fed back, as printed")),
            BIAS_CORRECTION.default,
        ),
    ),
    lines=(GRADIENT, *_MEANS, *adam_tail()),
    shows=ADAM_ROOTS,
    memory=lambda s: -s.m,
    source="Kingma and Ba 2015, arXiv:1412.6980, algorithm 1",
    module=__name__,
)
