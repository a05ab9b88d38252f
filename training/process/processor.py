"""All is computed on the processor, also where there is a graphics card: small runs are bound by launches there.

``training.network.devices`` sends large networks to it, and large grids of runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import jax

NAME = "cpu"
CORES = os.cpu_count() or 1


@cache
def take() -> None:
    """Compute on the processor in all of this process, which is one of the app: for a program of others is :func:`on`.

    The processor stays usable where JAX was told of a card alone.
    """
    if (told := jax.config.jax_platforms) and NAME not in told.split(","):
        jax.config.update("jax_platforms", f"{told},{NAME}")
    jax.config.update("jax_default_device", NAME)


@contextmanager
def on() -> Iterator[None]:
    """Compute what is within on the processor, and leave to the program around it where the rest of it computes."""
    with jax.default_device(NAME):
        yield
