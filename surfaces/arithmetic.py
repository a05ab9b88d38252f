"""What each operation of a formula computes, and its slope: the tables behind ``surfaces.graph``.

Functions have the names that numpy gives them. Operations that only slopes and logarithms have:

- ``times``: a product of an outer and an inner slope in which an exact 0 beats an infinity, and an inner 0 even NaN;
  ``still``: the same where the inner slope is finite. Where both are, ``multiply`` does.
- ``reciprocal`` and ``lowered``: 1 / a and a ** b where they are slopes, NaN instead of infinite at a = 0.
- ``between``: the slope of min and max. ``side``: that of abs. ``jump``: that of sign, NaN at 0.
- ``logaddexp`` and ``logistic``: log(exp(a) + exp(b)) and 1 / (1 + exp(-a)), the first without overflow.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from surfaces.graph import Graph


def power(base: Any, exponent: float) -> Any:
    """``base ** exponent``; a whole exponent keeps negative bases."""
    return base ** (int(exponent) if float(exponent).is_integer() else exponent)


def _times(xp: Any, outer: Any, inner: Any) -> Any:
    return xp.where((inner == 0) | ((outer == 0) & xp.isinf(inner)), 0.0, outer * inner)


def _between(xp: Any, a: Any, b: Any, slope_a: Any, slope_b: Any) -> Any:
    """The slope of max(a, b)."""
    return xp.where(a > b, slope_a, xp.where(b > a, slope_b, 0.5 * (slope_a + slope_b)))


COMPUTE: dict[str, Callable[..., Any]] = {
    "negative": lambda xp, a: -a,
    "add": lambda xp, a, b: a + b,
    "subtract": lambda xp, a, b: a - b,
    "multiply": lambda xp, a, b: a * b,
    "divide": lambda xp, a, b: a / b,
    "raise": lambda xp, a, b: xp.power(a, b),
    "arccos": lambda xp, a: 2 * xp.arctan2(xp.sqrt(1 - a), xp.sqrt(1 + a)),  # XLA takes minutes over many of its own
    "times": _times,
    "still": lambda xp, outer, inner: xp.where(inner == 0, 0.0, outer * inner),
    "reciprocal": lambda xp, a: xp.where(a == 0, np.nan, 1 / a),
    "lowered": lambda xp, a, b: xp.where((a == 0) & (b < 0), np.nan, xp.power(a, b)),
    "between": _between,
    "side": lambda xp, a: xp.sign(a),
    "jump": lambda xp, a: xp.where(a == 0, np.nan, 0.0),
    "logaddexp": lambda xp, a, b: xp.maximum(a, b) + xp.log1p(xp.exp(-xp.abs(a - b))),
    "logistic": lambda xp, a: 1 / (1 + xp.exp(-a)),
}


def compute(op: str, xp: Any, *values: Any) -> Any:
    """What ``op`` makes of ``values`` with ``xp``, numpy or jax.numpy."""
    return COMPUTE[op](xp, *values) if op in COMPUTE else getattr(xp, op)(*values)


def _plus(g: Graph, a: int, b: int) -> int | None:
    if g.is_number(a, 0.0) or g.is_number(b, 0.0):
        return b if g.is_number(a, 0.0) else a
    return None


def _minus(g: Graph, a: int, b: int) -> int | None:
    if g.is_number(b, 0.0):
        return a
    return g.make("negative", b) if g.is_number(a, 0.0) else None


def _product(g: Graph, a: int, b: int) -> int | None:
    """Of slopes and logarithms: there a factor of 0 decides."""
    if g.is_number(a, 0.0) or g.is_number(b, 0.0):
        return g.zero
    if g.is_number(a, 1.0) or g.is_number(b, 1.0):
        return b if g.is_number(a, 1.0) else a
    if g.is_number(a) and g.is_number(b):
        return g.number(g.nodes[a][1][0] * g.nodes[b][1][0])
    if g.is_number(a) or g.is_number(b) or (g.bounded(a) and g.bounded(b)):
        return g.make("multiply", a, b)
    return g.make("still", a, b) if g.bounded(b) else None


def _quotient(g: Graph, a: int, b: int) -> int | None:
    """Of exponentials, exp(x) / (1 + exp(x)): infinite over infinite would be NaN."""
    if g.grows(a) and g.grows(b):
        return g.make("exp", g.make("subtract", g.log_of(a), g.log_of(b)))
    return None


def _log(base: float) -> Callable[[Graph, int], int | None]:
    def log(g: Graph, a: int) -> int | None:
        return g.make("times", g.number(1 / math.log(base)), g.log_of(a)) if g.grows(a) else None

    return log


def _power(g: Graph, a: int, exponent: float) -> int | None:
    return a if exponent == 1 else g.one if exponent == 0 else None


SIMPLER: dict[str, Callable[..., int | None]] = {
    "add": _plus,
    "subtract": _minus,
    "times": _product,
    "divide": _quotient,
    "power": _power,
    "log": _log(math.e),
    "log2": _log(2.0),
    "log10": _log(10.0),
}


def _scaled(g: Graph, factor: float, node: int) -> int:
    return g.make("times", g.number(factor), node)


def _of_power(g: Graph, node: int, a: int, exponent: float) -> tuple[int, ...]:
    if exponent >= 1:
        return (_scaled(g, exponent, g.make("power", a, exponent - 1)),)
    return (_scaled(g, exponent, g.make("multiply", node, g.make("reciprocal", a))),)


def _of_raise(g: Graph, node: int, a: int, b: int) -> tuple[int, ...]:
    """b a^(b - 1), and a^b log a, which is 0 where a^b is."""
    lower = g.make("times", b, g.make("lowered", a, g.make("subtract", b, g.one)))
    return lower, g.make("times", g.make("log", a), node)


def _of_divide(g: Graph, node: int, a: int, b: int) -> tuple[int, ...]:
    once = g.make("reciprocal", b)
    return once, g.make("negative", g.make("multiply", node, once))


def _of_reciprocal(g: Graph, node: int, a: int) -> tuple[int, ...]:
    return (g.make("negative", g.make("power", node, 2)),)


def _of_tan(g: Graph, node: int, a: int) -> tuple[int, ...]:
    return (g.make("add", g.one, g.make("power", node, 2)),)


def _of_tanh(g: Graph, node: int, a: int) -> tuple[int, ...]:
    """1 / cosh^2, which keeps its digits where 1 - tanh^2 has none left."""
    return (g.make("power", g.make("divide", g.one, g.make("cosh", a)), 2),)


def _of_log(base: float) -> Callable[..., tuple[int, ...]]:
    return lambda g, node, a: (_scaled(g, 1 / math.log(base), g.make("reciprocal", a)),)


def _of_arcsin(g: Graph, node: int, a: int) -> tuple[int, ...]:
    product = g.make("multiply", g.make("subtract", g.one, a), g.make("add", g.one, a))
    return (g.make("reciprocal", g.make("sqrt", product)),)


def _of_arctan(g: Graph, node: int, a: int) -> tuple[int, ...]:
    return (g.make("divide", g.one, g.make("add", g.one, g.make("power", a, 2))),)


def _of_arctan2(g: Graph, node: int, a: int, b: int) -> tuple[int, ...]:
    once = g.make("reciprocal", g.make("add", g.make("power", a, 2), g.make("power", b, 2)))
    return g.make("multiply", b, once), g.make("negative", g.make("multiply", a, once))


def _of_logaddexp(g: Graph, node: int, a: int, b: int) -> tuple[int, ...]:
    return g.make("logistic", g.make("subtract", a, b)), g.make("logistic", g.make("subtract", b, a))


def _of_logistic(g: Graph, node: int, a: int) -> tuple[int, ...]:
    return (g.make("multiply", node, g.make("logistic", g.make("negative", a))),)


OUTER: dict[str, Callable[..., tuple[int, ...]]] = {  # the slopes along each argument
    "multiply": lambda g, node, a, b: (b, a),
    "times": lambda g, node, a, b: (b, a),
    "still": lambda g, node, a, b: (b, a),
    "divide": _of_divide,
    "power": _of_power,
    "raise": _of_raise,
    "lowered": _of_raise,
    "reciprocal": _of_reciprocal,
    "sin": lambda g, node, a: (g.make("cos", a),),
    "cos": lambda g, node, a: (g.make("negative", g.make("sin", a)),),
    "tan": _of_tan,
    "sinh": lambda g, node, a: (g.make("cosh", a),),
    "cosh": lambda g, node, a: (g.make("sinh", a),),
    "tanh": _of_tanh,
    "exp": lambda g, node, a: (node,),
    "log": _of_log(math.e),
    "log2": _of_log(2.0),
    "log10": _of_log(10.0),
    "sqrt": lambda g, node, a: (_scaled(g, 0.5, g.make("reciprocal", node)),),
    "arcsin": _of_arcsin,
    "arccos": lambda g, node, a: (g.make("negative", *_of_arcsin(g, node, a)),),
    "arctan": _of_arctan,
    "arctan2": _of_arctan2,
    "abs": lambda g, node, a: (g.make("side", a),),
    "sign": lambda g, node, a: (g.make("jump", a),),
    "side": lambda g, node, a: (g.zero,),
    "jump": lambda g, node, a: (g.zero,),
    "logaddexp": _of_logaddexp,
    "logistic": _of_logistic,
}


def _of_max(g: Graph, args: tuple[int, ...], inner: list[int]) -> int:
    return g.make("between", *args, *inner)


LINEAR: dict[str, Callable[[Graph, tuple[int, ...], list[int]], int]] = {  # from slopes of the arguments to the slope
    "negative": lambda g, args, inner: g.make("subtract", g.zero, inner[0]),
    "add": lambda g, args, inner: g.make("add", *inner),
    "subtract": lambda g, args, inner: g.make("subtract", *inner),
    "maximum": _of_max,
    "minimum": lambda g, args, inner: g.make("between", args[1], args[0], *inner),
    "between": lambda g, args, inner: g.make("between", *args[:2], *inner[2:]),
}


def _size_of_sum(*sizes: float) -> float:
    return sum(sizes) if math.inf in sizes else max(sizes) + 0.31


SIZES: dict[str, Callable[..., float]] = {  # the decimal exponent of the largest value, from those of the parts
    **dict.fromkeys(("negative", "abs"), lambda a: a),
    **dict.fromkeys(("add", "subtract", "maximum", "minimum", "between"), _size_of_sum),
    **dict.fromkeys(("multiply", "times", "still"), lambda a, b: a + b),
    **dict.fromkeys(("sin", "cos", "tanh", "arctan", "sign", "side"), lambda a: math.inf if a == math.inf else 0.2),
}
# What XLA makes of an operation, in instructions: measured, by the time that it takes to compile many of them.
COSTS = {
    **{"times": 7, "still": 3, "reciprocal": 3, "between": 5, "lowered": 7, "jump": 3, "logaddexp": 16, "logistic": 6},
    **{"raise": 3, "exp": 4, "sinh": 24, "cosh": 12, "tanh": 5, "log": 2, "tan": 3, "sin": 2, "cos": 2, "arccos": 8},
}
