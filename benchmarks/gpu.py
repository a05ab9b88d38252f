"""Where a graphics card begins to gain: the same runs on both devices, for networks and mini-batches of many sizes.

`python -m benchmarks gpu` needs a machine with one and requirements-gpu.txt. The app measures the same by itself where
it finds a card; these are its figures one by one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.many import NETWORK
from benchmarks.table import Figure, plain, times_of
from training.many import grid, together
from training.network import devices
from training.network.config import decode
from training.network.crossover import ALIKE, ROUNDS, STEPS, compare
from training.network.network import Network
from training.race.config import decode as race_of

AGREE = 1e-4  # of the loss: 32-bit rounding, multiplied by a few steps of training
COUNTS = 256, 4_096  # trainings side by side
RACES = (  # one runner each, and how many starts along each side
    ("surface=beale&steps=300&a=adam", (256, 1_024)),
    ("surface=regression_raw&steps=300&a=adam&batch=8", (128,)),
)


def measure() -> list[Figure]:
    """Times of runs with statistics on each device, by weights x examples of a step, and how far they differ."""
    if devices.gpu() is None:
        return [Figure("no graphics card is found by JAX", "nothing measured")]
    figures, worst = [], 0.0
    for work, slow, fast, apart in compare():
        worst = max(worst, apart)
        figures += [
            plain(f"work {work:,}, {STEPS} steps: processor", 1000 * slow, "ms"),
            plain(f"work {work:,}, {STEPS} steps: graphics card", 1000 * fast, "ms"),
        ]
    text = f"largest relative difference of losses in {ALIKE} steps"
    return [*figures, Figure(text, f"{worst:.1e}", f"{AGREE:.0e}", worst <= AGREE), *_side_by_side(), *_grids()]


def _side_by_side() -> list[Figure]:
    """Times of many trainings on each device: on the processor chunk by chunk in one thread, on the card at once."""
    network, figures = decode(NETWORK)[0], []
    for count in COUNTS:
        for wish, name in (("cpu", "processor"), ("gpu", "graphics card")):
            best = min(times_of(partial(_trained, network, count, wish), ROUNDS))
            figures.append(plain(f"{count:,} trainings: {name}", 1000 * best, "ms", 0))
    return figures


def _grids() -> list[Figure]:
    """Times of grids of races on each device, like those of trainings, and how many runs end elsewhere on the card."""
    figures = []
    for link, sides in RACES:
        race, _ = race_of(link)
        for side in sides:
            found, what = [], f"{side**2:,} races on {race.surface_name}"
            for device, name in (("cpu", "processor"), ("gpu", "graphics card")):
                work = partial(grid, race, ("x", -4, 4, side), ("y", -4, 4, side), device=device)
                figures.append(plain(f"{what}: {name}", 1000 * min(times_of(work, ROUNDS)), "ms", 0))
                found.append(work()["outcome"])
            figures.append(plain(f"{what}: of them end elsewhere", 100 * float(np.mean(found[0] != found[1])), "%", 3))
    return figures


def _trained(network: Network, count: int, wish: str) -> None:
    together.all_ends(replace(network, device=wish), {"seed": np.arange(count)})
