"""Where a graphics card begins to gain: the same runs on both devices, for networks and mini-batches of many sizes.

`python -m benchmarks gpu` needs a machine with one and requirements-gpu.txt. The crossover goes into
``training.devices``; the last figure is the largest difference between the two devices' losses.
"""

from __future__ import annotations

from dataclasses import replace

import jax
import numpy as np

from benchmarks.table import Figure, milliseconds, plain, times_of
from training.choice import choice
from training.devices import CROSSOVER
from training.network_links import default_network
from training.train import structure_of, train

SIZES = (((32, 32, 32), 32), ((128, 128), 128), ((256, 256), 256), ((512, 512), 256), ((512,) * 4, 512))
STEPS = 200
ADAM = choice("adam", lr=0.001)


def measure() -> list[Figure]:
    """Times of 200 steps with statistics on each device, by weights x examples of a step."""
    if not any(device.platform == "gpu" for device in jax.devices()):
        return [Figure("no graphics card is found by JAX", "nothing measured")]
    figures, worst = [], 0.0
    for hidden, batch in SIZES:
        network = replace(default_network(), hidden=hidden, batch=batch, steps=STEPS, examples=2000)
        work = structure_of(network).count * batch
        times, losses = {}, {}
        for device in ("cpu", "gpu"):
            on = replace(network, device=device)
            times[device] = milliseconds(times_of(lambda on=on: train(on, ADAM), rounds=5, warm=1))
            losses[device] = train(on, ADAM).losses
        worst = max(worst, float(np.max(np.abs(losses["cpu"][:50] - losses["gpu"][:50]))))
        figures += [
            plain(f"work {work:,}: processor", times["cpu"], "ms"),
            plain(f"work {work:,}: graphics card", times["gpu"], "ms"),
        ]
    return [*figures, plain("crossover in use", CROSSOVER, "", 0), plain("largest difference of losses", worst, "", 6)]
