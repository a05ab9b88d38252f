"""How long a network is trained at most: no link may keep the server busy for minutes."""

from __future__ import annotations

from collections.abc import Sequence

from locales import tr, trn
from training.network.model import MINI_BATCHES, Structure, rows_of
from training.network.network import NO_TRANSFER, SOURCE_EXAMPLES, Network
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
    budget = MOST_WORK / network.repeats - work_before(network)
    return max(1, _steps(budget, *_work(network, network.examples)))


def most_before(network: Network) -> int:
    """For how many steps it can learn another task before, at most; at least 1. Half of the work is left for its own.

    The same without transfer: what it would be with it.
    """
    return max(1, _steps(MOST_WORK / network.repeats / 2, *_work(network, SOURCE_EXAMPLES)))


def learned_before(network: Network) -> int:
    """How many steps it has learned another task before."""
    return 0 if network.transfer == NO_TRANSFER else network.sourcesteps


def work_before(network: Network) -> float:
    """Weights times examples that this takes."""
    if not (before := learned_before(network)):
        return 0.0
    step, recorded = _work(network, SOURCE_EXAMPLES)
    return before * step + min(before, ROWS) * recorded


class TooLong(ValueError):
    """Training would take too long: which field may be how much at most, and is how much, with words that say so."""

    def __init__(self, field: str, most: int, value: int, work: str) -> None:
        super().__init__(tr("must be at most {most:,} with {work}, not {value:,}", most=most, work=work, value=value))
        self.field, self.most, self.value, self.work = field, most, value, work

    def by(self, field: str, called: str) -> ValueError:
        """The same for an edit of the field ``field``; ``called`` is what the one that would be too much is called."""
        if field == self.field:
            return self
        few = tr(
            "would allow {most:,} {called} ({work}), fewer than the {value:,} that are set",
            most=self.most,
            called=called,
            work=self.work,
            value=self.value,
        )
        return ValueError(few)


def check(networks: Sequence[Network]) -> None:
    """Raises TooLong where one of these, which are trained for as many steps each, would take too long."""
    learned = [one for one in networks if learned_before(one)]
    longest, heaviest = max(learned, key=learned_before, default=None), min(learned, key=most_before, default=None)
    if longest and heaviest and longest.sourcesteps > (most := most_before(heaviest)):
        raise TooLong("sourcesteps", most, longest.sourcesteps, _told(heaviest, SOURCE_EXAMPLES))
    heaviest = min(networks, key=most_steps)
    if heaviest.steps > (most := most_steps(heaviest)):
        raise TooLong("steps", most, heaviest.steps, _told(heaviest, heaviest.examples))


def _told(network: Network, examples: int) -> str:
    """What makes a step take long, in words: "2,144 weights and 32 examples a step"."""
    told = trn(
        "{weights:,} weights and {count:,} example a step",
        "{weights:,} weights and {count:,} examples a step",
        min(network.batch, examples),
        weights=resolve(network).structure.weights,
    )
    return told if network.repeats == 1 else tr("{work}, {count} times", work=told, count=network.repeats)


def _steps(budget: float, step: float, recorded: float) -> int:
    """How many steps can be made with so much work, of which ROWS are recorded."""
    short = budget / (step + recorded)
    return int(short if short <= ROWS else (budget - ROWS * recorded) / step)


def _work(network: Network, examples: int) -> tuple[float, float]:
    """What a step takes, and what recording it takes, on so many examples."""
    structure, batch = resolve(network).structure, min(network.batch, examples)
    normalizing = sum(NORMS[layer.norm].work(layer.units) for layer in structure.layers)
    step = structure.weights * (rows_of(batch) + OVERHEAD) + normalizing
    # Forward only: a third of the work. Layers are looked at as in a step, and two parts are judged.
    return step, structure.weights * _passed(structure, examples, batch) / 3 + 2 * normalizing


def _passed(structure: Structure, examples: int, batch: int) -> int:
    """How many examples pass forward for a recorded row."""
    judged = min(examples, JUDGED)
    if structure.apart and structure.test != BATCH:
        judged += min(examples, JUDGED // 2)  # the training part once more, as training sees it
    if structure.test == EPOCH:
        judged += min(-(-examples // batch), MINI_BATCHES) * rows_of(batch)
    return judged
