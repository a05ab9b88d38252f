"""A law of training networks: gradient descent makes its own sharpness, up to what its rate bears."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.flatten_util import ravel_pytree

from locales.formats import grouped
from training.laws.law import Expected, Law, Measured, Series
from training.laws.limits import COHEN, LIMITS
from training.network.config import decode, encode
from training.network.lanczos import Held, begun, further, largest
from training.network.model import filled
from training.network.objective import objective
from training.network.resolve import resolve

RATE, STEPS, LAST = 0.2, 2_500, 500
PRODUCTS, LOOKS = 16, 20  # with vectors for one eigenvalue; times that it is looked for in the last steps
_X = np.linspace(-1, 1, 20)
_WAVE = ";".join(f"{x:.4f},{np.cos(6 * np.arccos(x)):.4f}" for x in _X)  # Chebyshev's T6
_QUERY = (
    f"data=own&points=x,number:y;{_WAVE}&prep=none&split=0&hidden=30,20&activation=tanh&init=lecun&bias=zeros&loss=mse"
    f"&batch=1024&steps={STEPS}&a=sgd&a.lr={RATE}"
)


class _Trained(NamedTuple):
    """The weights at the start, those after some more steps at a rate, and what is known there of the Hessian."""

    start: np.ndarray
    descended: Callable[[Any, float, int], jax.Array]
    looked: Callable[[Any, Held], Held]


@cache
def _trained() -> _Trained:
    task = resolve(decode(_QUERY)[0])
    x, y = task.prepared.train_x, task.prepared.train_y
    examples = filled(x, y, len(x), np.dtype(np.float32))
    start, shaped = ravel_pytree(task.initial)
    slope = jax.grad(lambda flat: objective(task.structure, shaped(flat), examples))

    def descended(flat: jax.Array, rate: float, steps: int) -> jax.Array:
        return jax.lax.fori_loop(0, steps, lambda i, w: w - rate * slope(w), flat)

    def looked(flat: jax.Array, held: Held) -> Held:
        return further(lambda vector: jax.jvp(slope, (flat,), (vector,))[1], held, 0, PRODUCTS)

    return _Trained(np.asarray(start), jax.jit(descended), jax.jit(looked))


def _settled(rate: float) -> Measured:
    """The mean sharpness in the last steps of gradient descent on a wave."""
    start, descended, looked = _trained()
    held = begun(np.random.RandomState(0).standard_normal(start.size).astype(start.dtype), PRODUCTS)
    flat, found = descended(start, rate, STEPS - LAST), []
    for _ in range(LOOKS):
        seen = looked(flat, held)
        found.append(largest(np.asarray(seen.diagonal), np.asarray(seen.beside), 1)[0])
        flat = descended(flat, rate, LAST // LOOKS)
    places = STEPS - LAST + LAST // LOOKS * np.arange(LOOKS)
    series = Series(places, np.array(found), "step", "sharpness", Expected.LEVEL)
    return Measured(float(np.mean(found)), series)


TRAINED = (
    Law(
        "edge",
        LIMITS,
        "Gradient descent on a network goes to where the surface is as sharp as its rate bears, 2 over the rate, and "
        "stays there.",
        COHEN,
        f"The mean largest curvature in the last {LAST} of {grouped(STEPS)} steps at rate {RATE}, 20 points of a wave.",
        2 / RATE,
        0.02,
        lambda: _settled(RATE),
        f"network?{encode(decode(_QUERY)[0])}",
    ),
)
