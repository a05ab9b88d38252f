"""Which of many solutions a rule finds: 10 linear equations with 40 unknowns, from zero.

Gradients lie in the span of the equations, and so does all that plain descent and momentum add up: they come to the
solution of the smallest norm. A rule that scales each coordinate by itself leaves that span and comes to another one
(Wilson and others 2017, The marginal value of adaptive gradient methods in machine learning, arXiv:1705.08292).
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.choice import Choice, choice

EQUATIONS, UNKNOWNS = 10, 40
STEPS = 2_000
RULES = (choice("sgd", lr=0.01), choice("momentum", lr=0.01), choice("adagrad", lr=0.1), choice("adam", lr=0.01))


class Followed(NamedTuple):
    """The norm of the unknowns and the residual ‖Aw − b‖ before each step and after the last, (STEPS + 1,), and the
    distance of the end from the solution of the smallest norm."""

    norms: np.ndarray
    residuals: np.ndarray
    apart: float


@cache
def equations() -> tuple[np.ndarray, np.ndarray]:
    """A (EQUATIONS, UNKNOWNS) and b (EQUATIONS,), float32."""
    rng = np.random.RandomState(0)
    a, b = rng.standard_normal((EQUATIONS, UNKNOWNS)), rng.standard_normal(EQUATIONS)
    return a.astype(np.float32), b.astype(np.float32)


def smallest() -> np.ndarray:
    """The solution of the smallest norm, (UNKNOWNS,): that of the pseudoinverse."""
    a, b = (part.astype(float) for part in equations())
    return np.linalg.pinv(a) @ b


@cache
def followed(rule: Choice) -> Followed:
    """A rule on half the sum of the squared residuals, from zero; one of those that ask for gradients alone."""
    a, b = equations()
    optimizer = rule.spec.make(**rule.values)

    def loss(w: jax.Array) -> jax.Array:
        return jnp.sum((a @ w - b) ** 2) / 2

    def step(now: tuple[jax.Array, Any], _: None) -> tuple[tuple[jax.Array, Any], jax.Array]:
        w, state = now
        value, slope = jax.value_and_grad(loss)(w)
        moves, state = optimizer.update(slope, state, w, value=value, grad=slope, value_fn=loss)
        return (w + moves, state), w

    start = jnp.zeros(UNKNOWNS)
    _, path = jax.jit(lambda now: jax.lax.scan(step, now, None, length=STEPS + 1))((start, optimizer.init(start)))
    found = np.asarray(path, float)  # (STEPS + 1, UNKNOWNS)
    apart = float(np.linalg.norm(found[-1] - smallest()))
    return Followed(np.linalg.norm(found, axis=1), np.linalg.norm(found @ a.T - b, axis=1), apart)
