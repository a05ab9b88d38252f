r"""Sophia divides its running mean by the curvature in each coordinate and clips the quotient.

$$
\begin{aligned}
h_t &= \beta_2 h_{t-1} + (1 - \beta_2)\, \text{diag}(\nabla^2 f) \quad \text{every } k \text{ steps} \\
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\
\theta_t &= \theta_{t-1} - \alpha\, \text{clip}\left( \frac{m_t}{\max(\gamma h_t,\, \epsilon)},\; \pm\rho \right)
- \alpha \lambda\, \theta_{t-1}
\end{aligned}
$$

**Shines** where curvature differs between coordinates: flat ones get long steps, steep ones short.
**Fails** to be Newton's method: negative curvature counts as almost none, so there each step is the clipped sign.

**Forms.** The diagonal is exact here, or Hutchinson's estimate. Optax uses $h$ before it renews it, so that its first
steps are signs, and corrects the bias of $m$; pytorch-optimizer has no $\gamma$.

Source: Liu and others, Sophia: a scalable stochastic second-order optimizer for language model pre-training, 2024,
arXiv:2305.14342.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import BIAS_CORRECTION, Hyper, OptimizerSpec, Option, decay, eps, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line, M, when
from optimizers.second_order.curvature import PRODUCT, diagonal, estimated_diagonal
from optimizers.trees import debias, ewma, multiple, zeros_like


class SophiaState(NamedTuple):
    """The step count, the running mean and the running mean of the curvature."""

    count: jax.Array  # ()
    m: Any  # as params
    h: Any  # as params


def sophia(
    lr: float,
    b1: float,
    b2: float,
    gamma: float,
    clip_threshold: float,
    eps: float,
    every: float,
    wd: float,
    renewal: str = "before",
    bias_correction: str = "off",
    curvature: str = "exact",
) -> optax.GradientTransformationExtraArgs:
    """Sophia; ``renewal`` of h "before" or "after" its use, ``curvature`` "exact" or "estimate"; needs ``value_fn``."""

    def init(params: optax.Params) -> SophiaState:
        return SophiaState(jnp.zeros((), jnp.int32), zeros_like(params), zeros_like(params))

    def update(
        grads: Any, state: SophiaState, params: Any = None, *, value_fn: Any, **extra: Any
    ) -> tuple[Any, SophiaState]:
        count = state.count + 1
        m = ewma(b1, state.m, grads)

        def renewed(h: Any) -> Any:
            if curvature == "exact":
                return ewma(b2, h, diagonal(value_fn, params))
            return ewma(b2, h, estimated_diagonal(value_fn, params, jax.random.fold_in(jax.random.key(0), count)))

        h = jax.lax.cond(multiple(state.count, every), renewed, lambda h: h, state.h)
        used = h if renewal == "before" else state.h
        c1 = debias(b1, count) if bias_correction == "on" else 1.0

        def step(m: jax.Array, h: jax.Array, p: jax.Array) -> jax.Array:
            below = jnp.maximum(gamma * h, eps)
            return -lr * (jnp.where(m == 0, 0.0, jnp.clip(m / c1 / below, -clip_threshold, clip_threshold)) + wd * p)

        return jax.tree.map(step, m, used, params), SophiaState(count, m, h)

    return optax.GradientTransformationExtraArgs(init, update)


def _quotient(s: SimpleNamespace, m: np.ndarray, h: np.ndarray) -> np.ndarray:
    return np.clip(m / np.maximum(s.gamma * h, s.eps), -s.clip_threshold, s.clip_threshold)


SPEC = OptimizerSpec(
    name="sophia",
    label="Sophia",
    family="Second order",
    summary="Divides its running mean by the curvature in each coordinate and clips the quotient.",
    make=sophia,
    hypers=(
        lr(0.01, (1e-4, 1.0)),
        decay("b1", "First-moment decay", r"\beta_1", 0.965, (0.0, 0.99), momentum=True),
        decay("b2", "Hessian decay", r"\beta_2", 0.99, (0.0, 0.9999)),
        Hyper("gamma", "Hessian scale", r"\gamma", 0.01, 0.0, 1e6, (1e-3, 10.0), log=True),
        Hyper(
            "clip_threshold", "Clipping threshold", r"\rho", 1.0, 0.0, 1e6, (1e-2, 10.0), log=True, former_name="clip"
        ),
        eps(1e-12, (1e-15, 10.0)),
        Hyper("every", "Hessian interval", "k", 10.0, 1.0, 1e4, (1.0, 20.0), whole=True, help="Steps."),
        weight_decay(0.0),
    ),
    options=(
        Option("renewal", "Curvature renewed", (("before", "before it is used"), ("after", "after (optax)")), "before"),
        Option(BIAS_CORRECTION.name, BIAS_CORRECTION.label, BIAS_CORRECTION.choices, "off"),
        Option("curvature", "Diagonal", (("exact", "exact"), ("estimate", "Hutchinson's estimate")), "exact"),
    ),
    lines=(
        GRADIENT,
        M,
        Line(r"h = \beta_2 h + (1 - \beta_2)\, \text{diag}(\nabla^2 f)", "running mean of curvature", lambda s: s.h),
        Line(
            r"u = \text{clip}(m / \max(\gamma h, \epsilon),\; \pm\rho)",
            "clipped quotient",
            lambda s: _quotient(s, s.m, s.h),
            when=when(renewal="before", bias_correction="off"),
        ),
        Line(r"\Delta\theta = -\alpha\, (u + \lambda\, \theta)", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: -s.m,
    needs=("value_fn",),
    uncounted=lambda options: (
        f"the diagonal of the Hessian every k steps, {PRODUCT} for each coordinate"
        if options["curvature"] == "exact"
        else f"a product with the Hessian every k steps, {PRODUCT}"
    ),
    most_parameters=lambda options: 500 if options["curvature"] == "exact" else None,
    most_parameters_note="takes the exact diagonal of the Hessian with one product for each parameter",
    source="Liu and others 2024, arXiv:2305.14342",
    module=__name__,
)
