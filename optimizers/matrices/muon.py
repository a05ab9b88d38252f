r"""Muon replaces the velocity of a weight matrix by the nearest matrix with orthonormal rows or columns.

$$
\begin{aligned}
B_t &= \mu B_{t-1} + (1 - \mu)\, g_t, \qquad \tilde B_t = \mu B_t + (1 - \mu)\, g_t \\
O_t &= \text{NS}_5(\tilde B_t / \lVert \tilde B_t \rVert_F), \qquad
\text{NS: } X \leftarrow a X + b\, (X X^\top) X + c\, (X X^\top)^2 X \\
\theta_t &= \theta_{t-1} - \alpha \sqrt{\max(1, n / m)}\, O_t - \alpha \lambda\, \theta_{t-1}
\end{aligned}
$$

for an $n \times m$ matrix, with $(a, b, c) = (3.4445, -4.7750, 2.0315)$ and five rounds.

**Shines** on the hidden layers of large networks: all directions of a matrix are learned at one speed.
**Fails** to show that on a surface: a vector is a matrix of one row, so Muon is a normalized gradient there.

**Forms.** Five rounds give singular values between 0.7 and 1.2, not 1; the exact form uses the singular value
decomposition. Torch runs the rounds in bfloat16, which moves the path by some hundredths. Optax corrects the bias of
the velocity and takes $m / n$ for $n / m$.

Source: Jordan and others, Muon: an optimizer for hidden layers in neural networks, 2024.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import OptimizerSpec, Option, decay, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.trees import debias, ewma, norm, zeros_like

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ROUNDS = 5
LEAST_NORM = 1e-7  # torch's
ADDED_NORM = 1e-8  # optax's


class MuonState(NamedTuple):
    """The step count and the velocity."""

    count: jax.Array  # ()
    v: Any  # as params


def muon(
    lr: float,
    momentum: float,
    wd: float,
    nesterov: str = "on",
    form: str = "torch",
    rounds: str = "full",
) -> optax.GradientTransformationExtraArgs:
    """Muon; ``form`` is "torch" or "optax", ``rounds`` are in "full" precision, in "bfloat16", or "exact"."""
    orthogonal = {
        "full": _newton_schulz if form == "torch" else _newton_schulz_optax,
        "bfloat16": _newton_schulz_bfloat16,
        "exact": _polar,
    }[rounds]

    def init(params: optax.Params) -> MuonState:
        return MuonState(jnp.zeros((), jnp.int32), zeros_like(params))

    def update(grads: Any, state: MuonState, params: Any = None, **extra: Any) -> tuple[Any, MuonState]:
        count = state.count + 1
        v = ewma(momentum, state.v, grads)
        soon, now = (debias(momentum, count + 1), debias(momentum, count)) if form == "optax" else (1.0, 1.0)

        def step(v: jax.Array, g: jax.Array, p: jax.Array) -> jax.Array:
            ahead = momentum * v / soon + (1 - momentum) * g / now if nesterov == "on" else v / now
            matrix = jnp.reshape(ahead, (1, -1) if g.ndim < 2 else (g.shape[0], -1))
            n, m = matrix.shape if form == "torch" else matrix.shape[::-1]
            size = math.sqrt(max(1.0, n / m)) if g.ndim > 1 else 1.0
            return -lr * (size * jnp.reshape(orthogonal(matrix), g.shape) + wd * p)

        return jax.tree.map(step, v, grads, params), MuonState(count, v)

    return optax.GradientTransformationExtraArgs(init, update)


def _wide(rule: Callable[[jax.Array], jax.Array]) -> Callable[[jax.Array], jax.Array]:
    """The rule for matrices with no more rows than columns, made to serve all."""
    return lambda x: rule(x.T).T if x.shape[0] > x.shape[1] else rule(x)


@_wide
def _newton_schulz(x: jax.Array) -> jax.Array:
    return _rounds(x / jnp.maximum(norm(x), LEAST_NORM))


@_wide
def _newton_schulz_optax(x: jax.Array) -> jax.Array:
    return _rounds(x / (norm(x) + ADDED_NORM))


def _rounds(x: jax.Array) -> jax.Array:
    a, b, c = COEFFICIENTS
    for _ in range(ROUNDS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


@_wide
def _newton_schulz_bfloat16(x: jax.Array) -> jax.Array:
    """As torch: sums in float32, every result rounded to bfloat16."""

    def low(y: jax.Array) -> jax.Array:
        return jax.lax.reduce_precision(y, exponent_bits=8, mantissa_bits=7)

    a, b, c = COEFFICIENTS
    y = low(x.astype(jnp.float32))
    y = low(y / jnp.maximum(low(norm(y)), LEAST_NORM))
    for _ in range(ROUNDS):
        gram = low(y @ y.T)
        y = low(a * y + low(b * gram + c * (gram @ gram)) @ y)
    return y.astype(x.dtype)


@_wide
def _polar(x: jax.Array) -> jax.Array:
    left, _, right = jnp.linalg.svd(x, full_matrices=False)
    return jnp.where(jnp.any(x != 0), left @ right, 0.0)


SPEC = OptimizerSpec(
    name="muon",
    label="Muon",
    family="Matrix",
    summary="Replaces the velocity of a weight matrix by the nearest matrix with orthonormal rows or columns.",
    make=muon,
    hypers=(
        lr(0.02, (1e-4, 1.0)),
        decay("momentum", "Momentum", r"\mu", 0.95, (0.0, 0.999), momentum=True),
        weight_decay(0.0),
    ),
    options=(
        Option("nesterov", "Nesterov", (("on", "on"), ("off", "off")), "on"),
        Option("form", "Form", (("torch", "torch, authors"), ("optax", "optax")), "torch"),
        Option(
            "rounds",
            "Orthogonal by",
            (("full", "five rounds"), ("bfloat16", "five rounds in bfloat16 (torch)"), ("exact", "decomposition")),
            "full",
        ),
    ),
    lines=(
        GRADIENT,
        Line(
            r"B = \mu B + (1 - \mu)\, g",
            "velocity",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.momentum, s.prev_v, 1 - s.momentum, s.g),
        ),
        Line(r"\Delta\theta = -\alpha\, \text{NS}(B / \lVert B \rVert)", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: -s.prev_v,
    surface_note="A point of two coordinates is a matrix of one row, so Muon is a normalized gradient with momentum "
    "here. Train a network to see what it does.",
    most_parameters=lambda options: 100_000,
    most_parameters_note="multiplies matrices fifteen times a step",
    source="Jordan and others 2024, Muon: an optimizer for hidden layers in neural networks",
    module=__name__,
)
