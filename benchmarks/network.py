"""The default network, 1,000 steps of Adam: with statistics and without, beside torch; what a page receives."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.table import Figure, at_least, at_most, by_turns, milliseconds, plain
from optimizers.scheduled import Scheduled
from training.choice import choice
from training.loop import Keep, Setup, run
from training.network import looks
from training.network.config import default_network
from training.network.figures import FAST, jitted
from training.network.joined import of_either, suited
from training.network.model import MOST, batches, filled, room
from training.network.network import Network
from training.network.objective import as_problem
from training.network.resolve import resolve
from training.network.train import train
from ui.network.header import network_header
from ui.player.component import pack

LONG = 1000  # steps
COMPILED_WITHIN = 5.0  # seconds
ADAM = choice("adam", lr=0.01)


def measure() -> list[Figure]:
    """Medians of whole runs, warm; the first run of a structure new to the process apart."""
    network = replace(default_network(), steps=LONG)
    first = _first(replace(network, hidden=(31, 32, 33)))
    full, bare, loop = map(milliseconds, by_turns(_again(network), _bare(network), _torch(network), turns=3, rounds=5))
    return [
        at_most("1,000 steps with statistics", full, 300, "ms"),
        at_most("1,000 steps, losses alone", bare, 25, "ms"),
        at_most("with statistics over losses alone", full / bare, 2, "x"),
        plain("torch, Python loop, losses alone", loop, "ms"),
        at_least("torch's time over ours with statistics", loop / full, 8, "x"),
        at_least("torch's time over ours, losses alone", loop / bare, 25, "x"),
        plain("first run of a structure new to the process", first, "s", 2),
        at_most("default comparison, for the player", _bytes() / 1e3, 1500, "kB", 0),
    ]


def _again(network: Network) -> Callable[[], object]:
    """A run once its figures are wanted often, and compiled to be fast beside the last of these runs."""
    for _ in range(looks.OFTEN):
        train(network, ADAM)
    time.sleep(COMPILED_WITHIN)
    return lambda: train(network, ADAM)


def _first(network: Network) -> float:
    before = time.perf_counter()
    train(network, ADAM)
    return time.perf_counter() - before


def _bare(network: Network) -> Callable[[], object]:
    structure, prepared, spec = resolve(network).structure, resolve(network).prepared, ADAM.spec
    examples = filled(prepared.train_x, prepared.train_y, MOST, np.dtype(np.float32))
    order = batches(len(prepared.train_x), network.batch, LONG, network.dataseed, True)
    keep = Keep(lambda row: row.loss, room(LONG))

    @partial(jitted, on_cpu=True, options=FAST)
    def losses(params, examples, order, hypers, steps):
        problem = of_either(as_problem(structure, examples, order))
        return run(Setup(problem, Scheduled(spec, hypers, dict(ADAM.options)), [keep]), params, steps)[0]

    params = suited(structure, ADAM, resolve(network).initial)
    return lambda: np.asarray(losses(params, examples, order, dict(ADAM.hypers), LONG))


def _torch(network: Network) -> Callable[[], object]:
    import torch

    torch.set_num_threads(1)
    prepared = resolve(network).prepared
    x, y = torch.tensor(prepared.train_x), torch.tensor(prepared.train_y)
    order = batches(len(prepared.train_x), network.batch, LONG, network.dataseed, True)
    rows = [torch.tensor(order.order[t, : order.count[t]].astype(np.int64)) for t in range(LONG)]

    def go() -> list[float]:
        layers = [
            {k: torch.tensor(v, requires_grad=True) for k, v in layer.items()} for layer in resolve(network).initial
        ]
        optimizer = torch.optim.Adam([p for layer in layers for p in layer.values()], lr=0.01)
        losses = []
        for take in rows:
            a = x[take]
            for layer in layers[:-1]:
                a = torch.tanh(a @ layer["w"] + layer["b"])
            z = (a @ layers[-1]["w"] + layers[-1]["b"])[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y[take])
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return losses

    return go


def _bytes() -> int:
    network = default_network()
    runs = {slot: train(network, chosen) for slot, chosen in network.slots}
    return len(pack(network_header(network, runs, pick=network.slots[0][0])))
