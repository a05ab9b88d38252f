"""Twelve optimizers, 1,000 steps each on Beale, warm: this engine, an optax scan and a torch loop."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.table import Figure, at_most, milliseconds, plain, times_of
from surfaces import SURFACES
from training.race.config import choice
from training.race.descend import descend

STEPS = 1000
START = (1.0, 1.5)
LR = 0.01
# this engine's name (the same rule in other forms where the registry has fewer than twelve), optax's, torch's
RUNNERS = (
    (("sgd", {}), lambda: optax.sgd(LR), ("SGD", {})),
    (("momentum", {}), lambda: optax.sgd(LR, momentum=0.9), ("SGD", {"momentum": 0.9})),
    (
        ("nesterov", {}),
        lambda: optax.sgd(LR, momentum=0.9, nesterov=True),
        ("SGD", {"momentum": 0.9, "nesterov": True}),
    ),
    (("adagrad", {}), lambda: optax.adagrad(LR), ("Adagrad", {})),
    (("adadelta", {}), lambda: optax.adadelta(LR), ("Adadelta", {})),
    (("rmsprop", {}), lambda: optax.rmsprop(LR), ("RMSprop", {})),
    (("adam", {}), lambda: optax.adam(LR), ("Adam", {})),
    (("adamax", {}), lambda: optax.adamax(LR), ("Adamax", {})),
    (("adam", {"b1": 0.8}), lambda: optax.adam(LR, b1=0.8), ("Adam", {"betas": (0.8, 0.999)})),
    (("adam", {"b2": 0.99}), lambda: optax.adam(LR, b2=0.99), ("Adam", {"betas": (0.9, 0.99)})),
    (("adam", {"eps": 1e-4}), lambda: optax.adam(LR, eps=1e-4), ("Adam", {"eps": 1e-4})),
    (("rmsprop", {"eps": 1e-4}), lambda: optax.rmsprop(LR, eps=1e-4), ("RMSprop", {"eps": 1e-4})),
)


def measure() -> list[Figure]:
    """Medians of whole races; a race of this engine ends with numpy arrays of everything a figure needs."""
    ours = milliseconds(times_of(_ours(), rounds=31, warm=3))
    scan = milliseconds(times_of(_optax(), rounds=31, warm=3))
    loop = milliseconds(times_of(_torch(), rounds=3))
    return [
        at_most("this engine, full trace", ours, 5, "ms", 2),
        plain("optax, jitted scan, positions and losses", scan, "ms", 2),
        plain("torch, Python loop, positions and losses", loop, "ms"),
        plain("this engine's time over optax's", ours / scan, "x", 2),
        plain("torch's time over this engine's", loop / ours, "x", 0),
    ]


def _ours() -> Callable[[], object]:
    choices = [choice(name, lr=LR, **values) for (name, values), _, _ in RUNNERS]
    return lambda: [descend("beale", START, STEPS, 0, chosen) for chosen in choices]


def _optax() -> Callable[[], object]:
    value_and_grad = jax.value_and_grad(SURFACES["beale"].fn)

    def scan(optimizer: optax.GradientTransformation) -> Callable:
        def body(carry, _):
            params, state = carry
            loss, grads = value_and_grad(params)
            updates, state = optimizer.update(grads, state, params)
            return (optax.apply_updates(params, updates), state), (params, loss)

        return jax.jit(lambda start: jax.lax.scan(body, (start, optimizer.init(start)), length=STEPS)[1])

    runs = [scan(make()) for _, make, _ in RUNNERS]
    start = jnp.asarray(START)
    return lambda: [jax.tree.map(np.asarray, run(start)) for run in runs]


def _torch() -> Callable[[], object]:
    return lambda: [torch_run(kind, {"lr": LR, **values}, START, STEPS) for _, _, (kind, values) in RUNNERS]


def torch_run(
    kind: str, values: dict[str, object], start: tuple[float, float], steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Positions and losses of one of torch's optimizers on Beale, in a Python loop on one thread."""
    import torch

    torch.set_num_threads(1)
    params = torch.tensor(start, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([params], **values)
    positions, losses = torch.empty(steps, 2), torch.empty(steps)
    for step in range(steps):
        optimizer.zero_grad()
        x, y = params
        loss = (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
        loss.backward()
        positions[step], losses[step] = params.detach(), loss.detach()
        optimizer.step()
    return positions.numpy(), losses.numpy()
