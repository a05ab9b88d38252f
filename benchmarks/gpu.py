"""Where a graphics card begins to gain: the same runs on both devices, for networks and mini-batches of many sizes.

`python -m benchmarks gpu` needs a machine with one and requirements-gpu.txt. The app measures the same by itself where
it finds a card; these are its figures one by one.
"""

from __future__ import annotations

from benchmarks.table import Figure, plain
from training.network import devices
from training.network.crossover import ALIKE, STEPS, compare

AGREE = 1e-4  # of the loss: 32-bit rounding, multiplied by a few steps of training


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
    return [*figures, Figure(text, f"{worst:.1e}", f"{AGREE:.0e}", worst <= AGREE)]
