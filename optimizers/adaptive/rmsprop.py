r"""RMSProp divides each coordinate by the root of a running mean of its squared gradient.

$$
v_t = \rho v_{t-1} + (1 - \rho)\, g_t^2, \qquad \theta_t = \theta_{t-1} - \alpha\, g_t / \sqrt{v_t + \epsilon}
$$

Centred: $v_t - \bar g_t^2$ with the running mean $\bar g_t$ stands for $v_t$. With momentum:
$b_t = \mu b_{t-1} + g_t / \sqrt{v_t + \epsilon}$ and $\theta_t = \theta_{t-1} - \alpha\, b_t$.

**Shines** where slopes change along the way: unlike AdaGrad it forgets, so its rate can grow again.
**Fails** to settle: near a minimum the gradient and its running mean shrink together, and it buzzes in steps of about
$\alpha$. The first step is $\alpha / \sqrt{1 - \rho}$, 3.2 times the rate at $\rho = 0.9$.

**Forms.** Epsilon inside the root (most lectures, Keras, optax) or outside (torch): the same damping needs
$\epsilon_{\text{inside}} = \epsilon_{\text{outside}}^2$. Bias correction, $v_t / (1 - \rho^t)$, is one lecture's and
an option of optax. TensorFlow's first version starts $v$ at 1.

Source: Hinton, Neural networks for machine learning, lecture 6e, 2012; Graves, Generating sequences with recurrent
neural networks, 2013, arXiv:1308.0850 (centred).
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import BIAS_CORRECTION, Hyper, OptimizerSpec, Option, decay, eps, lr
from optimizers.explain import GRADIENT, STEP_WORDS, Line, Shown, root, when
from optimizers.trees import debias, ewma, full_like, squares, zeros_like


class RmspropState(NamedTuple):
    """The step count, the running means of squares and of gradients, and the momentum buffer."""

    count: jax.Array  # ()
    v: Any  # as params
    mean: Any  # as params
    buffer: Any  # as params


def rmsprop(
    lr: float,
    rho: float,
    eps: float,
    momentum: float,
    initial: float,
    eps_mode: str = "inside",
    bias_correction: str = "off",
    centered: str = "off",
) -> optax.GradientTransformationExtraArgs:
    """RMSProp; ``eps_mode`` is "inside" or "outside", ``initial`` is the first ``v``, the others are "on" or "off"."""

    def start(params: optax.Params) -> RmspropState:
        zeros = zeros_like(params)
        return RmspropState(jnp.zeros((), jnp.int32), full_like(params, initial), zeros, zeros)

    def update(grads: Any, state: RmspropState, params: Any = None, **extra: Any) -> tuple[Any, RmspropState]:
        count = state.count + 1
        v = ewma(rho, state.v, squares(grads))
        mean = ewma(rho, state.mean, grads)
        correction = debias(rho, count) if bias_correction == "on" else 1.0

        def accumulate(buffer: jax.Array, g: jax.Array, v: jax.Array, mean: jax.Array) -> jax.Array:
            square, mean = v / correction, mean / correction
            if centered == "on":
                square = jnp.maximum(square - mean**2, 0.0)  # rounding may leave it just below 0
            root = jnp.sqrt(square + eps) if eps_mode == "inside" else jnp.sqrt(square) + eps
            return momentum * buffer + g / root

        buffer = jax.tree.map(accumulate, state.buffer, grads, v, mean)
        return jax.tree.map(lambda b: -lr * b, buffer), RmspropState(count, v, mean, buffer)

    return optax.GradientTransformationExtraArgs(start, update)


def _plain(s: SimpleNamespace) -> np.ndarray:
    return s.v


def _corrected(s: SimpleNamespace) -> np.ndarray:
    return s.v / (1 - s.rho**s.t)


def _centred(s: SimpleNamespace) -> np.ndarray:
    return np.maximum(s.v - s.mean**2, 0)


def _centred_corrected(s: SimpleNamespace) -> np.ndarray:
    return np.maximum(_corrected(s) - (s.mean / (1 - s.rho**s.t)) ** 2, 0)


_SQUARES: tuple[tuple[str, str, Callable, str], ...] = (
    ("off", "off", _plain, "v"),
    ("on", "off", _corrected, r"\hat v"),
    ("off", "on", _centred, "s"),
    ("on", "on", _centred_corrected, "s"),
)
_ROOTS = {
    "inside": (r"\sqrt{{{} + \epsilon}}", "√({} + {})"),
    "outside": (r"(\sqrt{{{}}} + \epsilon)", "(√{} + {})"),
}


def _scaled(square: Callable, symbol: str, bias: str, centered: str, mode: str) -> Line:
    """The gradient over the root of ``square``, added to the momentum of those before."""
    divisor, numbers = _ROOTS[mode]
    return Line(
        rf"b = \mu b + g / {divisor.format(symbol)}",
        "scaled gradient, with momentum",
        lambda s: s.buffer,
        "{} · {} + {} / " + numbers,
        lambda s: (s.momentum, s.prev_buffer, s.g, square(s), s.eps),
        when(bias_correction=bias, centered=centered, eps_mode=mode),
    )


def _rate(square: Callable, mode: str) -> Callable[[SimpleNamespace], np.ndarray]:
    if mode == "inside":
        return lambda s: s.lr / np.sqrt(square(s) + s.eps)
    return lambda s: s.lr / (np.sqrt(square(s)) + s.eps)


_SCALED = tuple(
    _scaled(square, symbol, bias, centered, mode) for bias, centered, square, symbol in _SQUARES for mode in _ROOTS
)
_SHOWN = tuple(
    shown
    for bias, centered, square, _ in _SQUARES
    for shown in (
        root(square, when(bias_correction=bias, centered=centered)),
        *(
            Shown("rate", _rate(square, mode), when(bias_correction=bias, centered=centered, eps_mode=mode))
            for mode in _ROOTS
        ),
    )
)

SPEC = OptimizerSpec(
    name="rmsprop",
    label="RMSProp",
    family="Accumulators",
    summary="Divides each coordinate by the root of a running mean of its squared gradient.",
    make=rmsprop,
    hypers=(
        lr(0.001, (1e-4, 1.0)),
        decay("rho", "Mean-square decay", r"\rho", 0.9, (0.5, 0.999)),
        eps(1e-8),
        decay("momentum", "Momentum", r"\mu", 0.0, (0.0, 0.99), momentum=True),
        Hyper("initial", "Initial mean square", "v_0", 0.0, 0.0, 1e6, (0.0, 1.0), initial=True, former_name="init"),
    ),
    options=(
        Option("eps_mode", "Epsilon", (("inside", "inside the root"), ("outside", "outside the root")), "inside"),
        Option(BIAS_CORRECTION.name, BIAS_CORRECTION.label, BIAS_CORRECTION.choices, "off"),
        Option("centered", "Centred", (("off", "off"), ("on", "on")), "off", "Subtracts the squared mean gradient."),
    ),
    lines=(
        GRADIENT,
        Line(
            r"v = \rho v + (1 - \rho)\, g^2",
            "running mean of squares",
            lambda s: s.v,
            "{} · {} + {} · {}",
            lambda s: (s.rho, s.prev_v, 1 - s.rho, s.g**2),
        ),
        Line(
            r"\hat v = v / (1 - \rho^t)",
            "start-up bias removed",
            _corrected,
            "{} / {}",
            lambda s: (s.v, 1 - s.rho**s.t),
            when(bias_correction="on"),
        ),
        Line(
            r"\bar g = \rho \bar g + (1 - \rho)\, g",
            "running mean of gradients",
            lambda s: s.mean,
            "{} · {} + {} · {}",
            lambda s: (s.rho, s.prev_mean, 1 - s.rho, s.g),
            when(centered="on"),
        ),
        Line(
            r"s = v - \bar g^2",
            "variance of the gradient",
            _centred,
            "{} − {}",
            lambda s: (s.v, s.mean**2),
            when(centered="on", bias_correction="off"),
        ),
        Line(
            r"s = \hat v - (\bar g / (1 - \rho^t))^2",
            "variance of the gradient",
            _centred_corrected,
            "{} − {}",
            lambda s: (_corrected(s), (s.mean / (1 - s.rho**s.t)) ** 2),
            when(centered="on", bias_correction="on"),
        ),
        *_SCALED,
        Line(r"\Delta\theta = -\alpha\, b", STEP_WORDS, lambda s: s.step, "−{} · {}", lambda s: (s.lr, s.buffer)),
    ),
    shows=_SHOWN,
    source="Hinton 2012, Neural networks for machine learning, lecture 6e",
    module=__name__,
)
