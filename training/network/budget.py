"""How long a network is trained at most: no link may keep the server busy for minutes."""

from __future__ import annotations

from training.network.model import rows_of
from training.network.network import Network
from training.network.resolve import resolve

MOST_WORK = 2e11  # weights times examples of one runner, forward and backward: some ten seconds on two cores
ROWS = 400  # steps, at most, at which a run is recorded
JUDGED = 2_048  # examples, at most, of both parts, that pass forward for it
OVERHEAD = 32  # examples whose work an optimizer does at every step by itself


def most_steps(network: Network) -> int:
    """For how many gradients the network is trained at most, by its size, batch, examples and repeats; at least 1."""
    budget = MOST_WORK / network.repeats / resolve(network).structure.weights
    batch = rows_of(min(network.batch, network.examples)) + OVERHEAD
    recorded = min(network.examples, JUDGED) / 3  # forward only: a third of the work
    short = budget / (batch + recorded)
    return max(1, int(short if short <= ROWS else (budget - ROWS * recorded) / batch))
