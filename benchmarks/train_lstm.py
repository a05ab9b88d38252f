"""Trains the learned optimizer and compares it: ``make lstm``, or python -m benchmarks.train_lstm.

Writes ``optimizers/others/lstm_weights.py``, then prints how the optimizer does on 100 unseen problems beside five
rules, each at its best rate on these very problems. With ``--compare`` it only compares. All seeds are fixed: the same
machine writes the same weights, another one may differ by rounding.

As in Andrychowicz et al. 2016, a problem is ||W x - y||^2 in 10 dimensions with W and y standard normal, and x starts
at 0. Training follows a batch of new problems for 100 steps; after each 20 it moves the weights against the gradient
of the sum of these 20 losses, taken back through these 20 steps and no further.
"""

from __future__ import annotations

import base64
import sys
import textwrap
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optimizers import OPTIMIZERS
from optimizers.others import lstm_weights
from optimizers.others.lstm import UNITS, LstmState, Weights, lstm
from optimizers.scheduled import Scheduled
from training.choice import choice
from training.loop import Keep, Problem, Setup, run

DIMENSIONS, STEPS, UNROLL = 10, 100, 20
EPISODES, BATCH, RATE, LONGEST = 600, 32, 4e-3, 1.0
CHUNK = 50  # episodes between two reports
UNSEEN = 2016  # seed of the problems for the comparison; training starts from seed 0
RATES = np.geomspace(1e-3, 1.0, 121)  # each is 6 per cent above the one before
RIVALS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")


class Quadratics(NamedTuple):
    """A batch of problems ||W x - y||^2."""

    W: jax.Array  # (batch, 10, 10)
    y: jax.Array  # (batch, 10)

    def losses(self, x: jax.Array) -> jax.Array:
        """The loss of each problem at its point: (batch, 10) -> (batch,)."""
        return jnp.sum((jnp.einsum("bij,bj->bi", self.W, x) - self.y) ** 2, axis=1)


def draw(key: jax.Array, batch: int) -> Quadratics:
    """New problems, standard normal."""
    left, right = jax.random.split(key)
    shape = (batch, DIMENSIONS)
    return Quadratics(jax.random.normal(left, (*shape, DIMENSIONS)), jax.random.normal(right, shape))


def first_weights(key: jax.Array) -> Weights:
    """Uniform weights within 1 / sqrt(units); a forget bias of 1, so that memory lasts from the start."""
    left, right = jax.random.split(key)
    reach = UNITS**-0.5
    return Weights(
        gates=jax.random.uniform(left, (2 + UNITS, 4 * UNITS), minval=-reach, maxval=reach),
        bias=jnp.zeros(4 * UNITS).at[UNITS : 2 * UNITS].set(1.0),
        out=jax.random.uniform(right, (UNITS,), minval=-reach, maxval=reach),
    )


def unroll(weights: Weights, problems: Quadratics, x: jax.Array, state: LstmState) -> tuple[jax.Array, Any]:
    """The mean sum of the next 20 losses, and where point and memory then are."""
    optimizer = lstm(1.0, weights)

    def step(carry: tuple[jax.Array, LstmState], _: None) -> tuple[Any, jax.Array]:
        x, state = carry
        grads = jax.grad(lambda x: problems.losses(x).sum())(jax.lax.stop_gradient(x))
        updates, state = optimizer.update(grads, state)
        x = optax.apply_updates(x, updates)
        return (x, state), problems.losses(x).mean()

    after, losses = jax.lax.scan(step, (x, state), length=UNROLL)
    return losses.sum(), after


