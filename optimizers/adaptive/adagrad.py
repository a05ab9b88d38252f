r"""AdaGrad divides each coordinate by the root of the sum of all its squared gradients so far.

$$
G_t = G_{t-1} + g_t^2, \qquad \theta_t = \theta_{t-1} - \alpha\, g_t / (\sqrt{G_t} + \epsilon)
$$

**Shines** where some coordinates are rarely or weakly used: they keep a large rate. The first step is $\alpha$ in
every coordinate.
**Fails** over long runs: the sum only grows, the rate falls like $1 / \sqrt{t}$, and the run stops short of it.

**Forms.** Torch adds epsilon outside the root and starts the sum at 0; optax and Keras add it inside and start at
0.1.

Source: Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, eps, lr
from optimizers.explain import GRADIENT, Line, rate_inside, rate_outside, root, step_line, when
from optimizers.trees import full_like


class AdagradState(NamedTuple):
    """The sum of squared gradients."""

    total: Any  # as params


def adagrad(lr: float, eps: float, initial: float, eps_mode: str = "outside") -> optax.GradientTransformationExtraArgs:
    """AdaGrad; ``initial`` is the sum to start from, ``eps_mode`` "outside" or "inside"."""

    def start(params: optax.Params) -> AdagradState:
        return AdagradState(full_like(params, initial))

    def update(grads: Any, state: AdagradState, params: Any = None, **extra: Any) -> tuple[Any, AdagradState]:
        total = jax.tree.map(lambda a, g: a + g**2, state.total, grads)

        def step(g: jax.Array, total: jax.Array) -> jax.Array:
            root = jnp.sqrt(total + eps) if eps_mode == "inside" else jnp.sqrt(total) + eps
            return -lr * g / root

        return jax.tree.map(step, grads, total), AdagradState(total)

    return optax.GradientTransformationExtraArgs(start, update)


_RATES = (
    rate_outside(lambda s: s.total, "G", when(eps_mode="outside")),
    rate_inside(lambda s: s.total, "G", when(eps_mode="inside")),
)

SPEC = OptimizerSpec(
    name="adagrad",
    label="AdaGrad",
    family="Accumulators",
    summary="Divides each coordinate by the root of the sum of all its squared gradients so far.",
    make=adagrad,
    hypers=(
        lr(0.01, (1e-3, 2.0)),
        eps(1e-7, (1e-10, 1.0)),
        Hyper("initial", "Initial sum", "G_0", 0.0, 0.0, 1e6, (0.0, 1.0), initial=True, former_name="init"),
    ),
    options=(
        Option("eps_mode", "Epsilon", (("outside", "outside the root"), ("inside", "inside the root")), "outside"),
    ),
    lines=(
        GRADIENT,
        Line(
            r"G = G + g^2",
            "sum of squares so far",
            lambda s: s.total,
            "{} + {}",
            lambda s: (s.prev_total, s.g**2),
        ),
        *_RATES,
        *(step_line(rate, "g", lambda s: s.g) for rate in _RATES),
    ),
    shows=(root(lambda s: s.total),),
    source="Duchi, Hazan and Singer 2011, Adaptive subgradient methods",
    module=__name__,
)
