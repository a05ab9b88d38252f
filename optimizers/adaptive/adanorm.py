r"""AdamNorm lengthens gradients that are shorter than usual before they enter Adam's mean.

$$
\begin{aligned}
e_t &= \gamma e_{t-1} + (1 - \gamma) \lVert g_t \rVert \\
s_t &= \frac{e_t}{\lVert g_t \rVert}\, g_t \quad \text{if } e_t > \lVert g_t \rVert, \qquad s_t = g_t \text{ if not} \\
m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, s_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\
\theta_t &= \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
\end{aligned}
$$

**Shines** where gradients fade while there is still a way to go.
**Fails** to slow down at a minimum: there, too, gradients are shorter than usual, and it circles in longer steps.

**Forms.** $e$ starts at 0 and is not corrected, so nothing happens in the first steps. The authors' Adam also adds
epsilon to $v$ at every step; their AdaBelief takes its surprise from the lengthened gradient, another package from
the raw one; their RAdam forgets $e$ at every step and is plain RAdam. The norm is taken over each tensor.

Source: Dubey, Singh and Chaudhuri, AdaNorm: adaptive gradient norm correction based optimizer for CNNs, 2023,
arXiv:2210.06364.
"""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.adaptive.bases import BASES, based_rates, based_square, based_step, friction_line
from optimizers.base import ADAM_HYPERS, EPS_MODE, OptimizerSpec, Option, decay
from optimizers.explain import GRADIENT, Line, V, corrected, lengths, m_hat, step_line, when
from optimizers.trees import ewma, norm, zeros_like


class NormState(NamedTuple):
    """The step count, the two running means, the usual length of each tensor's gradient and the last gradient."""

    count: jax.Array  # ()
    m: Any  # as params
    v: Any  # as params
    e: Any  # () for each tensor of params
    last: Any  # as params


def adanorm(
    lr: float,
    b1: float,
    b2: float,
    eps: float,
    gamma: float,
    base: str = "adam",
    eps_mode: str = "outside",
    residual: str = "lengthened",
    accumulate: str = "off",
) -> optax.GradientTransformationExtraArgs:
    """AdaNorm on ``base``: "adam", "diffgrad", "radam" or "adabelief"; ``eps_mode`` as in Adam.

    ``residual`` is what AdaBelief compares with its mean, the "lengthened" gradient or the "raw" one; ``accumulate``
    adds epsilon to v at every step.
    """

    def update(grads: Any, state: NormState, params: Any = None, **extra: Any) -> tuple[Any, NormState]:
        count = state.count + 1
        norms = jax.tree.map(norm, grads)
        e = ewma(gamma, state.e, norms)
        lengthened = jax.tree.map(_lengthen, grads, norms, e)
        m = ewma(b1, state.m, lengthened)
        seen = lengthened if base == "adabelief" and residual == "lengthened" else grads
        v = jax.tree.map(partial(based_square, base, b2=b2, eps=eps), state.v, seen, m)
        if base == "adam" and accumulate == "on":
            v = jax.tree.map(lambda v: v + eps, v)

        def step(m: jax.Array, v: jax.Array, g: jax.Array, last: jax.Array) -> jax.Array:
            change = jnp.abs(last - g)
            return based_step(base, m, v, change, count=count, lr=lr, b1=b1, b2=b2, eps=eps, eps_mode=eps_mode)

        return jax.tree.map(step, m, v, grads, state.last), NormState(count, m, v, e, grads)

    return optax.GradientTransformationExtraArgs(_init, update)


def _init(params: optax.Params) -> NormState:
    zeros = zeros_like(params)
    lengths = jax.tree.map(lambda p: jnp.zeros((), p.dtype), params)
    return NormState(jnp.zeros((), jnp.int32), zeros, zeros, lengths, zeros)


def _lengthen(g: jax.Array, norm: jax.Array, usual: jax.Array) -> jax.Array:
    short = (usual > norm) & (norm > 0)
    return g * jnp.where(short, usual / jnp.where(norm > 0, norm, 1.0), 1.0)


def _longer(s: SimpleNamespace) -> np.ndarray:
    norm = lengths(s.g)
    return s.g * np.where((s.e > norm) & (norm > 0), s.e / norm, 1)


_RATES = based_rates("adam", "diffgrad", "radam", "adabelief")

SPEC = OptimizerSpec(
    name="adanorm",
    label="AdaNorm",
    family="Adam",
    summary="Lengthens gradients that are shorter than usual before they enter Adam's mean.",
    make=adanorm,
    hypers=(*ADAM_HYPERS, decay("gamma", "Gradient-norm decay", r"\gamma", 0.95, (0.8, 0.99))),
    options=(
        BASES,
        EPS_MODE,
        Option(
            "residual",
            "Surprise of AdaBelief",
            (("lengthened", "of the lengthened gradient"), ("raw", "of the raw gradient")),
            "lengthened",
        ),
        Option("accumulate", "Epsilon in v", (("off", "no"), ("on", "added at every step (authors' Adam)")), "off"),
    ),
    lines=(
        GRADIENT,
        Line(
            r"e = \gamma e + (1 - \gamma) \lVert g \rVert",
            "usual length of the gradient",
            lambda s: s.e,
            "{} · {} + {} · {}",
            lambda s: (s.gamma, s.prev_e, 1 - s.gamma, lengths(s.g)),
        ),
        Line(r"s = g \max(1,\; e / \lVert g \rVert)", "gradient, lengthened", _longer),
        Line(
            r"m = \beta_1 m + (1 - \beta_1)\, s",
            "its running mean",
            lambda s: s.m,
            "{} · {} + {} · {}",
            lambda s: (s.b1, s.prev_m, 1 - s.b1, _longer(s)),
        ),
        V.only(when(base=("adam", "diffgrad", "radam"), accumulate="off")),
        Line(r"v", "mean square of this form", V.value, when=when(accumulate="on")),
        Line(r"v", "running mean of squared surprises", V.value, when=when(base="adabelief", accumulate="off")),
        *corrected(),
        friction_line(condition=when(base="diffgrad")),
        *_RATES,
        *(step_line(rate, r"\hat m", m_hat) for rate in _RATES),
    ),
    memory=lambda s: -s.m,
    source="Dubey, Singh and Chaudhuri 2023, arXiv:2210.06364",
    module=__name__,
)
