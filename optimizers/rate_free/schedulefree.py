r"""Schedule-Free replaces a falling rate by an average of the points it has visited.

$$
\begin{aligned}
y_t &= (1 - \beta)\, z_t + \beta\, x_t, \qquad g_t = \nabla f(y_t) \\
z_{t+1} &= z_t - \alpha_t\, d_t, \qquad d_t = g_t \;\text{ or }\; g_t / (\sqrt{\hat v_t} + \epsilon) \\
x_{t+1} &= (1 - c_t)\, x_t + c_t\, z_{t+1}, \qquad c_t = \alpha_{\max}^2 \Big/ \sum_{i \le t} \alpha_{\max, i}^2
\end{aligned}
$$

with a decay $\lambda\, y_t$ added to $d_t$. The gradient is taken at $y$; the answer is $x$.

**Shines** where the number of steps is not known ahead: $x$ is as good at any time as after a schedule made for it.
**Fails** to look lively: the averaged point moves by ever smaller steps, and a rate that is too small stays so.

**Forms.** With gradient descent inside, or AdamW. The warm-up starts at $\alpha / w$; optax's starts at 0.

Source: Defazio and others, The road less scheduled, 2024, arXiv:2405.15682.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optimizers.base import MOST_STEPS, Hyper, OptimizerSpec, Option, decay, lr, weight_decay
from optimizers.explain import AT, Line, when
from optimizers.trees import debias, difference, ewma, scalar, squares, zeros_like


class ScheduleFreeState(NamedTuple):
    """The step count, the fast point, the answer, the mean square, the largest rate, the sum of weights, the share."""

    count: jax.Array  # ()
    z: Any  # as params
    x: Any  # as params
    v: Any  # as params with AdamW inside, else empty
    largest: jax.Array  # ()
    total: jax.Array  # ()
    mixed: jax.Array  # (), the share of x in the y that the parameters are: a schedule may move it

    @property
    def points(self) -> tuple[str, ...]:
        """The fields that change as the parameters do when a wrapper changes a step."""
        return ("z", "x")


def schedulefree(
    lr: float, beta: float, warmup: float, wd: float, b2: float, eps: float, base: str = "sgd"
) -> optax.GradientTransformationExtraArgs:
    """Schedule-Free on "sgd" or "adamw"; the parameters are y, the state holds z and x."""

    def init(params: optax.Params) -> ScheduleFreeState:
        v = zeros_like(params) if base == "adamw" else ()
        nothing = scalar(0.0, params)
        return ScheduleFreeState(jnp.zeros((), jnp.int32), params, params, v, nothing, nothing, scalar(beta, params))

    def update(grads: Any, state: ScheduleFreeState, params: Any = None, **extra: Any) -> tuple[Any, ScheduleFreeState]:
        count = state.count + 1
        rate = scalar(lr * jnp.minimum(1.0, count / jnp.maximum(warmup, 1.0)), params)
        largest = jnp.maximum(state.largest, rate)
        total = state.total + largest**2
        share = jnp.where(total > 0, largest**2 / jnp.where(total > 0, total, 1.0), 0.0)
        v, direction = state.v, grads
        if base == "adamw":
            v = ewma(b2, state.v, squares(grads))
            correction = debias(b2, count)
            direction = jax.tree.map(lambda g, v: g / (jnp.sqrt(v / correction) + eps), grads, v)
        z = jax.tree.map(lambda z, d, y: z - rate * (d + wd * y), state.z, direction, params)
        x = jax.tree.map(lambda x, z: (1 - share) * x + share * z, state.x, z)
        updates = difference(_between(beta, z, x), _between(state.mixed, state.z, state.x))
        return updates, ScheduleFreeState(count, z, x, v, largest, total, scalar(beta, params))

    return optax.GradientTransformationExtraArgs(init, update)


def _between(beta: float, z: Any, x: Any) -> Any:
    return jax.tree.map(lambda z, x: (1 - beta) * z + beta * x, z, x)


def _stands(params: Any, state: ScheduleFreeState) -> Any:
    return state.x


_ADAMW = when(base="adamw")

SPEC = OptimizerSpec(
    name="schedulefree",
    label="Schedule-Free",
    family="Rate-free",
    summary="Replaces a falling rate by an average of the points it has visited.",
    make=schedulefree,
    hypers=(
        lr(0.01),
        decay(
            "beta",
            "Interpolation",
            r"\beta",
            0.9,
            (0.0, 0.99),
            "Share of the average $x$ in $y$, where the gradient is taken.",
        ),
        Hyper("warmup", "Warm-up steps", "w", 0.0, 0.0, MOST_STEPS, (0.0, 100.0), whole=True),
        weight_decay(0.0),
        Hyper("b2", "Second-moment decay", r"\beta_2", 0.999, 0.0, 0.9999999, (0.5, 0.9999), memory=True, when=_ADAMW),
        Hyper("eps", "Epsilon", r"\epsilon", 1e-8, 0.0, 1e3, (1e-12, 1.0), log=True, when=_ADAMW),
    ),
    options=(Option("base", "On", (("sgd", "gradient descent"), ("adamw", "AdamW")), "sgd"),),
    lines=(
        Line(
            r"g = \nabla f(y)",
            "gradient at y",
            lambda s: s.g,
            AT,
            lambda s: (s.queries[:, :1], s.queries[:, 1:]),
            raw=True,
        ),
        Line(
            r"v = \beta_2 v + (1 - \beta_2)\, g^2",
            "running mean of squares",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.b2, s.prev_v, 1 - s.b2, s.g**2),
            _ADAMW,
        ),
        Line(
            r"z = z - \alpha\, (d + \lambda y)",
            "fast point",
            lambda s: s.z,
            "{} + {}",
            lambda s: (s.prev_z, s.z - s.prev_z),
        ),
        Line(r"c = \alpha_{\max}^2 / \sum \alpha_{\max}^2", "share of the new point", lambda s: s.largest**2 / s.total),
        Line(
            r"x = (1 - c)\, x + c\, z",
            "the answer: an average",
            lambda s: s.x,
            "{} · {} + {} · {}",
            lambda s: (1 - s.largest**2 / s.total, s.prev_x, s.largest**2 / s.total, s.z),
        ),
        Line(
            r"y = (1 - \beta)\, z + \beta\, x",
            "where it looks next",
            lambda s: s.queries + s.step,
            "{} · {} + {} · {}",
            lambda s: (1 - s.beta, s.z, s.beta, s.x),
        ),
    ),
    memory=lambda s: s.prev_x - s.queries,
    stands=_stands,
    source="Defazio and others 2024, arXiv:2405.15682",
    module=__name__,
)
