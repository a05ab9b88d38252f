r"""Nadam is Adam with Nesterov's look ahead: the step uses the mean as it will be at the next step.

$$
\begin{aligned}
n_t &= \frac{\beta_1 m_t}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g_t}{1 - \beta_1^t} \\
\theta_t &= \theta_{t-1} - \alpha\, n_t / (\sqrt{\hat v_t} + \epsilon) - \alpha \lambda\, \theta_{t-1}
\end{aligned}
$$

with $m_t$ and $\hat v_t$ as in Adam. Scheduled forms replace $\beta_1$ by
$\mu_t = \beta_1 (1 - 0.5 \cdot 0.96^{\psi t})$ and its powers by products of the $\mu$.

**Shines** where Adam is slow to turn: the newest gradient counts more.
**Fails** as Adam does, and is a little less stable at large rates.

**Forms.** Four rules go by this name: without a schedule (optax); with it and $\psi = 0.004$ (torch, the first
report); with $\psi = 1$ (Keras, which lost the factor); and one that divides both terms by $1 - \beta_1^t$ (timm).
With decay $\lambda > 0$ it is NadamW.

Source: Dozat, Incorporating Nesterov momentum into Adam, 2016.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import ADAM_HYPERS, OptimizerSpec, Option, lr, weight_decay
from optimizers.explain import GRADIENT, V_HAT, Line, M, V, decayed_step, rate_outside, root, when
from optimizers.trees import debias, ewma, quotient, squares, zeros_like

PSI = {"torch": 0.004, "keras": 1.0}  # how fast the schedule of beta_1 runs


class NadamState(NamedTuple):
    """The step count, the two running means and the product of the scheduled memories."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    product: Any  # (), of the parameters' dtype


def nadam(
    lr: float, b1: float, b2: float, eps: float, wd: float, form: str = "simple"
) -> optax.GradientTransformationExtraArgs:
    """Nadam; ``form`` is "simple", "torch", "keras" or "timm"."""

    def init(params: optax.Params) -> NadamState:
        one = jnp.ones((), jnp.result_type(*jax.tree.leaves(params)))
        return NadamState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params), one)

    def update(grads: Any, state: NadamState, params: Any = None, **extra: Any) -> tuple[Any, NadamState]:
        count = state.count + 1
        m, v = ewma(b1, state.m, grads), ewma(b2, state.v, squares(grads))
        of_m, of_g, product = _shares(b1, count, state.product, form)

        def step(m: jax.Array, v: jax.Array, g: jax.Array, p: jax.Array) -> jax.Array:
            ahead = of_m.astype(g.dtype) * m + of_g.astype(g.dtype) * g
            return -lr * (quotient(ahead, v, 1.0, debias(b2, count), eps, "outside") + wd * p)

        return jax.tree.map(step, m, v, grads, params), NadamState(count, m, v, product)

    return optax.GradientTransformationExtraArgs(init, update)


def _shares(b1: float, count: jax.Array, product: jax.Array, form: str) -> tuple[jax.Array, jax.Array, jax.Array]:
    """The factors of the mean and of the gradient in the step, and the new product of memories."""
    if form == "simple":
        return b1 / debias(b1, count + 1), (1 - b1) / debias(b1, count), product
    if form == "timm":
        return b1 / debias(b1, count), (1 - b1) / debias(b1, count), product
    now, soon = (b1 * (1 - 0.5 * jnp.exp(PSI[form] * t * jnp.log(0.96))) for t in (count, count + 1))
    product = (product * now).astype(product.dtype)
    return soon / (1 - product * soon), (1 - now) / (1 - product), product


def _factors(form: str, s: SimpleNamespace) -> tuple[np.ndarray, np.ndarray]:
    if form == "simple":
        return s.b1 / (1 - s.b1 ** (s.t + 1)), (1 - s.b1) / (1 - s.b1**s.t)
    if form == "timm":
        return s.b1 / (1 - s.b1**s.t), (1 - s.b1) / (1 - s.b1**s.t)
    now, soon = (s.b1 * (1 - 0.5 * 0.96 ** (PSI[form] * t)) for t in (s.t, s.t + 1))
    return soon / (1 - s.product * soon), (1 - now) / (1 - s.product)


def _ahead(form: str, s: SimpleNamespace) -> np.ndarray:
    of_m, of_g = _factors(form, s)
    return of_m * s.m + of_g * s.g


_RATE = rate_outside()
_LATEX = {
    "simple": r"n = \frac{\beta_1 m}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g}{1 - \beta_1^t}",
    "timm": r"n = \frac{\beta_1 m + (1 - \beta_1)\, g}{1 - \beta_1^t}",
    "torch": r"n = \frac{\mu_{t+1} m}{1 - \prod^{t+1} \mu} + \frac{(1 - \mu_t)\, g}{1 - \prod^t \mu}",
}
_LATEX["keras"] = _LATEX["torch"]


def _look(form: str) -> tuple[Line, Line]:
    condition = when(form=form)
    return (
        Line(
            _LATEX[form],
            "mean as it will be next",
            lambda s: _ahead(form, s),
            "{} · {} + {} · {}",
            lambda s: (_factors(form, s)[0], s.m, _factors(form, s)[1], s.g),
            condition,
        ),
        decayed_step(_RATE, "n", lambda s: _ahead(form, s), condition),
    )


SPEC = OptimizerSpec(
    name="nadam",
    label="Nadam",
    family="Adam",
    summary="Adam with Nesterov's look ahead: the step uses the mean as it will be at the next step.",
    make=nadam,
    hypers=(lr(0.002, (1e-4, 1.0)), *ADAM_HYPERS[1:], weight_decay(0.0)),
    options=(
        Option(
            "form",
            "Form",
            (
                ("simple", "constant β₁ (optax)"),
                ("torch", "scheduled β₁ (torch)"),
                ("keras", "scheduled β₁ (Keras)"),
                ("timm", "one correction (timm)"),
            ),
            "simple",
        ),
    ),
    lines=(
        GRADIENT,
        M,
        V,
        V_HAT,
        Line(r"\prod^t \mu", "product of the memories", lambda s: s.product, when=when(form=tuple(PSI))),
        *(_look(form)[0] for form in _LATEX),
        _RATE,
        *(_look(form)[1] for form in _LATEX),
    ),
    shows=(root(),),
    memory=lambda s: -s.m,
    source="Dozat 2016, Incorporating Nesterov momentum into Adam",
    module=__name__,
)
