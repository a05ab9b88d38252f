"""How long a network is trained at most: no link may keep the server busy for minutes."""

from __future__ import annotations

from training.network.model import MINI_BATCHES, Structure, rows_of
from training.network.network import NO_TRANSFER, Network
from training.network.resolve import resolve
from training.parts.normalization import BATCH, EPOCH, NORMS

MOST_WORK = 2e11  # weights times examples of one runner, forward and backward: some ten seconds on two cores
ROWS = 400  # steps, at most, at which a run is recorded
JUDGED = 2_048  # examples, at most, of both parts, that pass forward for it
OVERHEAD = 32  # examples whose work an optimizer does at every step by itself


def most_steps(network: Network) -> int:
    """For how many gradients the network is trained at most, by its size, batch, examples and repeats; at least 1.

    What it has learned before counts, too.
    """
    structure, batch = resolve(network).structure, min(network.batch, network.examples)
    normalizing = sum(NORMS[layer.norm].work(layer.units) for layer in structure.layers)
    step = structure.weights * (rows_of(batch) + OVERHEAD) + normalizing
    # Forward only: a third of the work. Layers are looked at as in a step, and two parts are judged.
    recorded = structure.weights * _passed(structure, network.examples, batch) / 3 + 2 * normalizing
    before = 0 if network.transfer == NO_TRANSFER else network.sourcesteps * step + ROWS * recorded
    budget = MOST_WORK / network.repeats - before
    short = budget / (step + recorded)
    return max(1, int(short if short <= ROWS else (budget - ROWS * recorded) / step))


def _passed(structure: Structure, examples: int, batch: int) -> int:
    """How many examples pass forward for a recorded row."""
    judged = min(examples, JUDGED)
    if structure.apart and structure.test != BATCH:
        judged += min(examples, JUDGED // 2)  # the training part once more, as training sees it
    if structure.test == EPOCH:
        judged += min(-(-examples // batch), MINI_BATCHES) * rows_of(batch)
    return judged
