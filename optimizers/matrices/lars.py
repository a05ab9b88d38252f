r"""LARS gives each layer a step in proportion to the length of its weights.

$$
\begin{aligned}
r_t &= \eta\, \frac{\lVert \theta \rVert}{\lVert g_t \rVert + \lambda \lVert \theta \rVert + \epsilon} \\
v_t &= \mu v_{t-1} + r_t\, (g_t + \lambda\, \theta_{t-1}), \qquad \theta_t = \theta_{t-1} - \alpha\, v_t
\end{aligned}
$$

**Shines** with very large batches, where layers differ much in the ratio of gradient to weight.
**Fails** on a surface away from the origin's scale: the step depends on where the origin is, and near a minimum the
gradient's length cancels out, so it cannot settle.

**Forms.** Optax divides by $\lVert g + \lambda \theta \rVert$ instead: the same at $\lambda = 0$. Some packages adapt
only with decay, or leave vectors alone. Where a length is 0 the ratio is 1.

Source: You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, arXiv:1708.03888.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, decay, lr, weight_decay
from optimizers.explain import GRADIENT, STEP_WORDS, Line, lengths, when
from optimizers.trees import norm, zeros_like


class LarsState(NamedTuple):
    """The velocity."""

    v: Any  # as params


def lars(
    lr: float, momentum: float, tc: float, wd: float, eps: float, form: str = "paper"
) -> optax.GradientTransformationExtraArgs:
    """LARS; ``form`` is "paper" or "optax"."""

    def init(params: optax.Params) -> LarsState:
        return LarsState(zeros_like(params))

    def update(grads: Any, state: LarsState, params: Any = None, **extra: Any) -> tuple[Any, LarsState]:
        def scale(g: jax.Array, p: jax.Array) -> jax.Array:
            decayed = g + wd * p
            weights, slope, both = map(norm, (p, g, decayed))
            below, known = (slope + wd * weights, slope) if form == "paper" else (both, both)
            known = (weights > 0) & (known > 0)
            return jnp.where(known, tc * weights / jnp.where(known, below + eps, 1.0), 1.0) * decayed

        scaled = jax.tree.map(scale, grads, params)
        v = jax.tree.map(lambda v, u: momentum * v + u, state.v, scaled)
        return jax.tree.map(lambda v: -lr * v, v), LarsState(v)

    return optax.GradientTransformationExtraArgs(init, update)


def _ratio(s: SimpleNamespace) -> np.ndarray:
    return lengths(s.v - s.momentum * s.prev_v) / lengths(s.g + s.wd * s.params)


SPEC = OptimizerSpec(
    name="lars",
    label="LARS",
    family="Layer-wise",
    summary="Gives each layer a step in proportion to the length of its weights.",
    make=lars,
    hypers=(
        lr(1.0, (1e-3, 10.0)),
        decay("momentum", "Momentum", r"\mu", 0.9, (0.0, 0.99), momentum=True),
        Hyper("tc", "Trust coefficient", r"\eta", 0.001, 0.0, 1e3, (1e-4, 0.1), log=True),
        weight_decay(0.0),
        Hyper("eps", "Epsilon", r"\epsilon", 0.0, 0.0, 1e3, (0.0, 1.0)),
    ),
    options=(
        Option(
            "form",
            "Denominator",
            (
                ("paper", r"$\lVert g \rVert + \lambda \lVert \theta \rVert$ (paper)"),
                ("optax", r"$\lVert g + \lambda \theta \rVert$ (optax)"),
            ),
            "paper",
        ),
    ),
    lines=(
        GRADIENT,
        Line(
            r"r = \eta\, \lVert \theta \rVert / (\lVert g \rVert + \lambda \lVert \theta \rVert + \epsilon)",
            "trust in this layer",
            _ratio,
            "{} · {} / ({} + {} · {} + {})",
            lambda s: (s.tc, lengths(s.params), lengths(s.g), s.wd, lengths(s.params), s.eps),
            when(form="paper"),
        ),
        Line(
            r"r = \eta\, \lVert \theta \rVert / (\lVert g + \lambda \theta \rVert + \epsilon)",
            "trust in this layer",
            _ratio,
            "{} · {} / ({} + {})",
            lambda s: (s.tc, lengths(s.params), lengths(s.g + s.wd * s.params), s.eps),
            when(form="optax"),
        ),
        Line(
            r"v = \mu v + r\, (g + \lambda\, \theta)",
            "velocity",
            lambda s: s.v,
            "{} · {} + {} · ({} + {} · {})",
            lambda s: (s.momentum, s.prev_v, _ratio(s), s.g, s.wd, s.params),
        ),
        Line(r"\Delta\theta = -\alpha\, v", STEP_WORDS, lambda s: s.step, "−{} · {}", lambda s: (s.lr, s.v)),
    ),
    memory=lambda s: -s.prev_v,
    source="You, Gitman and Ginsburg 2017, arXiv:1708.03888",
    module=__name__,
)
