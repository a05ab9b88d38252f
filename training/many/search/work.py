"""How many trials a search may take: as many as are done in the time that a training may take.

``ends`` are the networks of each runner where all of its own that varies is at its lower end, and at its upper one.
"""

from __future__ import annotations

from collections.abc import Sequence

from locales import tr, trn
from locales.formats import grouped
from training.network.budget import MOST_WORK, OVERHEAD, check, learned_before, work_before
from training.network.model import rows_of
from training.network.network import Network
from training.network.resolve import resolve
from training.network.transfer import source_of

SHORT = 3e4  # weights times examples that a step takes at least the time of
Ends = Sequence[tuple[Network, Network]]


def check_trials(ends: Ends) -> None:
    """Raises TooLong where a single trial may be longer than a training of its own."""
    check([network for pair in ends for network in pair])


def allowed(ends: Ends, most: int) -> int:
    """How many trials of each runner can be done, from 1 to ``most``."""
    return max(1, min([most, *(_allowed(low, high) for low, high in ends)]))


def _allowed(low: Network, high: Network) -> int:
    """The same of one runner, whose trials are taken for as long as the longest is.

    What it has learned before is learned again for every trial where it depends on what varies.
    """
    rows = rows_of(min(high.batch, high.examples)) + OVERHEAD
    trial, before = high.steps * max(resolve(high).structure.weights * rows, SHORT), work_before(high)
    if source_of(low) == source_of(high):
        return int((MOST_WORK - before) / trial)
    return int(MOST_WORK / (trial + before))


def told(ends: Ends) -> str:
    """What makes trials long, in words: "300 steps of 320 weights and 64 examples"."""
    longest = [high for _, high in ends]
    batch = max(min(one.batch, one.examples) for one in longest)
    weights = max(resolve(one).structure.weights for one in longest)
    examples = trn("{number} example", "{number} examples", batch, number=grouped(batch))
    told = tr(
        "{steps} steps of {weights} weights and {examples}",
        steps=grouped(longest[0].steps),
        weights=grouped(weights),
        examples=examples,
    )
    if most := max(map(learned_before, longest)):
        return tr("{work} after {steps} steps before", work=told, steps=grouped(most))
    return told
