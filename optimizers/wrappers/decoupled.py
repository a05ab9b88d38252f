r"""Decoupled weight decay takes a share off the parameters themselves, beside the step of whatever rule.

A penalty in the loss goes through the rule: divided by an adaptive rate, remembered by a momentum. This decay does not:
Adam with it is AdamW, gradient descent with it SGDW. How it is scaled differs. Torch and optax take $\alpha_t \lambda$
off at step $t$, so that a smaller rate decays less. In the paper the share is $\eta_t \lambda$ with the factor $\eta_t$
of the schedule alone, which is 1 without one, so that rate and decay can be tuned apart.

A rule without a learning rate has $\alpha = 1$. Points that a rule keeps beside its parameters move as these do.

Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, arXiv:1711.05101, algorithms 1 and 2.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import optax

from optimizers.base import Hyper
from optimizers.wrappers.base import OfSteps, WrappedState, Wrapper, carried


def decoupled(
    inner: optax.GradientTransformationExtraArgs, form: str, wd: float
) -> optax.GradientTransformationExtraArgs:
    """Take the share ``wd`` off the parameters beside each step of ``inner``; both forms have it scaled already."""

    def init(params: optax.Params) -> WrappedState:
        return WrappedState(inner.init(params))

    def update(grads: Any, state: WrappedState, params: Any = None, **extra: Any) -> tuple[Any, WrappedState]:
        updates, after = inner.update(grads, state.inner, params, **extra)
        decay = jax.tree.map(lambda p: -wd * p, params)
        return jax.tree.map(jnp.add, updates, decay), WrappedState(carried(after, decay))

    return optax.GradientTransformationExtraArgs(init, update)


def _decay(default: float) -> Hyper:
    return Hyper("wd", "Decoupled decay", r"\lambda", default, 0.0, 1e3, (1e-5, 1.0), log=True)


WRAPPER = Wrapper(
    name="decoupled",
    label="Decoupled weight decay",
    summary="Shrinks the parameters beside the step, past momentum and adaptive rate.",
    forms={"torch": (_decay(0.01),), "paper": (_decay(0.001),)},
    words={"torch": "times the learning rate (torch)", "paper": "times its schedule alone (paper)"},
    latex={
        "torch": r"\Delta\theta \leftarrow \Delta\theta - \alpha_t \lambda\, \theta",
        "paper": r"\Delta\theta \leftarrow \Delta\theta - \eta_t \lambda\, \theta,\quad \eta_t = \alpha_t / \alpha",
    },
    source="Loshchilov and Hutter 2019, arXiv:1711.05101",
    wrap=decoupled,
    changes=OfSteps(
        "the step it takes, with the decay",
        lambda s, n: -n["wd"] * s.queries,
        "{} − {} · {}",
        lambda step, s, n: (step, n["wd"], s.queries),
    ),
    follows=("wd",),
    per_rate=("torch",),
)
