"""Training runs made up without training, right in shape and plausible in size, for whatever only reads runs; and
trainings without all that a run records."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from unittest import mock

import jax
import jax.numpy as jnp
import numpy as np
import optax

from training.network import train as engine
from training.network.figures import Figures
from training.network.histograms import BINS, FINE, Fine
from training.network.looks import Look, Looks
from training.network.model import filled
from training.network.objective import as_problem, objective
from training.network.resolve import resolve
from training.network.run import Run
from training.network.statistics import Axes, Layers, statistics_of
from training.network.train import train
from training.parts.activations import ACTIVATIONS
from training.parts.losses import MEAN
from ui.network.diagnosis import told

FRAMES = 201


def made_up(network, seed=0, lost=None):
    """A run of ``network``; from row ``lost`` on nothing in it is finite."""
    rng = np.random.RandomState(seed)
    rows = min(FRAMES, network.steps + 1)
    sizes, share = resolve(network).structure.sizes, np.linspace(0, 1, rows)
    params = [_layer(rng, fan_in, units, share) for fan_in, units in pairwise(sizes)]
    for layer in params[:-1]:
        layer |= {name: np.full_like(layer["b"], start) for name, start in ACTIVATIONS[network.activation].learned}
    steps = np.linspace(0, network.steps, rows).round().astype(np.int32)
    loss = (0.7 * np.exp(-3 * share) + 0.01).astype(np.float32)
    batch = np.interp(np.arange(network.steps + 1), steps, loss)
    judged = [loss, 1.2 * loss, 0.5 + 0.5 * share, 0.45 + 0.5 * share, *np.full((3, rows), np.nan)]
    looked = _layers(rng, rows, len(params), share)
    if lost is not None:
        batch[steps[lost] :] = np.nan
        for values in (*judged, *(layer[name] for layer in params for name in layer), *looked[:10]):
            values[lost:] = np.nan
    return Run(
        steps=steps,
        figures=Figures(*judged),
        layers=looked,
        axes=Axes((-4.0, 4.0), (-1.0, 1.0), (-6.0, 6.0)),
        fine=tuple(_fine(rng, rows, len(params)) for _ in range(2)),
        losses=batch,
        frames=np.arange(rows, dtype=np.int32),
        params=params,
        probe=64,
        judged=(210, 90),
        device="cpu",
    )


def descended(task, make, rates, steps):
    """The mean training losses after so many steps of a rule of optax, ``make(rate)``, on a task's mini-batches."""
    x, y = task.prepared.train_x, task.prepared.train_y
    examples, order = jax.tree.map(jnp.asarray, (filled(x, y, len(x), np.dtype(np.float32)), task.order(steps)))
    problem, start = as_problem(task.structure, examples, order, task.numbers), jax.tree.map(jnp.asarray, task.initial)

    @jax.jit
    def trained(rate):
        def step(t, now):
            params, state = now
            slopes = jax.grad(problem.loss)(params, problem.draw(None, t))
            moves, state = make(rate).update(slopes, state, params)
            return optax.apply_updates(params, moves), state

        params, _ = jax.lax.fori_loop(0, steps, step, (start, make(rate).init(start)))
        return objective(replace(task.structure, reduce=MEAN), params, examples)

    return [float(trained(rate)) for rate in rates]


@contextmanager
def layers_left_out() -> Iterator[None]:
    """Trainings in which nothing is found out about layers, NaN and -1 in its place: that compiles longest."""
    with mock.patch.object(engine, "looks_of", _judging):
        yield


def trained(network, choice):
    """A training in which nothing is found out about layers."""
    with layers_left_out():
        return train(network, choice)


@cache
def _judging(structure, on_cpu):
    found = Looks(structure, on_cpu)
    found.layers = Look(partial(_unknown, structure), on_cpu)
    return found


def _unknown(structure, seen, row):
    shapes = jax.eval_shape(lambda: statistics_of(structure, row.layers, seen.probe, seen.numbers))
    return jax.tree.map(lambda x: jnp.full(x.shape, np.nan if x.dtype.kind == "f" else -1, x.dtype), shapes)


def _layer(rng, fan_in, units, share):
    """Weights that grow from the size of a usual start to three times that."""
    start, drift = rng.randn(2, fan_in, units) / fan_in**0.5
    w = start + 2 * share[:, None, None] * drift
    return {"w": w.astype(np.float32), "b": (share[:, None] * rng.randn(units)).astype(np.float32)}


def _fine(rng, rows, count):
    bell = np.pad(np.exp(-(np.linspace(-3, 3, FINE) ** 2) / 2), (1, 2))
    counts = rng.poisson(20 * bell, (rows, count, bell.size)).astype(np.uint16)
    return Fine(counts, np.full((rows, count), 4.0, np.float32))


def _layers(rng, rows, count, share):
    sizes = 0.3 + 0.5 * rng.rand(10, 1, count) + 0.2 * share[:, None]
    bell = np.pad(np.exp(-(np.linspace(-3, 3, BINS) ** 2) / 2), (1, 2))
    counts = rng.poisson(200 * bell, (4, rows, count, bell.size)).astype(np.int32)
    none = np.full((2, rows, count), np.nan, np.float32)  # nothing is normalized
    return Layers(*sizes.astype(np.float32), *none, *counts)


def said_of(network, runs):
    """The diagnosis of each runner as the page says it, by letter."""
    return {slot: ": ".join(parts) for slot, parts in told(network, runs).items()}
