r"""L-BFGS approximates Newton's method from the last few steps and the changes of the gradient along them.

$$
\begin{aligned}
s_i &= \theta_i - \theta_{i-1}, \qquad y_i = g_{i+1} - g_i, \qquad \rho_i = 1 / (y_i^\top s_i) \\
H_{i+1} &= (I - \rho_i s_i y_i^\top)\, H_i\, (I - \rho_i y_i s_i^\top) + \rho_i s_i s_i^\top
\quad \text{over the last } m \text{ pairs, from } \frac{y^\top s}{y^\top y} I \\
\theta_t &= \theta_{t-1} - \alpha\, H_t\, g_t
\end{aligned}
$$

**Shines** on smooth losses with full gradients: Newton's speed without a Hessian.
**Fails** with mini-batches, whose noise enters $y$; and without a line search its first steps may be far too long.

**Forms.** Torch shortens the first step by $\lVert g \rVert_1$ and skips pairs without positive curvature; optax
shortens it by $\lVert g \rVert_2$ and keeps all pairs. With a line search (torch's; optax's; jaxopt's, which does not
shorten the first step) the length of every step is searched for: that costs further gradients, which the count here
does not include.

Source: Liu and Nocedal, On the limited memory BFGS method for large scale optimization, 1989.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from optimizers.base import Hyper, OptimizerSpec, Option
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.second_order.curvature import LINE_SEARCH
from optimizers.second_order.search.base import Ask, Search, fixed
from optimizers.second_order.search.wolfe import wolfe
from optimizers.second_order.search.zoom import from_last, from_one
from optimizers.trees import norm, whole

MOST = 20  # the longest memory
WITH_RATE = ("torch", "wolfe", "optax")  # forms that the learning rate counts in
LONGER = 1.5  # than the last step: where jaxopt starts a search
LEAST_CURVATURE = 1e-10  # below it torch skips a pair


class LbfgsState(NamedTuple):
    """The step count, pairs and their weights (newest first), the last gradient and step, the scale, the search."""

    count: jax.Array  # ()
    s: jax.Array  # (MOST, n)
    y: jax.Array  # (MOST, n)
    rho: jax.Array  # (MOST,), 0 where there is no pair
    last: jax.Array  # (n,)
    moved: jax.Array  # (n,)
    scale: jax.Array  # ()
    search: Any  # of optax's line search, else empty

    @property
    def points(self) -> tuple[str, ...]:
        """The fields that change as the parameters do when a wrapper changes a step."""
        return ("moved",)


class _Form(NamedTuple):
    """A published form of the rule.

    ``search(lr)`` makes the search for the length of a step. The first step is shortened by ``size(g)``: in its
    direction, or with ``tries`` in what the search tries first. With ``curved`` only pairs with positive curvature are
    kept.
    """

    search: Callable[[float], Search]
    size: Callable[[jax.Array], jax.Array]
    tries: bool = False
    curved: bool = False


def lbfgs(lr: float, m: float, form: str = "torch", scaling: str = "on") -> optax.GradientTransformationExtraArgs:
    """L-BFGS; ``form`` is "torch", "wolfe", "optax", "zoom" or "jaxopt"; ``scaling`` is "on" or "off"."""
    known = FORMS[form]
    search = known.search(lr)

    def init(params: optax.Params) -> LbfgsState:
        flat = jnp.zeros_like(ravel_pytree(params)[0])
        pairs, one = jnp.zeros((MOST, flat.size), flat.dtype), jnp.ones((), flat.dtype)
        return LbfgsState(jnp.zeros((), jnp.int32), pairs, pairs, pairs[:, 0], flat, flat, one, search.init(params))

    def update(grads: Any, state: LbfgsState, params: Any = None, **extra: Any) -> tuple[Any, LbfgsState]:
        g, back = ravel_pytree(grads)
        state = _remember(state, g, known.curved)
        kept = jnp.where(jnp.arange(MOST) < whole(m), state.rho, 0.0)
        first, size = state.count == 0, known.size(g)
        short = jnp.minimum(1.0, 1 / jnp.where(size > 0, size, 1.0))
        start = jnp.where(first, 1.0 if known.tries else short, state.scale)
        direction = -_times_inverse(state, kept, g, start if scaling == "on" else 1.0)
        ask = Ask(params, grads, direction, state.count, extra, jnp.where(first, short, 1.0))
        found = search.find(ask, state.search)
        return back(found.moved), state._replace(count=state.count + 1, last=g, moved=found.moved, search=found.state)

    return optax.GradientTransformationExtraArgs(init, update)


def _total(g: jax.Array) -> jax.Array:
    return jnp.sum(jnp.abs(g))


FORMS = {
    "torch": _Form(fixed, _total, curved=True),
    "wolfe": _Form(wolfe, _total, tries=True, curved=True),
    "optax": _Form(fixed, norm),
    "zoom": _Form(lambda lr: from_one(), norm),
    "jaxopt": _Form(lambda lr: from_last(LONGER), lambda g: jnp.ones((), g.dtype)),
}


def _remember(state: LbfgsState, g: jax.Array, curved: bool) -> LbfgsState:
    """The state with the pair of the last step, where there is one."""
    y, s = g - state.last, state.moved
    curvature, size = jnp.dot(y, s), jnp.dot(y, y)
    if curved:
        take = (state.count > 0) & (curvature > LEAST_CURVATURE)
        scale = jnp.where(take, curvature / jnp.where(size > 0, size, 1.0), state.scale)
    else:
        take = state.count > 0
        scale = jnp.where(take & (size > 0), curvature / jnp.where(size > 0, size, 1.0), 1.0)
    rho = jnp.where(curvature == 0, 0.0, 1 / jnp.where(curvature == 0, 1.0, curvature))

    def push(old: jax.Array, new: jax.Array) -> jax.Array:
        return jnp.where(take, jnp.concatenate([new[None], old[:-1]]), old)

    return state._replace(s=push(state.s, s), y=push(state.y, y), rho=push(state.rho, rho), scale=scale)


def _times_inverse(state: LbfgsState, rho: jax.Array, g: jax.Array, start: jax.Array) -> jax.Array:
    """The approximate inverse Hessian times ``g``, by two loops over the pairs."""

    def down(q: jax.Array, pair: tuple) -> tuple[jax.Array, jax.Array]:
        s, y, weight = pair
        alpha = weight * jnp.dot(s, q)
        return q - alpha * y, alpha

    def up(r: jax.Array, pair: tuple) -> tuple[jax.Array, None]:
        s, y, weight, alpha = pair
        return r + (alpha - weight * jnp.dot(y, r)) * s, None

    q, alphas = jax.lax.scan(down, g, (state.s, state.y, rho))
    return jax.lax.scan(up, start * q, (state.s, state.y, rho, alphas), reverse=True)[0]


SPEC = OptimizerSpec(
    name="lbfgs",
    label="L-BFGS",
    family="Second order",
    summary="Approximates Newton's method from the last few steps and the changes of the gradient along them.",
    make=lbfgs,
    hypers=(
        Hyper(
            "lr",
            "Learning rate",
            r"\alpha",
            1.0,
            0.0,
            1e3,
            (1e-3, 1.0),
            log=True,
            when=when(form=("torch", "wolfe", "optax")),
        ),
        Hyper("m", "History size", "m", 10.0, 1.0, float(MOST), (1.0, float(MOST)), whole=True),
    ),
    options=(
        Option(
            "form",
            "Form",
            (
                ("torch", "torch"),
                ("wolfe", "torch, line search"),
                ("optax", "optax"),
                ("zoom", "optax, line search"),
                ("jaxopt", "jaxopt, line search"),
            ),
            "torch",
        ),
        Option("scaling", "Scale by the last pair", (("on", "on"), ("off", "off")), "on"),
    ),
    lines=(
        GRADIENT,
        Line("s", "the last step", lambda s: s.s[:, 0]),
        Line("y", "change of the gradient along it", lambda s: s.y[:, 0]),
        Line(r"y^\top s / y^\top y", "scale from the last pair", lambda s: s.scale),
        Line(r"\Delta\theta = -\alpha\, H\, g", STEP_WORDS, lambda s: s.step),
    ),
    memory=lambda s: s.prev_moved,
    uncounted=lambda options: "" if FORMS[str(options["form"])].search is fixed else LINE_SEARCH,
    source="Liu and Nocedal 1989, On the limited memory BFGS method",
    module=__name__,
)
