r"""Rprop gives every coordinate a step of its own that grows while the gradient keeps its sign, else shrinks.

$$
\begin{aligned}
\Delta_t &= \text{clip}(\Delta_{t-1} \cdot \eta_+ \text{ or } \eta_- \text{ or } 1,\; \Delta_{\min},\, \Delta_{\max})
\quad \text{as } g_t\, g_{t-1} > 0,\; < 0,\; = 0 \\
g_t &:= 0 \quad \text{where the sign flipped} \\
\theta_t &= \theta_{t-1} - \text{sign}(g_t)\, \Delta_t
\end{aligned}
$$

**Shines** with full gradients: it needs no rate and ignores scale; ravines do not trouble it.
**Fails** with mini-batches: their noise flips signs, and the steps shrink to nothing.

**Forms.** iRprop− (above; torch) does not move where the sign flipped. Rprop− moves at once by the shrunk step.
Rprop+ takes the last step back. iRprop+ takes it back only if the loss rose. Optax 0.2.8 applies each step one step
late.

Source: Riedmiller and Braun, A direct adaptive method for faster backpropagation learning: the RPROP algorithm, 1993;
Igel and Hüsken, Empirical evaluation of the improved Rprop learning algorithms, 2003.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec, Option, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line, when
from optimizers.trees import full_like, scalar, zeros_like

TAKING_BACK = ("rprop_plus", "irprop_plus")


class RpropState(NamedTuple):
    """The last gradient (0 where its sign flipped), the length of each step, the last update and the last loss."""

    last: Any  # as params
    length: Any  # as params
    moved: Any  # as params
    value: jax.Array  # ()

    @property
    def points(self) -> tuple[str, ...]:
        """The fields that change as the parameters do when a wrapper changes a step."""
        return ("moved",)


def rprop(
    lr: float, eta_minus: float, eta_plus: float, step_min: float, step_max: float, form: str = "irprop_minus"
) -> optax.GradientTransformationExtraArgs:
    """Rprop; ``form`` is "irprop_minus", "rprop_minus", "rprop_plus" or "irprop_plus" (which needs ``value``)."""

    def init(params: optax.Params) -> RpropState:
        zeros = zeros_like(params)
        return RpropState(zeros, full_like(params, lr), zeros, scalar(jnp.inf, params))

    def update(
        grads: Any, state: RpropState, params: Any = None, *, value: Any = None, **extra: Any
    ) -> tuple[Any, RpropState]:
        if form == "irprop_plus" and value is None:
            raise ValueError("iRprop+ needs the value of the loss: update(grads, state, params, value=...)")
        agree = jax.tree.map(lambda g, last: jnp.sign(g) * jnp.sign(last), grads, state.last)

        def resize(length: jax.Array, agree: jax.Array) -> jax.Array:
            factor = jnp.where(agree > 0, eta_plus, jnp.where(agree < 0, eta_minus, 1.0))
            return jnp.clip(length * factor, step_min, step_max)

        length = jax.tree.map(resize, state.length, agree)
        rose = value > state.value if form == "irprop_plus" else True

        def move(g: jax.Array, length: jax.Array, agree: jax.Array, moved: jax.Array) -> jax.Array:
            forward = -jnp.sign(g) * length
            if form == "rprop_minus":
                return forward
            flipped = jnp.where(rose, -moved, 0.0) if form in TAKING_BACK else jnp.zeros_like(g)
            return jnp.where(agree < 0, flipped, forward)

        updates = jax.tree.map(move, grads, length, agree, state.moved)
        kept = grads if form == "rprop_minus" else jax.tree.map(lambda g, a: jnp.where(a < 0, 0.0, g), grads, agree)
        seen = scalar(value, params) if form == "irprop_plus" else state.value
        return updates, RpropState(kept, length, updates, seen)

    return optax.GradientTransformationExtraArgs(init, update)


SPEC = OptimizerSpec(
    name="rprop",
    label="Rprop",
    family="Sign",
    summary="Gives every coordinate a step of its own that grows while the gradient keeps its sign.",
    make=rprop,
    hypers=(
        lr(0.1, (1e-4, 1.0), help="The first step.", initial=True),
        Hyper("eta_minus", "Decrease factor", r"\eta_-", 0.5, 0.0, 1.0, (0.1, 0.9)),
        Hyper("eta_plus", "Increase factor", r"\eta_+", 1.2, 1.0, 1e3, (1.01, 2.0)),
        Hyper("step_min", "Minimum step size", r"\Delta_{\min}", 1e-6, 0.0, 1e6, (1e-9, 0.1), log=True),
        Hyper("step_max", "Maximum step size", r"\Delta_{\max}", 50.0, 0.0, 1e6, (0.01, 50.0), log=True),
    ),
    options=(
        Option(
            "form",
            "Where the sign flips",
            (
                ("irprop_minus", "do not move (iRprop−, torch)"),
                ("rprop_minus", "move by the shrunk step (Rprop−)"),
                ("rprop_plus", "take the last step back (Rprop+)"),
                ("irprop_plus", "take it back if the loss rose (iRprop+)"),
            ),
            "irprop_minus",
        ),
    ),
    lines=(
        GRADIENT,
        Line(
            r"a = \text{sign}(g\, g_{t-1})",
            "1 the same sign, −1 flipped",
            lambda s: np.sign(s.g) * np.sign(s.prev_last),
            "sign({} · {})",
            lambda s: (s.g, s.prev_last),
        ),
        Line(
            r"\Delta = \Delta \cdot (\eta_+,\; 1,\; \eta_-)",
            "length of the step",
            lambda s: s.length,
            "{} · {}",
            lambda s: (s.prev_length, s.length / s.prev_length),
        ),
        Line(r"\Delta\theta = -\text{sign}(g)\, \Delta", STEP_WORDS, lambda s: s.step, when=when(form="rprop_minus")),
        Line(
            r"\Delta\theta = -\text{sign}(g)\, \Delta \;\text{ or }\; 0",
            STEP_WORDS,
            lambda s: s.step,
            when=when(form="irprop_minus"),
        ),
        Line(
            r"\Delta\theta = -\text{sign}(g)\, \Delta \;\text{ or }\; -\Delta\theta",
            STEP_WORDS,
            lambda s: s.step,
            when=when(form=TAKING_BACK),
        ),
    ),
    source="Riedmiller and Braun 1993; Igel and Hüsken 2003",
    module=__name__,
)
