r"""A learned optimizer: a small recurrent network reads the gradient of each coordinate and writes its step.

$$
\begin{aligned}
x_t &= \left(\max\left(\tfrac{1}{p} \ln |g_t|,\ -1\right),\ \min\left(\max\left(e^p g_t,\ -1\right),\ 1\right)\right) \\
(i, f, z, o) &= W\, (x_t, h_{t-1}) + b \\
c_t &= \sigma(f)\, c_{t-1} + \sigma(i) \tanh z \\
h_t &= \sigma(o) \tanh c_t \\
\theta_t &= \theta_{t-1} + \alpha\, s\, w \cdot h_t
\end{aligned}
$$

Every coordinate has its own memory, 20 numbers $h$ and 20 numbers $c$; all share the weights $W$, $b$ and $w$, 1,860
numbers that `make lstm` learns in a minute or two, on random quadratics $\lVert A \theta - y \rVert^2$ in ten
dimensions: they are moved against the gradient of the sum of the losses along the path. Here $p = 10$ and $s = 0.1$,
and $\alpha = 1$ is the optimizer as it was trained.

**Shines** on what it was trained for. Over 100 unseen problems and 100 steps its losses sum to 86 on average, those of
other rules at their best common rates to 108 (Nesterov), 121 (momentum), 129 (Adam), 162 (gradient descent) and 164
(RMSProp). Its last loss is 0.35 on average and 0.027 in the median, that of gradient descent 1.16 and 0.42; it ends
lower in 95 of 100, even if gradient descent has the best rate of each problem. Momentum comes close on average (0.38)
and is better in the median (0.0013). No rate was tuned for it, and it serves on surfaces that it has never seen.
**Fails** where no training led it: its steps are bounded, so that it is late where the way is long, and where the
gradient is exactly 0 it still moves. Nothing guarantees that it settles; a smaller $\alpha$ helps on other scales.

**Forms.** The paper has two layers of 20 and the same two inputs, which it writes in two cases: $(\frac{1}{p} \ln |g|,
\operatorname{sign} g)$ for $|g| \ge e^{-p}$, else $(-1, e^p g)$. One layer is enough here. The authors' code uses
$p = 5$, and for quadratics the gradient itself. The gradient counts as given while the weights are trained: no second
derivatives are taken.

Source: Andrychowicz et al., Learning to learn by gradient descent by gradient descent, 2016, arXiv:1606.04474.
"""

from __future__ import annotations

import base64
import math
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers.base import Hyper, OptimizerSpec
from optimizers.explain import GRADIENT, STEP_WORDS, Line
from optimizers.others.lstm_weights import LSTM_WEIGHTS

UNITS = 20
P = 10.0  # gradients down to exp(-P) are read by their logarithm
SCALE = 0.1


class Weights(NamedTuple):
    """One layer of H units and its read-out; the gates stand in the order input, forget, candidate, output."""

    gates: Any  # (2 + H, 4 H): rows for the two inputs, then for the last hidden state
    bias: Any  # (4 H,)
    out: Any  # (H,)


class LstmState(NamedTuple):
    """The memory of each coordinate: the leaves of the parameters with one more axis of H at their end."""

    h: Any
    c: Any


def preprocess(g: jax.Array, p: float = P) -> jax.Array:
    """What the network reads of each gradient: (...,) -> (..., 2), both between -1 and 1 for gradients up to exp(p)."""
    size = jnp.maximum(jnp.log(jnp.abs(g)) / p, -1)
    return jnp.stack([size, jnp.clip(g * math.exp(p), -1, 1)], axis=-1)


def cell(gates: jax.Array, bias: jax.Array, x: jax.Array, h: jax.Array, c: jax.Array) -> tuple[jax.Array, jax.Array]:
    """One step of a layer: inputs (..., n) and memory (..., H) twice -> the new h and c."""
    i, f, z, o = jnp.split(jnp.concatenate([x, h], axis=-1) @ gates + bias, 4, axis=-1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(z)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def lstm(lr: float, weights: Weights | None = None) -> optax.GradientTransformationExtraArgs:
    """The learned optimizer; ``lr`` scales its steps. Other weights than the shipped ones may be traced, to train."""
    weights = shipped() if weights is None else weights

    def init(params: optax.Params) -> LstmState:
        h, c = (jax.tree.map(lambda p: jnp.zeros((*p.shape, UNITS), p.dtype), params) for _ in range(2))
        return LstmState(h, c)

    def think(g: jax.Array, h: jax.Array, c: jax.Array) -> tuple[jax.Array, jax.Array]:
        gates, bias = (jnp.asarray(part, g.dtype) for part in (weights.gates, weights.bias))
        return cell(gates, bias, preprocess(jax.lax.stop_gradient(g)), h, c)

    def update(grads: Any, state: LstmState, params: Any = None, **extra: Any) -> tuple[Any, LstmState]:
        pairs = jax.tree.map(think, grads, state.h, state.c)
        h, c = (jax.tree.map(lambda g, pair, k=k: pair[k], grads, pairs) for k in range(2))
        updates = jax.tree.map(lambda h: lr * (SCALE * (h @ jnp.asarray(weights.out, h.dtype))), h)
        return updates, LstmState(h, c)

    return optax.GradientTransformationExtraArgs(init, update)


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The trained weights, as numpy arrays in float32."""
    numbers = np.frombuffer(base64.b85decode("".join(LSTM_WEIGHTS.split())), "<f4")
    gates, bias, out = np.split(numbers, [-5 * UNITS, -UNITS])
    return Weights(gates.reshape(2 + UNITS, 4 * UNITS), bias, out)


def _written(s: SimpleNamespace) -> np.ndarray:
    return s.h @ shipped().out  # (steps, 2)


def _logarithm(s: SimpleNamespace) -> np.ndarray:
    return np.log(np.abs(s.g))  # (steps, 2)


SPEC = OptimizerSpec(
    name="lstm",
    label="LSTM (learned)",
    family="Learned",
    summary="Lets a small recurrent network, trained on random quadratics, read the gradients and write the steps.",
    make=lstm,
    hypers=(Hyper("lr", "Step scale", r"\alpha", 1.0, 0.0, 1e3, (0.01, 100.0), log=True),),
    lines=(
        GRADIENT,
        Line(
            r"x_1 = \max(\tfrac{1}{p} \ln |g|, -1)",
            "its size, as the network reads it",
            lambda s: np.maximum(_logarithm(s) / P, -1),
            "max({} / {}, −1)",
            lambda s: (_logarithm(s), P),
        ),
        Line(
            r"x_2 = \min(\max(e^p g, -1), 1)",
            "its sign, as the network reads it",
            lambda s: np.clip(math.exp(P) * s.g, -1, 1),
            "min(max({} · {}, −1), 1)",
            lambda s: (math.exp(P), s.g),
        ),
        Line(r"\lVert c \rVert", "size of what it remembers", lambda s: np.linalg.norm(s.c, axis=2)),
        Line(r"\lVert h \rVert", "size of what it thinks", lambda s: np.linalg.norm(s.h, axis=2)),
        Line(r"w \cdot h", "what the network writes", _written),
        Line(
            r"\Delta\theta = \alpha\, s\, w \cdot h",
            STEP_WORDS,
            lambda s: s.step,
            "{} · {} · {}",
            lambda s: (s.lr, SCALE, _written(s)),
        ),
    ),
    most_parameters=lambda options: 20_000,
    most_parameters_note="runs a network of its own for each parameter",
    source="Andrychowicz et al. 2016, arXiv:1606.04474",
    module=__name__,
)
