"""Laws of linear networks: they learn each mode after a plateau of its own, the strong ones first."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from training.laws.descent import RATES, trace
from training.laws.law import Expected, Law, Measured, Series
from training.many.precision import DOUBLE, precise

SAXE = "Saxe, McClelland and Ganguli 2013, arXiv:1312.6120"
RATE, START = 1e-3, 1e-3  # what there is of the mode of two weights at first
STEPS = {3.0: 2_000, 1.0: 5_000, 0.3: 14_000}  # of two weights, by the strength of their mode
STRENGTHS, HIDDEN, STEPS_OF_NET, DEVIATION = (3.0, 1.0, 0.3), 20, 20_000, 1e-3  # of the network, and of its weights


def _learned_at(strength: float, start: float) -> float:
    """When half of a mode is learned of which so much is there at the start, as the flow along the gradient has it."""
    return float(np.log(strength / start - 1) / (2 * strength))


def _half(learned: np.ndarray, strength: float) -> Measured:
    """Steps times rate until half of a mode is learned, by how much of it is learned after each step."""
    series = Series(RATE * np.arange(len(learned)), learned, "step times rate", "product", Expected.PLACE)
    return Measured(float(np.argmax(learned >= strength / 2) * RATE), series)


def _race(strength: float) -> str:
    """Descent on half the square of what a product of two weights is short of a strength, as a link."""
    at = f"x={START**0.5:.10f}&y={START**0.5:.10f}"
    return f"formula=({strength:g}-x*y)**2/2&{at}&steps={STEPS[strength]}&a=sgd&a.lr={RATE}"


def _of_two(strength: float) -> Measured:
    points = trace(_race(strength)).params
    return _half(points[:, 0] * points[:, 1], strength)


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    """The weights that the network begins with, (HIDDEN, 3) and (3, HIDDEN)."""
    rng, count = np.random.RandomState(0), len(STRENGTHS)
    first, second = rng.standard_normal((HIDDEN, count)), rng.standard_normal((count, HIDDEN))
    return DEVIATION * first, DEVIATION * second


@cache
def _net() -> np.ndarray:
    """How much of each mode a network of two layers has learned before each step, (STEPS_OF_NET, 3)."""

    def loss(weights: Any) -> jax.Array:
        first, second = weights
        return jnp.sum((jnp.diag(jnp.array(STRENGTHS)) - second @ first) ** 2) / 2

    def step(held: Any, _: None) -> Any:
        weights, state = held
        moves, state = rule.update(jax.grad(loss)(weights), state, weights)
        return (jax.tree.map(jnp.add, weights, moves), state), jnp.diag(weights[1] @ weights[0])

    with precise(DOUBLE):
        rule, start = OPTIMIZERS["sgd"].make(lr=RATE), _weights()
        return np.asarray(
            jax.jit(lambda held: jax.lax.scan(step, held, None, STEPS_OF_NET)[1])((start, rule.init(start)))
        )


def _two(name: str, claim: str, strength: float) -> Law:
    return Law(
        name,
        RATES,
        claim,
        SAXE,
        "Steps times rate until the product of both weights has half of its strength, from a₀ = 0.001.",
        _learned_at(strength, START),
        2e-3,
        partial(_of_two, strength),
        f"?{_race(strength)}",
    )


def _mode(name: str, claim: str, place: int) -> Law:
    first, second = _weights()
    start = float(np.sum((first[:, place] + second[place]) ** 2) / 4)  # of what grows: the rest dies out
    return Law(
        name,
        RATES,
        claim,
        SAXE,
        "Steps times rate until half of the mode is learned, 3, 20 and 3 units, weights of deviation 0.001.",
        _learned_at(STRENGTHS[place], start),
        0.01,
        lambda: _half(_net()[:, place], STRENGTHS[place]),
        unshown="No page trains networks of three outputs on numbers; those of two weights are races.",
    )


MODES = (
    _two(
        "plateau",
        "Two weights of √a₀ in a row have learned half of a mode of strength s after the time ln(s/a₀ − 1)/(2s): of "
        "strength 1 after 3.45.",
        1.0,
    ),
    _two("plateau_strong", "Of strength 3 after 1.33.", 3.0),
    _two("plateau_weak", "Of strength 0.3 after 9.50.", 0.3),
    _mode(
        "network_strong",
        "A linear network of random weights learns each mode as if it were alone, where a₀ is what it has of it at "
        "the start: the strongest, 3, at first.",
        0,
    ),
    _mode("network_middle", "Then that of strength 1.", 1),
    _mode("network_weak", "And that of 0.3 at last.", 2),
)
