r"""SOAP runs Adam in the axes that Shampoo finds, and renews those axes every few steps.

$$
\begin{aligned}
L_t &= \beta_2 L_{t-1} + (1 - \beta_2)\, g_t\, g_t^\top, \qquad R_t \text{ likewise}, \qquad
Q_L, Q_R = \text{their eigenvectors, renewed every } k \text{ steps} \\
g'_t &= Q_L^\top g_t\, Q_R, \qquad m'_t, v'_t = \text{Adam's means of } g'_t \\
\theta_t &= \theta_{t-1} - \alpha \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,
Q_L \frac{m'_t}{\sqrt{v'_t} + \epsilon} Q_R^\top, \qquad \theta_t := (1 - \alpha \lambda)\, \theta_t
\end{aligned}
$$

**Shines** in training large networks in fewer steps than Adam; it keeps Shampoo's turn without its roots.
**Fails** to be smooth on a surface: with one gradient seen, one axis is arbitrary, and a tiny epsilon makes much of
it.

**Forms.** The authors' code: axes by one step of power iteration and a QR decomposition; the first gradient only sets
them up, without a move; the decay comes after the step. The axes are found in float32.

Source: Vyas and others, SOAP: improving and stabilizing Shampoo using Adam, 2024, arXiv:2409.11321; code: version
a1e5535.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec, decay, eps, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.matrices.householder import power_iteration
from optimizers.matrices.shampoo import along, turned
from optimizers.trees import debias, ewma, multiple, squares, zeros_like


class SoapState(NamedTuple):
    """The step count, Adam's means in turned axes and, for each tensor, a matrix and its axes for each axis."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    factors: tuple[tuple[jax.Array, ...], ...]  # (n, n) for an axis of length n
    axes: tuple[tuple[jax.Array, ...], ...]  # as factors


def soap(lr: float, b1: float, b2: float, eps: float, wd: float, freq: float) -> optax.GradientTransformationExtraArgs:
    """SOAP; ``freq`` is the number of steps between two renewals of the axes."""

    def init(params: optax.Params) -> SoapState:
        leaves = jax.tree.leaves(params)
        factors = tuple(tuple(jnp.zeros((n, n), p.dtype) for n in p.shape) for p in leaves)
        axes = tuple(tuple(jnp.eye(n, dtype=p.dtype) for n in p.shape) for p in leaves)
        return SoapState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params), factors, axes)

    def update(grads: Any, state: SoapState, params: Any = None, **extra: Any) -> tuple[Any, SoapState]:
        leaves, tree = jax.tree.flatten(grads)
        first, t = state.count == 0, jnp.maximum(state.count, 1)  # the first gradient makes no step
        seen = tree.unflatten([_turn(g, q, back=False) for g, q in zip(leaves, state.axes, strict=True)])
        m, v = ewma(b1, state.m, seen), ewma(b2, state.v, squares(seen))
        front = jnp.sqrt(debias(b2, t)) / debias(b1, t)
        quotients = jax.tree.leaves(jax.tree.map(lambda m, v: front * m / (jnp.sqrt(v) + eps), m, v))
        turned_back = tree.unflatten([_turn(u, q, back=True) for u, q in zip(quotients, state.axes, strict=True)])

        def step(u: jax.Array, p: jax.Array) -> jax.Array:
            return jnp.where(first, 0.0, -lr * u - lr * wd * (p - lr * u))

        updates = jax.tree.map(step, turned_back, params)
        renew = multiple(t, freq) & ~first
        rows = zip(leaves, jax.tree.leaves(m), jax.tree.leaves(v), state.factors, state.axes, strict=True)
        renewed = [_renew(*row, b2, first, renew) for row in rows]
        m, v = (tree.unflatten([row[i] for row in renewed]) for i in (0, 1))
        factors, axes = (tuple(row[i] for row in renewed) for i in (2, 3))
        return updates, SoapState(state.count + 1, m, v, factors, axes)

    return optax.GradientTransformationExtraArgs(init, update)


def _turn(g: jax.Array, axes: tuple, back: bool) -> jax.Array:
    return reduce(lambda x, i: turned(axes[i] if back else axes[i].T, x, i), range(g.ndim), g)


def _renew(
    g: jax.Array, m: jax.Array, v: jax.Array, factors: tuple, axes: tuple, b2: float, first: jax.Array, due: jax.Array
) -> tuple[jax.Array, jax.Array, tuple, tuple]:
    """Both means in the renewed axes, the factors with this gradient in them, and the axes."""
    factors = tuple(b2 * f + (1 - b2) * along(g, i) @ along(g, i).T for i, f in enumerate(factors))
    fresh, sorted_v = [], v
    for i, (factor, q) in enumerate(zip(factors, axes, strict=True)):
        single, q32 = factor.astype(jnp.float32), q.astype(jnp.float32)  # as the authors' code, whatever the precision
        order = jnp.argsort(-jnp.einsum("ij,ik,kj->j", q32, single, q32))
        sorted_v = jnp.take(sorted_v, order, axis=i)
        iterated = power_iteration(single, q32[:, order]).astype(q.dtype)
        started = jnp.linalg.eigh(single.astype(q.dtype))[1][:, ::-1]
        fresh.append(jnp.where(first, started, jnp.where(due, iterated, q)))
    axes_now = tuple(fresh)
    m_now = _turn(_turn(m, axes, back=True), axes_now, back=False)
    return jnp.where(first, 0.0, m_now), jnp.where(first, 0.0, jnp.where(due, sorted_v, v)), factors, axes_now


SPEC = OptimizerSpec(
    name="soap",
    label="SOAP",
    family="Matrix",
    summary="Runs Adam in the axes that Shampoo finds, and renews those axes every few steps.",
    make=soap,
    hypers=(
        lr(0.003, (1e-4, 1.0)),
        decay("b1", "First-moment decay", r"\beta_1", 0.95, (0.0, 0.99), momentum=True),
        decay("b2", "Second-moment decay", r"\beta_2", 0.95, (0.5, 0.9999)),
        eps(1e-8),
        weight_decay(0.0),
        Hyper("freq", "Eigenbasis interval", "k", 10.0, 1.0, 1e4, (1.0, 50.0), whole=True, help="Steps."),
    ),
    lines=(
        GRADIENT,
        Line(r"m' = \beta_1 m' + (1 - \beta_1)\, Q^\top g", "running mean, in turned axes", lambda s: s.m),
        Line(r"v' = \beta_2 v' + (1 - \beta_2) (Q^\top g)^2", "running mean of squares, in turned axes", lambda s: s.v),
        Line(r"\Delta\theta = -\text{rate} \cdot Q\, (m' / (\sqrt{v'} + \epsilon))", STEP_WORDS, lambda s: s.step),
    ),
    most_parameters=lambda options: 10_000,
    most_parameters_note="turns matrices to their eigenvectors",
    source="Vyas and others 2024, arXiv:2409.11321; code: version a1e5535",
    module=__name__,
)
