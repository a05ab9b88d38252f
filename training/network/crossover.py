"""From which size on a graphics card trains a network faster than the processor beside it, and whether both agree."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from training.choice import Choice, choice
from training.network import devices
from training.network.config import default_network
from training.network.devices import Crossover
from training.network.network import Network
from training.network.resolve import resolve
from training.network.run import Run
from training.network.train import train
from training.process.pieces import Beat, unheard

SIZES = (((64, 64), 64), ((128, 128), 128), ((256, 256), 256), ((512, 512), 512))  # hidden layers and mini-batch
STEPS = 600  # with statistics at every third, as on the page
ROUNDS = 2  # of which the faster counts, as whatever else runs only slows
ALIKE = 20  # steps in which the devices have not drifted apart: training multiplies every rounding error
ADAM = choice("adam", lr=0.001)

Timed = Callable[[Network], tuple[float, Run]]


def timed(network: Network) -> tuple[float, Run]:
    """Seconds of a run whose program is compiled, and the run."""
    run, best = train(network, ADAM), math.inf
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run = train(network, ADAM)
        best = min(best, time.perf_counter() - start)
    return best, run


def compare(work: Timed = timed) -> Iterator[tuple[int, float, float, float]]:
    """For each size in turn: its work, the seconds of processor and card, and how far their first losses differ."""
    for hidden, batch in SIZES:
        network = replace(default_network(), hidden=hidden, batch=batch, steps=STEPS, examples=2 * batch + 200)
        slow, here = work(replace(network, device="cpu"))
        fast, there = work(replace(network, device="gpu"))
        yield resolve(network).structure.count * batch, slow, fast, difference(here.losses, there.losses)


def measure(work: Timed = timed) -> Crossover:
    """The crossover of this machine: between the last size at which the processor won and the first that it lost."""
    before, worst = None, 0.0
    for size, slow, fast, apart in compare(work):
        worst = max(worst, apart)
        if fast < slow:
            return Crossover(math.sqrt(size * (before or size)), worst)
        before = size
    return Crossover(math.inf, worst)


def difference(here: np.ndarray, there: np.ndarray) -> float:
    """The largest relative difference between two runs' losses over their first ALIKE steps."""
    return float(np.max(np.abs(here[:ALIKE] - there[:ALIKE]) / np.abs(here[:ALIKE])))


def measured(beat: Callable[[], None] = lambda: None) -> Crossover:
    """The crossover of the machine, measured with a ``beat`` before."""
    beat()
    return measure()


def train_with(
    known: Crossover,
    network: Network,
    chosen: Choice,
    beat: Beat = unheard,
    hand_over: Callable[[Run], None] = lambda run: None,
) -> Run:
    """Train where the crossover that is ``known`` says: a process that only trains has not measured it."""
    devices.learn(known)
    return train(network, chosen, beat, hand_over)
