"""The search that a training leads to: as near to it as a search can come."""

from __future__ import annotations

from dataclasses import replace

from training.many.axes import momenta
from training.many.search.config import LETTERS, MOST_STEPS, decode, numbers
from training.many.search.search import Search
from training.network.config import encode
from training.network.network import Network


def searched(network: Network) -> Search:
    """A grid over the rate of a network and the momentum, where a runner has one, by which of them work, of as many
    runners, steps and trials as a search takes."""
    runners = network.slots
    if not {letter for letter, _ in runners} <= {*LETTERS}:
        runners = tuple((letter, chosen) for letter, (_, chosen) in zip(LETTERS, runners, strict=False))
    network = replace(network, steps=min(network.steps, MOST_STEPS), slots=runners)
    beside = "".join(f"&yaxis={name}" for name in momenta(numbers(network))[:1])
    return decode(f"{encode(network)}&method=grid&shows=outcome{beside}")[0]


def takes_all(network: Network) -> bool:
    """Whether it takes all runners and steps of the training."""
    return network.steps <= MOST_STEPS and len(network.slots) <= len(LETTERS)
