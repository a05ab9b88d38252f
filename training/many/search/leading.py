"""The search that a training leads to: as near to it as a search can come."""

from __future__ import annotations

from dataclasses import replace

from training.many.search.config import LETTERS, MOST_STEPS, decode
from training.many.search.search import Search
from training.network.config import encode
from training.network.network import Network


def searched(network: Network) -> Search:
    """A grid over the numbers of a network, by which of them work, of as many runners, steps and trials as a search
    takes."""
    runners = network.slots
    if not {letter for letter, _ in runners} <= {*LETTERS}:
        runners = tuple((letter, chosen) for letter, (_, chosen) in zip(LETTERS, runners, strict=False))
    network = replace(network, steps=min(network.steps, MOST_STEPS), slots=runners)
    return decode(f"{encode(network)}&method=grid&shows=outcome")[0]


def takes_all(network: Network) -> bool:
    """Whether it takes all runners and steps of the training."""
    return network.steps <= MOST_STEPS and len(network.slots) <= len(LETTERS)
