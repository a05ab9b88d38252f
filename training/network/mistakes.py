"""What a gradient check says of a right gradient, of three usual mistakes, and where the check itself is made worse.

One small network, 4-8-3 with tanh units, softmax and an L2 penalty: 20 random examples, all alike in every call. It is
written out in plain numpy, backward too, as students write it: a gradient that JAX derives has none of their mistakes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from locales import Words

SIZES, EXAMPLES, LAMBDA = (4, 8, 3), 20, 0.1
STEP, SLIDE = 1e-5, 1e-7  # of the usual check, and as one lecture has it
BUG_SLOPE, BUG_BIAS, BUG_PENALTY = "slope", "bias", "penalty"
CASES: tuple[Words, ...] = (  # of a right gradient four, of a wrong one three
    "The gradient as it is",
    "One-sided differences",
    "In 32-bit floats, ε = 1e−7",
    "In 32-bit floats, ε = 1e−2",
    "Slope of tanh as 1 − a",
    "No gradient of the first biases",
    "Penalty forgotten in the gradient",
)
SHAPES = ((4, 8), (8,), (8, 3), (3,))


class Found(NamedTuple):
    """What was done, of CASES, the relative error, and whether the gradient itself is right."""

    name: str
    error: float
    right: bool


@cache
def mistakes() -> tuple[Found, ...]:
    """The relative error |d - g| / (|d| + |g|) in each case."""
    x, y, params = _drawn()

    def loss(p: np.ndarray) -> float:
        return _loss(p, x.astype(p.dtype), y)

    near, exact = _differences(loss, params, STEP), _gradient(params, x, y)
    single = params.astype(np.float32)
    right = near, _forward(loss, params, STEP), *(_differences(loss, single, step) for step in (SLIDE, 1e-2))
    wrong = (_gradient(params, x, y, bug) for bug in (BUG_SLOPE, BUG_BIAS, BUG_PENALTY))
    errors = [(_error(one, exact), True) for one in right] + [(_error(near, one), False) for one in wrong]
    return tuple(Found(name, *found) for name, found in zip(CASES, errors, strict=True))


def _drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.RandomState(0)
    x, y = rng.standard_normal((EXAMPLES, SIZES[0])), rng.randint(0, SIZES[-1], EXAMPLES)
    return x, y, np.concatenate([0.5 * rng.standard_normal(int(np.prod(shape))) for shape in SHAPES])


def _parts(p: np.ndarray) -> list[np.ndarray]:
    ends = np.cumsum([int(np.prod(shape)) for shape in SHAPES])
    return [part.reshape(shape) for part, shape in zip(np.split(p, ends[:-1]), SHAPES, strict=True)]


def _passed(p: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden activations and the shares of the classes."""
    w, b, v, c = _parts(p)
    a = np.tanh(x @ w + b)
    z = a @ v + c
    shares = np.exp(z - z.max(axis=1, keepdims=True))
    return a, shares / shares.sum(axis=1, keepdims=True)


def _loss(p: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    w, _, v, _ = _parts(p)
    shares = _passed(p, x)[1]
    return -np.log(shares[np.arange(len(y)), y]).mean() + p.dtype.type(LAMBDA / 2) * ((w**2).sum() + (v**2).sum())


def _gradient(p: np.ndarray, x: np.ndarray, y: np.ndarray, bug: str = "") -> np.ndarray:
    """Backpropagation by hand, with a mistake on demand."""
    w, b, v, _ = _parts(p)
    a, shares = _passed(p, x)
    dz = (shares - np.eye(SIZES[-1])[y]) / len(y)
    du = (dz @ v.T) * (1 - a if bug == BUG_SLOPE else 1 - a**2)
    pull = 0.0 if bug == BUG_PENALTY else LAMBDA
    db = np.zeros_like(b) if bug == BUG_BIAS else du.sum(axis=0)
    parts = (x.T @ du + pull * w, db, a.T @ dz + pull * v, dz.sum(axis=0))
    return np.concatenate([part.ravel() for part in parts])


def _differences(loss: Callable[[np.ndarray], float], p: np.ndarray, step: float) -> np.ndarray:
    moves = np.eye(len(p), dtype=p.dtype) * p.dtype.type(step)
    return np.array([(loss(p + move) - loss(p - move)) / (2 * step) for move in moves], np.float64)


def _forward(loss: Callable[[np.ndarray], float], p: np.ndarray, step: float) -> np.ndarray:
    return np.array([(loss(p + move) - loss(p)) / step for move in np.eye(len(p)) * step])


def _error(near: np.ndarray, exact: np.ndarray) -> float:
    return float(np.linalg.norm(near - exact) / (np.linalg.norm(near) + np.linalg.norm(exact)))
