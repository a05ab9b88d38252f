"""Laws of training networks: rules make their own sharpness, up to what their rates bear.

All runs are of one network on one wave, in 64-bit floats, as at the edge what rounding leaves grows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.flatten_util import ravel_pytree

from locales.formats import grouped
from optimizers import OPTIMIZERS
from training.data.named import WAVE
from training.laws.law import Expected, Law, Measured, Series
from training.laws.limits import COHEN, LIMITS
from training.many.precision import DOUBLE, precise
from training.network.config import decode, encode
from training.network.lanczos import Held, begun, further, largest
from training.network.model import filled
from training.network.objective import objective
from training.network.resolve import resolve
from training.network.sharpness import rates_now
from training.rules import edge

PRODUCTS, LOOKS, LAST = 16, 50, 20  # with vectors for one eigenvalue; looks at a run, those that the mean is over
_TASK = (
    f"data=own&points={WAVE}&prep=none&split=0&hidden=30,20&activation=tanh&init=lecun&bias=zeros&loss=mse&batch=1024"
)


class _Trained(NamedTuple):
    """The weights at the start, (n,), the gradient at weights, and what is known of rates times Hessian after a look
    from their roots."""

    start: np.ndarray
    slope: Callable[[jax.Array], jax.Array]
    looked: Callable[[jax.Array, Held, np.ndarray], Held]


@cache
def _trained() -> _Trained:
    task = resolve(decode(_TASK)[0])
    x, y = task.prepared.train_x, task.prepared.train_y
    examples = filled(x, y, len(x), np.dtype(np.float64))
    start, shaped = ravel_pytree(jax.tree.map(lambda part: np.asarray(part, np.float64), task.initial))
    slope = jax.grad(lambda flat: objective(task.structure, shaped(flat), examples))

    def looked(flat: jax.Array, held: Held, roots: np.ndarray) -> Held:
        return further(lambda vector: roots * jax.jvp(slope, (flat,), (roots * vector,))[1], held, 0, PRODUCTS)

    return _Trained(np.asarray(start), slope, jax.jit(looked))


@cache
def _stepped(optimizer: str, options: tuple) -> Callable[[Any, dict[str, float], int], Any]:
    """Some more steps of a rule with such numbers, from weights and state to both."""
    slope = _trained().slope

    def stepped(held: Any, numbers: dict[str, float], steps: int) -> Any:
        rule = OPTIMIZERS[optimizer].make(**numbers, **dict(options))

        def step(_: int, held: Any) -> Any:
            moves, state = rule.update(slope(held[0]), held[1], held[0])
            return held[0] + moves, state

        return jax.lax.fori_loop(0, steps, step, held)

    return jax.jit(stepped)


def _looks(query: str, steps: int) -> Series:
    """The largest eigenvalue of the Hessian at LOOKS moments of a run; of rates times Hessian where each weight has its
    own rate."""
    ((_, chosen),) = decode(f"{_TASK}&{query}")[0].slots
    numbers, known = dict(chosen.hypers), edge.limit(chosen)
    assert known
    places, found = steps // LOOKS * np.arange(1, LOOKS + 1), []
    with precise(DOUBLE):
        trained, stepped = _trained(), _stepped(chosen.optimizer, chosen.options)
        vector = begun(np.random.RandomState(0).standard_normal(trained.start.size), PRODUCTS)
        held = trained.start, chosen.spec.make(**numbers, **dict(chosen.options)).init(trained.start)
        for place in places.tolist():
            held = stepped(held, numbers, steps // LOOKS)
            rates = rates_now(chosen, held[1]._asdict(), numbers, place) if known.scaled else np.ones(held[0].size)
            seen = trained.looked(held[0], vector, np.sqrt(rates))
            found.append(largest(np.asarray(seen.diagonal), np.asarray(seen.beside), 1)[0])
    up = "rates times curvature" if known.scaled else "sharpness"
    return Series(places, np.array(found), "step", up, Expected.LEVEL)


def _settled(query: str, steps: int) -> Measured:
    """The mean of the last looks."""
    series = _looks(query, steps)
    return Measured(float(series.values[-LAST:].mean()), series)


def _below(query: str, steps: int, limit: float) -> Measured:
    """At which share of the looks the sharpness is below a limit; shown are the shares of the limit that it takes."""
    series = _looks(query, steps)
    taken = series._replace(values=series.values / limit, up="share of the limit")
    return Measured(float(np.mean(taken.values < 1)), taken)


def _link(query: str, steps: int) -> str:
    """The same run on the page."""
    return f"network?{encode(decode(f'{_TASK}&{query}&steps={steps}')[0])}"


def _edge(name: str, claim: str, query: str, steps: int, expected: float, tolerance: float) -> Law:
    known = edge.limit(decode(f"{_TASK}&{query}")[0].choices["a"])
    what = "largest eigenvalue of rates times Hessian" if known and known.scaled else "largest curvature"
    return Law(
        name,
        LIMITS,
        claim,
        COHEN,
        f"The mean {what} in the last {100 * LAST // LOOKS}% of {grouped(steps)} steps, 20 points of a wave, "
        f"from the weights of seed {decode(_TASK)[0].seed}: others settle a little elsewhere.",
        expected,
        tolerance,
        partial(_settled, query, steps),
        _link(query, steps),
    )


_SLOW = "a=sgd&a.lr=0.05"

TRAINED = (
    _edge(
        "edge",
        "Gradient descent on a network goes to where the surface is as sharp as its rate bears, 2 over the rate, and "
        "stays there: at 10 with the rate 0.2.",
        "a=sgd&a.lr=0.2",
        16_000,
        10,
        0.01,
    ),
    _edge("edge_tenth", "At the rate 0.1 it goes on to 20.", "a=sgd&a.lr=0.1", 16_000, 20, 0.01),
    Law(
        "edge_never",
        LIMITS,
        "At the rate 0.05 it could go on to 40, but is done before.",
        COHEN,
        f"The share of {LOOKS} looks at 16,000 steps at which the largest curvature is below 40.",
        1.0,
        1e-9,
        partial(_below, _SLOW, 16_000, 40.0),
        _link(_SLOW, 16_000),
    ),
    _edge(
        "edge_heavy_ball",
        "Heavy ball goes to (2 + 2β) over its rate: to 20 with the rate 0.15 and β = 0.5.",
        "a=momentum&a.lr=0.15&a.beta=0.5",
        16_000,
        3 / 0.15,
        0.01,
    ),
    _edge(
        "edge_nesterov",
        "Nesterov’s momentum goes to (2 + 2β)/(1 + 2β) over its rate: to 15 with the rate 0.1 and β = 0.5.",
        "a=nesterov&a.lr=0.1&a.beta=0.5",
        16_000,
        1.5 / 0.1,
        0.01,
    ),
    _edge(
        "edge_adam",
        "Adam, with a rate for each weight, goes to where rates times curvature is (2 + 2β₁)/(1 − β₁): 38 with "
        "β₁ = 0.9.",
        "a=adam&a.lr=0.001&a.b2=0.99",
        8_000,
        38,
        0.04,
    ),
)
