"""Activations: what each unit of a hidden layer makes of its input.

Each is written once, in JAX; derivatives come from differentiating it. A bipolar activation (Eidnes and Nøkland 2017)
is f(z) for units 0, 2, 4, ... and -f(-z) for units 1, 3, 5, ..., so that a layer's mean stays near zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from locales import Words

Learned = Mapping[str, jax.Array]
Function = Callable[[jax.Array, Learned], jax.Array]
START: Learned = MappingProxyType({})  # nothing is learned yet

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
SATURATED = 0.03  # within this share of its range from a bound
BLOCK = (256, 512)  # numpy arrays pass through JAX in pieces of this shape, so that no new shape compiles


@dataclass(frozen=True)
class Activation:
    """``fn(z, learned)`` maps inputs of units (..., units) to their outputs, elementwise.

    ``learned`` names the parameters that each unit learns, with their start values; they reach ``fn`` as (units,).
    ``low`` and ``high`` are the bounds at which the output saturates (of a bipolar one: in even units). ``dies`` tells
    whether a unit can give zero for every example. ``gain`` is the usual factor that keeps the size of a signal:
    ``torch.nn.init.calculate_gain`` where that has one, else 1 / sqrt(E f(z)²) for standard normal z. ``js`` is
    the function as a JavaScript expression of z and the learned ``p.name``, in even units where it is bipolar.
    """

    name: str
    label: Words
    fn: Function
    latex: str
    source: Words
    js: str
    learned: tuple[tuple[str, float], ...] = ()
    low: float | None = None
    high: float | None = None
    dies: bool = False
    gain: float = 1.0
    bipolar: bool = False
    help: Words = ""


def evaluate(name: str, z: np.ndarray, learned: Learned = START) -> tuple[np.ndarray, np.ndarray]:
    """Outputs and slopes of the activation as numpy arrays: z (n, units) -> two of that shape.

    ``learned`` has what each unit has learned, (units,) or one number; what is missing has its start value.
    """
    n, units = z.shape
    padded = np.zeros((-n % BLOCK[0] + n, -units % BLOCK[1] + units), z.dtype)
    padded[:n, :units] = z
    held = {key: learned.get(key, start) for key, start in ACTIVATIONS[name].learned}
    held = {
        key: np.pad(np.broadcast_to(np.asarray(value, z.dtype), units), (0, padded.shape[1] - units))
        for key, value in held.items()
    }
    out, slope = np.empty_like(padded), np.empty_like(padded)
    for row in range(0, padded.shape[0], BLOCK[0]):
        for column in range(0, padded.shape[1], BLOCK[1]):
            block = np.s_[row : row + BLOCK[0], column : column + BLOCK[1]]
            here = {key: values[block[1]] for key, values in held.items()}
            out[block], slope[block] = with_slope(name, padded[block], here)
    return out[:n, :units], slope[:n, :units]


@partial(jax.jit, static_argnames="name")
def with_slope(name: str, z: jax.Array, learned: Learned = START) -> tuple[jax.Array, jax.Array]:
    """Outputs and slopes of the activation: z (n, units) -> two arrays of that shape; ``learned`` as in evaluate."""
    activation = ACTIVATIONS[name]
    held = {key: learned.get(key, jnp.full(z.shape[-1:], start, z.dtype)) for key, start in activation.learned}
    return jax.jvp(lambda z: activation.fn(z, held), (z,), (jnp.ones_like(z),))


def saturated(activation: Activation, a: jax.Array | np.ndarray) -> jax.Array | np.ndarray:
    """Which outputs (..., units) lie within 3 % of the range from a bound; of a half-bounded one, of the bound.

    Arrays of JAX give one of JAX, arrays of numpy one of numpy.
    """
    xp: Any = a.__array_namespace__()
    low, high = activation.low, activation.high
    out = _signs(a) * a if activation.bipolar else a
    if low is None and high is None:
        return xp.zeros(a.shape, bool)
    margin = SATURATED * (abs(low or 0.0) + abs(high or 0.0))  # the bounds lie on either side of zero, or at it
    below = out <= low + margin if low is not None else False
    above = out >= high - margin if high is not None else False
    return xp.logical_or(below, above)


def _signs(z: Any) -> Any:
    """1 for even units and -1 for odd ones: (units,), an array of the same kind."""
    xp = z.__array_namespace__()
    return xp.where(xp.arange(z.shape[-1]) % 2 == 0, 1.0, -1.0).astype(z.dtype)


def _bipolar(plain: Activation) -> Activation:
    def fn(z: jax.Array, learned: Learned) -> jax.Array:
        signs = _signs(z)
        return signs * plain.fn(signs * z, learned)

    return replace(
        plain,
        name=f"bipolar_{plain.name}",
        label=f"Bipolar {plain.label}",
        fn=fn,
        latex=rf"\pm f(\pm z),\; f(z) = {plain.latex}",
        source="Eidnes and Nøkland 2017, arXiv:1709.04054",
        bipolar=True,
        help=f"{plain.label} in even units, mirrored in odd ones: the mean of a layer stays near zero.",
    )


def _selu(z: jax.Array, learned: Learned) -> jax.Array:
    return SELU_SCALE * jnp.where(z > 0, z, SELU_ALPHA * jnp.expm1(jnp.minimum(z, 0)))


GELU_JS = (  # Abramowitz and Stegun 7.1.26: the normal distribution to 1e-7
    "((t) => ((q) => z * (z < 0 ? q : 1 - q))(0.5 * Math.exp(-z * z / 2) * t * (0.254829592 + t * (-0.284496736"
    " + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))))(1 / (1 + 0.3275911 * Math.abs(z) / Math.SQRT2))"
)

IDENTITY = Activation(
    "identity",
    "Identity",
    lambda z, learned: z,
    "z",
    "No activation: a linear network",
    "z",
    help="Passes its input on: layers of it are one linear map.",
)
SIGMOID = Activation(
    "sigmoid",
    "Sigmoid",
    lambda z, learned: jax.nn.sigmoid(z),
    r"1 / (1 + e^{-z})",
    "The logistic function; Verhulst 1845",
    "1 / (1 + Math.exp(-z))",
    low=0.0,
    high=1.0,
    help="Squashes its input to between 0 and 1.",
)
TANH = Activation(
    "tanh",
    "tanh",
    lambda z, learned: jnp.tanh(z),
    r"\tanh z",
    "LeCun et al. 1998, Efficient BackProp",
    "Math.tanh(z)",
    low=-1.0,
    high=1.0,
    gain=5 / 3,
    help="Squashes its input to between −1 and 1, zero-centred.",
)
RELU = Activation(
    "relu",
    "ReLU",
    lambda z, learned: jax.nn.relu(z),
    r"\max(0, z)",
    "Nair and Hinton 2010",
    "Math.max(z, 0)",
    dies=True,
    gain=2**0.5,
    help="Passes what is positive and cuts off the rest.",
)
LEAKY_RELU = Activation(
    "leaky_relu",
    "Leaky ReLU",
    lambda z, learned: jnp.where(z > 0, z, 0.01 * z),
    r"\max(0.01 z, z)",
    "Maas, Hannun and Ng 2013",
    "z > 0 ? z : 0.01 * z",
    gain=(2 / (1 + 0.01**2)) ** 0.5,
    help="ReLU that lets a hundredth of what is negative through.",
)
PRELU = Activation(
    "prelu",
    "PReLU",
    lambda z, learned: jnp.where(z > 0, z, learned["a"] * z),
    r"z > 0 : z,\; \text{else } a z,\; a \text{ learned}",
    "He et al. 2015, arXiv:1502.01852",
    "z > 0 ? z : p.a * z",
    learned=(("a", 0.25),),
    gain=(2 / (1 + 0.25**2)) ** 0.5,
    help="Leaky ReLU whose slope below zero each unit learns.",
)
ELU = Activation(
    "elu",
    "ELU",
    lambda z, learned: jnp.where(z > 0, z, jnp.expm1(jnp.minimum(z, 0))),
    r"z > 0 : z,\; \text{else } e^z - 1",
    "Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289",
    "z > 0 ? z : Math.expm1(z)",
    low=-1.0,
    gain=1.2451983007,
    help="ReLU with a smooth tail down to −1 in the place of zero.",
)
SELU = Activation(
    "selu",
    "SELU",
    _selu,
    r"\lambda\, (z > 0 : z,\; \text{else } \alpha (e^z - 1))",
    "Klambauer et al. 2017, arXiv:1706.02515",
    f"{SELU_SCALE} * (z > 0 ? z : {SELU_ALPHA} * Math.expm1(z))",
    low=-SELU_SCALE * SELU_ALPHA,
    gain=0.75,
    help="A scaled ELU whose two numbers keep mean 0 and variance 1 from layer to layer.",
)
FRELU = Activation(
    "frelu",
    "FReLU",
    lambda z, learned: jax.nn.relu(z) + learned["shift"],
    r"\max(0, z) + b,\; b \text{ learned}",
    "Qiu, Xu and Cai 2018, arXiv:1706.08098",
    "Math.max(z, 0) + p.shift",
    learned=(("shift", 0.0),),
    gain=2**0.5,
    help="ReLU whose outputs are shifted by a number that each unit learns, and so reach below zero.",
)
GELU = Activation(
    "gelu",
    "GELU",
    lambda z, learned: jax.nn.gelu(z, approximate=False),
    r"z\, \Phi(z)",
    "Hendrycks and Gimpel 2016, arXiv:1606.08415",
    GELU_JS,
    gain=1.5335304411,
    help="The input times the probability that a standard normal number is below it.",
)
SILU = Activation(
    "silu",
    "SiLU",
    lambda z, learned: jax.nn.silu(z),
    r"z\, \sigma(z)",
    "Elfwing, Uchibe and Doya 2018, arXiv:1702.03118",
    "z / (1 + Math.exp(-z))",
    gain=1.6765324703,
    help="The input times its own sigmoid; also called Swish.",
)
SOFTPLUS = Activation(
    "softplus",
    "Softplus",
    lambda z, learned: jax.nn.softplus(z),
    r"\ln(1 + e^z)",
    "Dugas et al. 2001",
    "Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))",
    gain=1.0418668355,
    help="A smooth ReLU whose slope is the sigmoid.",
)
SINE = Activation(
    "sine",
    "Sine",
    lambda z, learned: jnp.sin(z),
    r"\sin z",
    "Sitzmann et al. 2020, arXiv:2006.09661",
    "Math.sin(z)",
    gain=1.5208666232,
    help="A wave: slopes of both signs, whatever the size of the input.",
)

PLAIN = (IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, PRELU, ELU, SELU, FRELU, GELU, SILU, SOFTPLUS, SINE)
BIPOLAR = tuple(_bipolar(plain) for plain in (RELU, LEAKY_RELU, PRELU, ELU, SELU, GELU, SILU, SOFTPLUS))
TAUGHT = ("sigmoid", "tanh", "relu")  # compared in most lectures
ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in (*PLAIN, *BIPOLAR)}
