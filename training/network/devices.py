"""Where runs are computed: on the processor, or, where a step has much to do, on a graphics card that JAX finds.

A card takes some microseconds to start each of the many small operations of a step, whatever their size, so it gains
only on large networks and mini-batches, or on many side by side. From which size on depends on it and on the processor:
``training.network.crossover`` measures it where the app runs; until then an estimate stands in. Of races it gains on
grids of many runs, from RACES on, which is an estimate and stays one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import jax

from locales import tr
from locales.formats import scientific
from training.network.model import Structure

CPU = "CPU"
# Evaluations in a step of all runs of a race from which on a card is faster: an estimate, nothing was measured for it.
# A step takes a card some 50 microseconds whatever it holds, for ten launches and two looks at what comes next, and a
# core of a processor 1 to 5 nanoseconds an evaluation; but for a card each number of runs compiles, a second or more.
RACES = 250_000


class Crossover(NamedTuple):
    """From how much ``work`` on, in weights times examples of a step, a card is faster; infinite where it never was.

    ``difference`` is the largest relative difference between the losses of both devices over the first steps of
    ``training.network.crossover``; None for an estimate that nothing was measured for.
    """

    work: float
    difference: float | None = None


_crossover = Crossover(4_000_000)


def crossover() -> Crossover:
    """What is known of the crossover on this machine."""
    return _crossover


def learn(found: Crossover) -> None:
    """Use ``found`` from now on."""
    global _crossover
    _crossover = found


@contextmanager
def on(wish: str, structure: Structure, examples: int) -> Iterator[str]:
    """Run what follows on the device that is wished, and give its name for people, see :func:`name`."""
    card = _card(wish, structure, examples)
    with used(card):
        yield _called(card)


@contextmanager
def used(card: jax.Device | None) -> Iterator[None]:
    """Run what follows on a graphics card; without one, where it would run anyway."""
    if card is None:
        yield
        return
    # Without the second, cards multiply 32-bit floats by their first ten bits, and runs differ from the processor's.
    with jax.default_device(card), jax.default_matmul_precision("highest"):
        yield


def name(wish: str, structure: Structure, examples: int) -> str:
    """The name for people of the device that is wished ("auto", "cpu" or "gpu"), CPU or that of a graphics card.

    ``examples`` are those of a step, of all runs that are computed side by side. Without a graphics card everything
    runs on the processor, whatever the wish.
    """
    return _called(_card(wish, structure, examples))


def of_races(wish: str, evaluations: int) -> jax.Device | None:
    """The graphics card for runs of a race that is wished ("auto", "cpu" or "gpu"); None is the processor, as in
    :func:`name`. ``evaluations`` are those of the surface, or of each of its examples, in one step of all runs."""
    return _wished(wish, evaluations < RACES)


def _card(wish: str, structure: Structure, examples: int) -> jax.Device | None:
    return _wished(wish, structure.count * examples < _crossover.work)


def _wished(wish: str, small: bool) -> jax.Device | None:
    return None if wish == "cpu" or (wish == "auto" and small) else gpu()


def _called(card: jax.Device | None) -> str:
    return CPU if card is None else f"GPU ({card.device_kind})"


def agreement() -> str:
    """What the measurement found of the card's numbers, as a sentence; empty where nothing was measured."""
    if (found := _crossover.difference) is None:
        return ""
    return tr("a test run there agreed with the CPU's to {found} of the loss", found=scientific(found, 0))


@cache
def gpu() -> jax.Device | None:
    """The first graphics card that JAX finds; None without one."""
    try:
        return jax.devices("gpu")[0]
    except RuntimeError:
        return None
