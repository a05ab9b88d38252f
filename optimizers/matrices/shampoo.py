r"""Shampoo scales a gradient matrix from both sides by roots of its accumulated products with itself.

$$
\begin{aligned}
L_t &= L_{t-1} + g_t\, g_t^\top, \qquad R_t = R_{t-1} + g_t^\top g_t, \qquad L_0 = R_0 = \epsilon I \\
\theta_t &= \theta_{t-1} - \alpha\, L_t^{-1/4}\, g_t\, R_t^{-1/4}
\end{aligned}
$$

A tensor with $k$ axes has one matrix an axis and the exponent $-1/(2k)$; a vector has one, with $-1/2$.

**Shines** where AdaGrad does not see that two weights belong together: it turns and scales at once, and a rotated
ravine is no harder than a straight one.
**Fails** in price, a root of a matrix for every axis, and over long runs, as AdaGrad does: the sums only grow.

**Forms.** One package uses $-1/k$ and builds $R$ from the gradient that $L$ has scaled already. Running means in
place of sums, and a length borrowed from another rule, came later.

Source: Gupta, Koren and Singer, Shampoo: preconditioned stochastic tensor optimization, 2018, arXiv:1802.09568.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import OptimizerSpec, Option, eps, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line


class ShampooState(NamedTuple):
    """For each tensor, in the order of its tree, one matrix for each axis."""

    factors: tuple[tuple[jax.Array, ...], ...]  # (n, n) for an axis of length n


def shampoo(lr: float, eps: float, form: str = "paper") -> optax.GradientTransformationExtraArgs:
    """Shampoo; ``form`` is "paper" or "jettify" (torch-optimizer)."""

    def init(params: optax.Params) -> ShampooState:
        return ShampooState(
            tuple(tuple(jnp.asarray(eps * jnp.eye(n), p.dtype) for n in jnp.shape(p)) for p in jax.tree.leaves(params))
        )

    def update(grads: Any, state: ShampooState, params: Any = None, **extra: Any) -> tuple[Any, ShampooState]:
        leaves, tree = jax.tree.flatten(grads)
        scaled, factors = [], []
        for g, matrices in zip(leaves, state.factors, strict=True):
            step, matrices = _scale(g, matrices, form)
            scaled.append(-lr * step)
            factors.append(matrices)
        return tree.unflatten(scaled), ShampooState(tuple(factors))

    return optax.GradientTransformationExtraArgs(init, update)


def _scale(g: jax.Array, factors: tuple, form: str) -> tuple[jax.Array, tuple]:
    """The gradient scaled along every axis, and the factors with it added."""
    scaled, after = g, []
    for axis, factor in enumerate(factors):
        rows = along(scaled if form == "jettify" else g, axis)
        factor = factor + rows @ rows.T
        power = 1 / g.ndim if form == "jettify" else 1 / (2 * g.ndim)
        scaled = turned(inverse_power(factor, power), scaled, axis)
        after.append(factor)
    return scaled, tuple(after)


def along(g: jax.Array, axis: int) -> jax.Array:
    """The tensor as a matrix whose rows run along ``axis``."""
    return jnp.moveaxis(g, axis, 0).reshape(g.shape[axis], -1)


def turned(matrix: jax.Array, g: jax.Array, axis: int) -> jax.Array:
    """The tensor with ``matrix`` applied along ``axis``."""
    return jnp.moveaxis(jnp.tensordot(matrix, g, axes=(1, axis)), 0, axis)


def inverse_power(matrix: jax.Array, power: float) -> jax.Array:
    """A symmetric positive matrix to the power ``-power``; what is only rounding of its eigenvalues counts as such."""
    values, vectors = jnp.linalg.eigh(matrix)
    rounding = len(matrix) * jnp.finfo(matrix.dtype).eps * values[-1]
    values = jnp.maximum(values, jnp.maximum(rounding, jnp.finfo(matrix.dtype).tiny))
    return (vectors * values**-power) @ vectors.T


def _diagonal(s: SimpleNamespace) -> np.ndarray:
    return np.diagonal(s.state.factors[0][0][1:], axis1=1, axis2=2)  # (steps, 2)


SPEC = OptimizerSpec(
    name="shampoo",
    label="Shampoo",
    family="Matrix",
    summary="Scales a gradient matrix from both sides by roots of its accumulated products with itself.",
    make=shampoo,
    hypers=(lr(0.05, (1e-3, 10.0)), eps(1e-4, (1e-8, 10.0))),
    options=(
        Option(
            "form",
            "Exponent",
            (("paper", r"$-1 / (2k)$ (paper)"), ("jettify", r"$-1 / k$ (torch-optimizer)")),
            "paper",
        ),
    ),
    lines=(
        GRADIENT,
        Line(r"\text{diag}(\epsilon I + \sum g g^\top)", "sum of squares", _diagonal),
        Line(r"\Delta\theta = -\alpha\, (\epsilon I + \sum g g^\top)^{-1/2} g", STEP_WORDS, lambda s: s.step),
    ),
    most_parameters=lambda options: 10_000,
    most_parameters_note="takes roots of matrices at every step",
    source="Gupta, Koren and Singer 2018, arXiv:1802.09568",
    module=__name__,
)
