r"""Adafactor keeps the mean square of a matrix as one number a row and one a column.

$$
\begin{aligned}
\beta_t &= 1 - t^{-c} \\
R_t &= \beta_t R_{t-1} + (1 - \beta_t)\, \text{mean}_{\text{row}}(g_t^2), \qquad
C_t = \beta_t C_{t-1} + (1 - \beta_t)\, \text{mean}_{\text{column}}(g_t^2) \\
V_t &= R_t C_t / \text{mean}(R_t), \qquad u_t = g_t / \sqrt{V_t}, \qquad
\hat u_t = u_t / \max(1,\; \text{RMS}(u_t) / d) \\
\theta_t &= \theta_{t-1} - \max(\epsilon_2,\, \text{RMS}(\theta_{t-1}))\, \min(\alpha,\, 1 / \sqrt t)\, \hat u_t
- \alpha \lambda\, \theta_{t-1}
\end{aligned}
$$

**Shines** in memory: for an $n \times m$ matrix $n + m$ numbers instead of $nm$.
**Fails** to show that on a surface: a vector is not factored, $V$ is its plain running mean of squares.

**Forms.** No two packages agree. Torch caps the rate by $1 / \sqrt t$ (above). Optax does not, and takes off
$\lambda \theta$ whatever the rate. Pytorch-optimizer keeps $\beta_t$ under 0.999 and scales the decay with the step.

Source: Shazeer and Stern, Adafactor: adaptive learning rates with sublinear memory cost, 2018, arXiv:1804.04235.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, lr, weight_decay
from optimizers.explain import GRADIENT, STEP, Line


class AdafactorState(NamedTuple):
    """The step count, the means of rows and columns of each matrix, and the mean square of each vector."""

    count: jax.Array  # ()
    row: Any  # (..., n) for each tensor of shape (..., n, m), (0,) for vectors
    column: Any  # (..., m), (0,) for vectors
    v: Any  # as params for vectors, (0,) for matrices


def adafactor(
    lr: float, d: float, c: float, eps2: float, wd: float, form: str = "torch"
) -> optax.GradientTransformationExtraArgs:
    """Adafactor; ``form`` is "torch", "optax" or "kozistr" (pytorch-optimizer)."""
    tiny = 0.0 if form == "torch" else 1e-30

    def update(grads: Any, state: AdafactorState, params: Any = None, **extra: Any) -> tuple[Any, AdafactorState]:
        count = state.count + 1
        t = 1.0 * count
        fresh = t**-c if form != "kozistr" else jnp.maximum(t**-c, 1 - 0.999)
        rate = jnp.minimum(lr, 1 / jnp.sqrt(t)) if form == "torch" else lr

        def mean(axis: int, matrix: bool) -> Any:
            def move(old: jax.Array, g: jax.Array) -> jax.Array:
                if (g.ndim > 1) != matrix:
                    return old
                square = g**2 + tiny
                return (1 - fresh) * old + fresh * (jnp.mean(square, axis=axis) if matrix else square)

            return move

        row = jax.tree.map(mean(-1, True), state.row, grads)
        column = jax.tree.map(mean(-2, True), state.column, grads)
        v = jax.tree.map(mean(0, False), state.v, grads)

        def step(g: jax.Array, row: jax.Array, column: jax.Array, v: jax.Array, p: jax.Array) -> jax.Array:
            u = g * _inverse_root(row, column, v, g, form)
            u = u / jnp.maximum(1.0, _rms(u) / d)
            alpha = jnp.maximum(eps2, _rms(p)) * rate
            share = {"torch": lr, "optax": 1.0, "kozistr": alpha}[form]
            return -alpha * u - share * wd * p

        return jax.tree.map(step, grads, row, column, v, params), AdafactorState(count, row, column, v)

    return optax.GradientTransformationExtraArgs(_init, update)


def _init(params: optax.Params) -> AdafactorState:
    def zeros(shape: Any) -> Any:
        return jax.tree.map(lambda p: jnp.zeros(shape(p), p.dtype), params)

    return AdafactorState(
        jnp.zeros((), jnp.int32),
        zeros(lambda p: p.shape[:-1] if p.ndim > 1 else (0,)),
        zeros(lambda p: (*p.shape[:-2], p.shape[-1]) if p.ndim > 1 else (0,)),
        zeros(lambda p: (0,) if p.ndim > 1 else p.shape),
    )


def _rms(x: jax.Array) -> jax.Array:
    return jnp.sqrt(jnp.mean(x**2))


def _inverse_root(row: jax.Array, column: jax.Array, v: jax.Array, g: jax.Array, form: str) -> jax.Array:
    """One over the root of the estimated mean square, of the shape of ``g``."""
    least = jnp.finfo(g.dtype).eps if form == "torch" else 0.0
    if g.ndim > 1:
        middle = jnp.maximum(jnp.mean(row, axis=-1, keepdims=True), least)[..., None]
        v = row[..., :, None] * column[..., None, :] / middle
    return 1 / jnp.sqrt(jnp.maximum(v, least**2))


def _u(s: SimpleNamespace) -> np.ndarray:
    return s.g / np.sqrt(s.v)


SPEC = OptimizerSpec(
    name="adafactor",
    label="Adafactor",
    family="Layer-wise",
    summary="Keeps the mean square of a matrix as one number a row and one a column.",
    make=adafactor,
    hypers=(
        lr(0.01, (1e-4, 1.0)),
        Hyper(
            "d",
            "Clipping threshold",
            "d",
            1.0,
            1e-6,
            1e6,
            (0.1, 10.0),
            log=True,
            help="Root mean square of the update.",
        ),
        Hyper("c", "Decay exponent", "c", 0.8, 0.0, 1.0, (0.5, 1.0)),
        Hyper("eps2", "Minimum scale", r"\epsilon_2", 1e-3, 0.0, 1e3, (1e-4, 10.0), log=True),
        weight_decay(0.0),
    ),
    options=(
        Option(
            "form",
            "Form",
            (("torch", "torch"), ("optax", "optax"), ("kozistr", "pytorch-optimizer")),
            "torch",
        ),
    ),
    lines=(
        GRADIENT,
        Line(r"V = \beta_t V + (1 - \beta_t)\, g^2", "running mean of squares", lambda s: s.v),
        Line(r"u = g / \sqrt V", "scaled gradient", _u, "{} / √{}", lambda s: (s.g, s.v)),
        Line(
            r"\text{RMS}(\theta)",
            "size of the parameters",
            lambda s: np.sqrt(np.mean(s.params**2, axis=1, keepdims=True)),
        ),
        STEP,
    ),
    surface_note="A vector of two coordinates is not factored: here it is a scaled running mean of squares. Train a "
    "network to see what it saves.",
    source="Shazeer and Stern 2018, arXiv:1804.04235",
    module=__name__,
)
