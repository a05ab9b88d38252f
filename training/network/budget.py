"""How large a network is, and how long it is trained at most: no link may keep the server busy for minutes."""

from __future__ import annotations

from itertools import pairwise

from training.data.datasets import Dataset, find
from training.network.model import BATCHES, Structure
from training.network.network import Network
from training.parts.losses import LOSSES

MOST_WORK = 2e11  # weights times examples of one run, forward and backward: some ten seconds on two cores
ROWS = 400  # steps, at most, at which a run is recorded
JUDGED = 2_048  # examples, at most, of both parts, that pass forward for it
OVERHEAD = 32  # examples whose work an optimizer does at every step by itself


def dataset(network: Network) -> Dataset:
    """The data of a network, its own points included."""
    return find(network.data, network.points)


def sizes(network: Network) -> tuple[int, ...]:
    """Inputs, the width of every hidden layer, outputs."""
    known = dataset(network)
    return (known.inputs, *network.hidden, LOSSES[network.loss].outputs(len(known.classes)))


def weights(network: Network) -> int:
    """The number of weights without biases, as the decks count: 4-3-1 has 15."""
    return sum(fan_in * fan_out for fan_in, fan_out in pairwise(sizes(network)))


def parameters(network: Network) -> int:
    """All numbers that training changes: weights, biases and what the activation learns for each unit."""
    return Structure(sizes(network), network.activation, network.loss).count


def most_steps(network: Network) -> int:
    """For how many gradients the network is trained at most, given its size, its batch and its examples; at least 1."""
    budget = MOST_WORK / weights(network)
    rows = next(size for size in BATCHES if size >= min(network.batch, network.examples))
    batch = rows + OVERHEAD
    recorded = min(network.examples, JUDGED) / 3  # forward only: a third of the work
    short = budget / (batch + recorded)
    return max(1, int(short if short <= ROWS else (budget - ROWS * recorded) / batch))
