"""What diffGrad, RAdam and AdaBelief make of Adam, for themselves and for rules that go with any of them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np

from optimizers.base import Option
from optimizers.explain import ALWAYS, RATE_WORDS, Line, Options, raw_v, when
from optimizers.trees import TRUST, debias, quotient, rectifier

BASES = Option(
    "base",
    "On",
    (("adam", "Adam"), ("diffgrad", "diffGrad"), ("radam", "RAdam"), ("adabelief", "AdaBelief")),
    "adam",
)
MODES = ("outside", "inside", "hat")  # where epsilon stands
Value = Callable[[SimpleNamespace], np.ndarray]


def friction(change: jax.Array) -> jax.Array:
    """From 0.5 where the gradient did not change to 1 where it changed much."""
    return jax.nn.sigmoid(change)


def based_square(base: str, v: jax.Array, g: jax.Array, m: jax.Array, *, b2: float, eps: float) -> jax.Array:
    """The second moment of ``base`` with one more gradient: AdaBelief's is that of surprises."""
    seen, added = (g - m, eps) if base == "adabelief" else (g, 0.0)
    return b2 * v + (1 - b2) * seen**2 + added


def based_step(
    base: str,
    m: jax.Array,
    v: jax.Array,
    change: jax.Array,
    *,
    count: jax.Array,
    lr: float,
    b1: float,
    b2: float,
    eps: float,
    eps_mode: str,
) -> jax.Array:
    """The step of ``base`` from both its means after ``count`` gradients, the last of which was a ``change``."""
    c1, c2 = debias(b1, count), debias(b2, count)
    adaptive = quotient(m, v, c1, c2, eps, eps_mode)
    if base == "radam":
        trusted, r = rectifier(b2, count)
        return -lr * jnp.where(trusted, r * adaptive, m / c1)
    return -lr * adaptive * (friction(change) if base == "diffgrad" else 1.0)


def change(s: SimpleNamespace) -> np.ndarray:
    """How far the gradient is from the last one, of a rule that keeps it: (steps, 2)."""
    return np.abs(s.prev_last - s.g)


def friction_line(of: Value = change, condition: Callable[[Options], bool] = ALWAYS) -> Line:
    """The friction of diffGrad after a change of the gradient."""
    return Line(
        r"\xi = 1 / (1 + e^{-|g_{t-1} - g|})",
        "friction, from 0.5 to 1",
        lambda s: 1 / (1 + np.exp(-of(s))),
        "1 / (1 + exp(−{}))",
        lambda s: (of(s),),
        condition,
    )


def length(s: SimpleNamespace) -> np.ndarray:
    """The length of RAdam's equivalent simple average: (steps, 1)."""
    return 2 / (1 - s.b2) - 1 - 2 * s.t * s.b2**s.t / (1 - s.b2**s.t)


def rectified(rate: Line, threshold: Value = lambda s: np.full_like(s.t, TRUST), below: float = 1.0) -> Line:
    """What RAdam makes of a rate: times a factor once it trusts the mean square, before that ``below`` times alpha."""

    def value(s: SimpleNamespace) -> np.ndarray:
        longest, now = 2 / (1 - s.b2) - 1, length(s)
        trusted = now > threshold(s)
        share = (now - 4) * (now - 2) * longest / ((longest - 4) * (longest - 2) * now)
        return np.where(trusted, np.sqrt(np.where(trusted, share, 1.0)) * rate.value(s), below * s.lr)

    return Line(r"\text{rate}", RATE_WORDS, value, when=rate.when, quantity="rate")


def mean_rate(
    eps_mode: str, condition: Callable, square: Value = raw_v, symbol: str = "v", rubs: Line | None = None
) -> Line:
    """Adam's rate for the corrected mean, epsilon where ``eps_mode`` says, times the friction of ``rubs``, if any.

    ``square`` is the second moment before its correction.
    """

    def corrected(s: SimpleNamespace) -> np.ndarray:
        return square(s) / (1 - s.b2**s.t)

    latex, numbers, root, parts = {
        "outside": (
            rf"(\sqrt{{\hat {symbol}}} + \epsilon)",
            "(√{} + {})",
            lambda s: np.sqrt(corrected(s)) + s.eps,
            corrected,
        ),
        "inside": (
            rf"\sqrt{{\hat {symbol} + \epsilon}}",
            "√({} + {})",
            lambda s: np.sqrt(corrected(s) + s.eps),
            corrected,
        ),
        "hat": (rf"(\sqrt {symbol} + \epsilon)", "(√{} + {})", lambda s: np.sqrt(square(s)) + s.eps, square),
    }[eps_mode]
    factors = [(r"\xi", rubs.value)] if rubs else []
    if eps_mode == "hat":
        factors.append((r"\sqrt{1 - \beta_2^t}", lambda s: np.sqrt(1 - s.b2**s.t)))

    def above(s: SimpleNamespace) -> tuple:
        return (s.lr, *(factor(s) for _, factor in factors))

    return Line(
        rf"\text{{rate}} = \alpha {' '.join(text for text, _ in factors)} / {latex}",
        f"{RATE_WORDS}, with ξ" if rubs else RATE_WORDS,
        lambda s: np.prod(np.broadcast_arrays(*above(s)), axis=0) / root(s),
        " · ".join("{}" for _ in (None, *factors)) + f" / {numbers}",
        lambda s: (*above(s), parts(s), s.eps),
        condition,
        "rate",
    )


def based_rates(*bases: str) -> tuple[Line, ...]:
    """The rate of each of these bases with each place of epsilon."""
    rubbed = {"diffgrad": friction_line()}
    found = []
    for base in bases:
        for mode in MODES:
            line = mean_rate(mode, when(base=base, eps_mode=mode), rubs=rubbed.get(base))
            found.append(rectified(line) if base == "radam" else line)
    return tuple(found)
