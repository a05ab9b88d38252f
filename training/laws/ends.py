"""Laws of where rules end: at which of many solutions, at the worst point, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from training.laws.descent import LESSARD, trace
from training.laws.law import Expected, Law, Measured, Series
from training.laws.solutions import RULES, followed, smallest

ENDS = "Where rules end"
WILSON = "Wilson and others 2017, arXiv:1705.08292"
CYCLE = "12.5*x**2-12*((x-1%2Babs(x-1))/2)**2%2B12*((x-2%2Babs(x-2))/2)**2%2By**2"  # curvature 25, then 1, then 25
_CYCLING = f"formula={CYCLE}&x=3.3&y=0&steps=999&a=momentum&a.lr=0.1111111111111111&a.beta=0.4444444444444444"


def _farthest(query: str) -> Measured:
    """The largest x of the last three points; shown are the last thirty."""
    x = trace(query).params[:, 0]
    places = np.arange(len(x) - 30, len(x))
    return Measured(float(x[-3:].max()), Series(places, x[-30:], "step", "x", Expected.LEVEL))


def _least_norm() -> Measured:
    """The norm of the solution that plain descent finds over the smallest norm of one."""
    norms = followed(RULES[0]).norms / np.linalg.norm(smallest())
    return Measured(float(norms[-1]), Series(np.arange(len(norms)), norms, "step", "norm", Expected.LEVEL))


def _online(optimizer: str, options: dict[str, str], steps: int = 30_000) -> Measured:
    """Where a rule ends on the losses 3x, -x, -x in turn, on [-1, 1], at rates that fall with the root of the step."""
    rule = OPTIMIZERS[optimizer].make(lr=0.5, b1=0.0, b2=0.1, eps=1e-12, **options)

    def body(held: Sequence, t: jax.Array) -> tuple:
        x, state = held
        update, state = rule.update(jnp.where(t % 3 == 0, 3.0, -1.0), state, x)
        x = jnp.clip(x + update / jnp.sqrt(t + 1.0), -1.0, 1.0)
        return (x, state), x

    start = jnp.zeros(())
    path = np.asarray(jax.jit(lambda: jax.lax.scan(body, (start, rule.init(start)), jnp.arange(steps))[1])())
    series = Series(1 + np.arange(steps)[::100], path[::100], "step", "x", Expected.LEVEL)
    return Measured(float(path[-1]), series)


def _wilson() -> tuple[np.ndarray, np.ndarray]:
    """Examples (200, 1003) and their classes, 1 or -1: the class, two ones, and one feature of the example's own for
    class 1 or five for class -1, of which there are fewer."""
    count = 200
    y = np.where(np.random.RandomState(0).uniform(size=count) < 0.6, 1.0, -1.0)
    x = np.zeros((count, 3 + 5 * count), np.float32)
    x[:, 0], x[:, 1:3] = y, 1.0
    for i in range(count):
        x[i, 3 + 5 * i : 3 + 5 * i + (1 if y[i] > 0 else 5)] = 1.0
    return x, y.astype(np.float32)


def _right(optimizer: str, lr: float, steps: int = 300) -> float:
    """Which share of new examples a rule tells right that fitted the old ones by least squares from zero.

    A new example has features of its own that no weight has seen, so that the first three decide.
    """
    x, y = _wilson()
    rule = OPTIMIZERS[optimizer].make(
        **{hyper.name: hyper.default for hyper in OPTIMIZERS[optimizer].hypers} | {"lr": lr}
    )

    def body(t: jax.Array, held: tuple[jax.Array, Any]) -> tuple[jax.Array, Any]:
        w, state = held
        moves, state = rule.update(x.T @ (x @ w - y) / len(y), state, w)
        return w + moves, state

    start = jnp.zeros(x.shape[1])
    w = np.asarray(jax.jit(lambda: jax.lax.fori_loop(0, steps, body, (start, rule.init(start))))()[0], float)
    return float(np.mean(np.sign(x[:, :3] @ w[:3]) == y))


def _singular(value: float, beside: float) -> float:
    """What Muon makes of a singular value ``beside`` another one, at rate 1."""
    rule, start = OPTIMIZERS["muon"].make(lr=1.0, momentum=0.0, wd=0.0), jnp.zeros((2, 2))
    moves = jax.jit(lambda g: rule.update(g, rule.init(start), start)[0])(jnp.diag(jnp.array([value, beside])))
    return -float(moves[0, 0])


WHERE_RULES_END = (
    Law(
        "cycle",
        ENDS,
        "On a convex function of one coordinate heavy ball can go round three points for ever.",
        LESSARD,
        "The largest of the last three points of 999 steps from 3.3, with rate 1/9 and β = 4/9.",
        2592 / 1225,
        1e-4,
        partial(_farthest, _CYCLING),
        f"?{_CYCLING}",
    ),
    Law(
        "minimum_norm",
        ENDS,
        "Of many solutions gradient descent from zero finds that of the smallest norm.",
        WILSON,
        "The norm that it reaches over the smallest one, 10 equations with 40 unknowns.",
        1.0,
        1e-4,
        _least_norm,
    ),
    Law(
        "adam_fails",
        ENDS,
        "Adam without a first moment can walk to the worst point of a convex problem.",
        "Reddi, Kale and Kumar 2018, arXiv:1904.09237, theorem 1",
        "Where 30,000 steps end on the losses 3x, −x, −x in turn on [−1, 1], whose best point is −1.",
        1.0,
        1e-3,
        partial(_online, "adam", {"bias_correction": "off"}),
    ),
    Law(
        "amsgrad_holds",
        ENDS,
        "AMSGrad, which never lets the mean square shrink, finds the best one.",
        "Reddi, Kale and Kumar 2018, arXiv:1904.09237",
        "The same for AMSGrad as in the paper.",
        -1.0,
        0.01,
        partial(_online, "amsgrad", {"form": "paper"}),
    ),
    Law(
        "unseen_descent",
        ENDS,
        "Gradient descent learns the one feature that tells the classes apart, and all new examples are right.",
        f"{WILSON}, section 3.3",
        "The share of new examples told right after 300 steps on 200 with 1,003 features.",
        1.0,
        1e-9,
        partial(_right, "sgd", 0.1),
    ),
    Law(
        "unseen_adam",
        ENDS,
        "Adam gives all features weights of one size, and takes every new example for one of the larger class.",
        f"{WILSON}, section 3.3",
        "The same: the share of the larger class in this draw is all that it gets right.",
        float(np.mean(_wilson()[1] > 0)),
        1e-9,
        partial(_right, "adam", 0.01),
    ),
    Law(
        "unseen_adagrad",
        ENDS,
        "So does AdaGrad.",
        f"{WILSON}, section 3.3",
        "The same with AdaGrad.",
        float(np.mean(_wilson()[1] > 0)),
        1e-9,
        partial(_right, "adagrad", 0.1),
    ),
    Law(
        "muon",
        ENDS,
        "Five rounds of Muon’s polynomial leave a singular value of 1 at 0.696: roughly orthogonal is enough.",
        "Jordan and others 2024, Muon: an optimizer for hidden layers in neural networks",
        "The first step of a matrix with the singular values 1 and 0 at rate 1.",
        0.6964,
        1e-3,
        partial(_singular, 1.0, 0.0),
    ),
    Law(
        "muon_small",
        ENDS,
        "And one of 0.001 at 0.47: what was a thousand times smaller is learned nearly as fast.",
        "Jordan and others 2024, Muon: an optimizer for hidden layers in neural networks",
        "The first step of a matrix with the singular values 1 and 0.001 at rate 1.",
        0.4705,
        1e-3,
        partial(_singular, 1e-3, 1.0),
    ),
)
