"""Laws of new examples: which of the solutions that fit tells them right, on the data of Wilson and others."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optimizers import OPTIMIZERS
from training.laws.ends import ENDS, WILSON
from training.laws.law import Law


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


def _unseen() -> str:
    """A link to Wilson's data, of 26 examples: as many as 64 inputs allow. The bias is the second feature of one."""
    classes = np.random.RandomState(0).permutation([1] * 17 + [-1] * 9)
    own = np.repeat(np.arange(26), np.where(classes > 0, 1, 5)) == np.arange(26)[:, None]
    rows = (f"{y},1,{','.join(map(str, row.astype(int)))},{y}" for y, row in zip(classes, own, strict=True))
    columns = f"class,one,{','.join(f'own{i}' for i in range(own.shape[1]))},number:y"
    rules = "a=sgd&a.lr=0.3&b=momentum&b.lr=0.1&c=adagrad&c.lr=0.1&d=rmsprop&d.lr=0.01&e=adam&e.lr=0.01"
    return (
        f"network?data=own&points={columns};{';'.join(rows)}&prep=none&split=0.25&hidden=none&init=zeros&bias=zeros"
        f"&loss=mse&batch=1024&steps=2000&{rules}"
    )


_UNSEEN = _unseen()
_LARGER = float(np.mean(_wilson()[1] > 0))  # the share of the larger class


def _law(name: str, claim: str, measured: str, expected: float, rule: str, lr: float) -> Law:
    source = f"{WILSON}, section 3.3"
    return Law(f"unseen_{name}", ENDS, claim, source, measured, expected, 1e-9, partial(_right, rule, lr), _UNSEEN)


NEW_EXAMPLES = (
    _law(
        "descent",
        "Gradient descent learns the one feature that tells the classes apart, and all new examples are right.",
        "The share of new examples told right after 300 steps on 200 with 1,003 features.",
        1.0,
        "sgd",
        0.1,
    ),
    _law("heavy_ball", "So does heavy ball.", "The same with heavy ball.", 1.0, "momentum", 0.01),
    _law(
        "adam",
        "Adam gives all features weights of one size, and takes every new example for one of the larger class.",
        "The same: the share of the larger class in this draw is all that it gets right.",
        _LARGER,
        "adam",
        0.01,
    ),
    _law("adagrad", "So does AdaGrad.", "The same with AdaGrad.", _LARGER, "adagrad", 0.1),
    _law("rmsprop", "And RMSProp.", "The same with RMSProp.", _LARGER, "rmsprop", 0.01),
)
