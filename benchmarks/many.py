"""Pictures of many runs beside C: basins of Adam on Beale, and many trainings beside the products they are made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.table import Figure, at_most, by_turns, plain
from surfaces import find
from training.many import basins, networks, together
from training.many.precision import FLOAT
from training.network.config import decode
from training.race.config import default_choice

SOURCE = Path(__file__).with_suffix(".c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fopenmp")
THREADS = 2
SIDE, STEPS = 256, 300  # starts along each side of the picture, and steps of each
TRAININGS, UPDATES = 256, 500
NETWORK = f"data=circles&hidden=32,32,32&batch=32&steps={UPDATES}&a=adam&a.lr=0.01"
PRODUCTS = 2 * 32 * (3 * 2144 - 64)  # multiplications and additions of a step: forward, by weights, and by inputs
TURNS, ROUNDS = 3, 2


def measure() -> list[Figure]:
    """The least time of each work, measured by turns; without a compiler of C it says so, and measures nothing."""
    if not (compiler := shutil.which(os.environ.get("CC", "gcc"))):
        return [Figure("compared with C", "not measured: there is no gcc here, and CC names no other compiler")]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(THREADS) as pool:
        program = str(Path(folder) / "many")
        subprocess.run([compiler, *FLAGS, str(SOURCE), "-o", program, "-lm"], check=True)
        in_c = _InC(program, "starts", SIDE, STEPS), _InC(program, "products", TRAININGS * UPDATES)
        here = _starts(pool), _trainings(pool)
        there = float(np.mean(np.concatenate([part.fate for part in here[0]()]) >= 0))
        there_in_c = in_c[0]()
        times = by_turns(here[0], in_c[0], here[1], in_c[1], turns=TURNS, rounds=ROUNDS)
    starts, trained, starts_in_c, products = map(min, (times[0], times[2], *(work.seconds for work in in_c)))
    count = TRAININGS * UPDATES * PRODUCTS
    return [
        plain(f"{SIDE**2:,} starts, {STEPS} steps of Adam, here", 1000 * starts, "ms"),
        plain("the same in C", 1000 * starts_in_c, "ms"),
        at_most("starts, here over C", starts / starts_in_c, 1.5, "x", 2),
        at_most("starts at the minimum, here and in C, apart", 100 * abs(there - there_in_c), 0.1, "%", 3),
        plain(f"{TRAININGS} trainings of 2-32-32-32-1, {UPDATES} steps, here", 1000 * trained, "ms", 0),
        plain("their matrix products alone, in C", 1000 * products, "ms", 0),
        plain("which is", count / products / 1e9, "GFLOP/s"),
        at_most("trainings, here over their products in C", trained / products, 2, "x", 2),
    ]


class _InC:
    """Work of the C program, by its words, which gives the number that it prints; ``seconds`` are those that it took by
    its own clock: to begin a process takes a millisecond more."""

    def __init__(self, program: str, *words: object) -> None:
        self._command, self.seconds = [program, *map(str, words)], list[float]()

    def __call__(self) -> float:
        environment = {**os.environ, "OMP_NUM_THREADS": str(THREADS)}
        done = subprocess.run(self._command, check=True, capture_output=True, env=environment)
        seconds, number = map(float, done.stdout.split())
        self.seconds.append(seconds)
        return number


def _starts(pool: ThreadPoolExecutor) -> Callable[[], list[basins.Fates]]:
    """All starts of the frame, as many at a time as a picture of the page has, on as many threads as C has."""
    surface = find("beale")
    chosen = default_choice("adam", surface)
    x0, x1, y0, y1 = surface.domain
    across, up = np.meshgrid(*((np.arange(SIDE) + 0.5) / SIDE for _ in "xy"))
    points = np.stack([x0 + across.ravel() * (x1 - x0), y0 + up.ravel() * (y1 - y0)], axis=1)
    chunks = np.split(points, len(points) // basins.SIDE**2)

    def fates(chunk: np.ndarray) -> basins.Fates:
        return basins.fates("beale", chosen, surface.domain, chunk, basins.Same(STEPS))

    return lambda: list(pool.map(fates, chunks))


def _trainings(pool: ThreadPoolExecutor) -> Callable[[], object]:
    """Trainings from seeds of their own, so many together as a search does them."""
    network, _ = decode(NETWORK)
    chunks = TRAININGS // together.chunk(network, ["seed"], TRAININGS)

    def ends(seeds: Sequence[int]) -> networks.Ends:
        return together.trained(network, {"seed": np.array(seeds)}, FLOAT)

    return lambda: list(pool.map(ends, np.split(np.arange(TRAININGS), chunks)))
