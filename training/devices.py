"""Where a run is computed: small networks on the processor, large ones on a graphics card where JAX finds one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import jax

from training.mlp import Structure

CPU = "CPU"
CROSSOVER = 4_000_000  # weights times examples of a step from which on a graphics card gains, see benchmarks/README.md


@contextmanager
def on(wish: str, structure: Structure, batch: int) -> Iterator[str]:
    """Run what follows on the device that is wished ("auto", "cpu" or "gpu"); gives its name for people.

    Without a graphics card everything runs on the processor, whatever the wish.
    """
    card = gpu()
    wanted = card is not None and (wish == "gpu" or (wish == "auto" and structure.count * batch >= CROSSOVER))
    device = card if wanted else jax.devices("cpu")[0]
    with jax.default_device(device):
        yield f"GPU ({device.device_kind})" if wanted else CPU


@cache
def gpu() -> jax.Device | None:
    """The first graphics card that JAX finds; None without one."""
    try:
        return jax.devices("gpu")[0]
    except RuntimeError:
        return None