def meta_optimizer(episodes: int) -> optax.GradientTransformation:
    """What trains the weights: Adam with a rate that falls to a hundredth, and no gradient longer than 1."""
    rate = optax.cosine_decay_schedule(RATE, episodes * STEPS // UNROLL, alpha=0.01)
    return optax.chain(optax.clip_by_global_norm(LONGEST), optax.adam(rate))


@partial(jax.jit, static_argnames=("episodes", "batch"))
def follow(carry: tuple[Weights, Any], keys: jax.Array, episodes: int, batch: int) -> tuple[Any, jax.Array]:
    """One episode a key, of ``episodes`` in all: the weights with Adam's memory, and the mean sum of losses of each."""
    meta = meta_optimizer(episodes)

    def segment(problems: Quadratics, carry: tuple[Any, ...], _: None) -> tuple[tuple[Any, ...], jax.Array]:
        weights, memory, x, state = carry
        (loss, (x, state)), grads = jax.value_and_grad(unroll, has_aux=True)(weights, problems, x, state)
        updates, memory = meta.update(grads, memory)
        return (optax.apply_updates(weights, updates), memory, x, state), loss

    def episode(carry: tuple[Weights, Any], key: jax.Array) -> tuple[tuple[Weights, Any], jax.Array]:
        weights, memory = carry
        x = jnp.zeros((batch, DIMENSIONS))
        start = (weights, memory, x, lstm(1.0, weights).init(x))
        (weights, memory, *_), losses = jax.lax.scan(partial(segment, draw(key, batch)), start, length=STEPS // UNROLL)
        return (weights, memory), losses.sum()

    return jax.lax.scan(episode, carry, keys)


def train(episodes: int = EPISODES, batch: int = BATCH, seed: int = 0) -> Weights:
    """The weights after so many episodes of 100 steps, five updates each; float32 numpy arrays."""
    first, rest = jax.random.split(jax.random.key(seed))
    weights = first_weights(first)
    carry, keys = (weights, meta_optimizer(episodes).init(weights)), jax.random.split(rest, episodes)
    for begin in range(0, episodes, CHUNK):
        carry, losses = follow(carry, keys[begin : begin + CHUNK], episodes, batch)
        print(f"  {begin + len(losses):4} episodes: sum of {STEPS} losses {np.mean(losses):8.1f}", flush=True)
    return jax.tree.map(np.asarray, carry[0])


def curves(name: str, problems: Quadratics, rates: np.ndarray) -> np.ndarray:
    """Losses (rates, problems, steps + 1) of a registered rule, in the loop that every run of the app uses."""
    spec, chosen = OPTIMIZERS[name], choice(name)

    def path(rate: jax.Array, problem: Quadratics) -> jax.Array:
        def loss(x: jax.Array) -> jax.Array:
            return jnp.sum((problem.W @ x - problem.y) ** 2)

        task = Problem(lambda key, t: None, lambda x, _: loss(x), loss)
        hypers = dict(chosen.hypers) | {"lr": rate}
        x = jnp.zeros(DIMENSIONS)
        setup = Setup(task, Scheduled(spec, hypers, dict(chosen.options)), [Keep(lambda row: row.loss, STEPS)])
        return run(setup, x, STEPS)[0]

    race = jax.jit(jax.vmap(path, in_axes=(None, 0)))
    return np.stack([race(jnp.float32(rate), problems) for rate in rates]).astype(np.float64)


def compare(count: int = 100) -> None:
    """Print, for each rule, the smallest figures over all rates, one rate for all problems."""
    problems = draw(jax.random.key(UNSEEN), count)
    ours = curves("lstm", problems, np.ones(1))[0]
    print(f"\n{count} unseen problems, {STEPS} steps; each figure of a rival at the rate that is best for it")
    print(f"{'':16}{'sum of losses':>16}{'last, mean':>16}{'last, median':>16}{'LSTM ends lower in':>22}")
    for name in ("lstm", *RIVALS):
        losses = curves(name, problems, RATES) if name != "lstm" else ours[None]
        losses = np.where(np.isfinite(losses), losses, np.inf)
        last = losses[:, :, -1]
        figures = (losses[:, :, 1:].sum(axis=2).mean(axis=1), last.mean(axis=1), np.median(last, axis=1))
        cells = [f"{f.min():.4g}" + (f" @ {RATES[f.argmin()]:.2g}" if len(f) > 1 else "") for f in figures]
        wins = f"{np.sum(ours[:, -1] < last.min(axis=0))} of {count}" if len(last) > 1 else ""
        print(f"{OPTIMIZERS[name].label:16}" + "".join(f"{c:>16}" for c in cells) + f"{wins:>22}", flush=True)
    print("The last column compares with each problem's own best rate.")


def as_module(weights: Weights) -> str:
    """The text of ``optimizers/others/lstm_weights.py``: the numbers one after another in base 85."""
    numbers = np.concatenate([np.ravel(part) for part in weights]).astype("<f4")
    lines = textwrap.wrap(base64.b85encode(numbers.tobytes()).decode(), 116, break_on_hyphens=False)
    says = f"The weights of the learned optimizer, {numbers.size:,} float32 in base 85: written by ``make lstm``."
    return "\n".join([f'"""{says}"""', "", 'LSTM_WEIGHTS = """', *lines, '"""', ""])


def main() -> None:
    """Train, write the weights and compare."""
    if "--compare" not in sys.argv[1:]:
        begun = time.perf_counter()
        print(f"Training {UNITS} units for {EPISODES} episodes of {BATCH} problems")
        Path(lstm_weights.__file__).write_text(as_module(train()), encoding="ascii")
        print(f"Written after {time.perf_counter() - begun:.0f} s")
    compare()


if __name__ == "__main__":
    with jax.default_device(jax.devices("cpu")[0]):
        main()
