"""What runners that differ have in common before the first step: initial weights, and the order of the examples."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from training.network.network import BAGGING, NO_TRANSFER, Network
from training.network.resolve import Task, resolve
from training.network.transfer import source_of
from training.parts.initializers import INITIALIZERS

SAME, SCALED, APART = "same", "scaled", "apart"


def beginning(networks: Sequence[Network]) -> str:
    """SAME where all begin with the same weights, SCALED where with the same draws times other factors, APART where
    some of their initializations draw in other ways, uniform and normal, or not at all, else "".

    Factors are those of a layer, and of a unit where an initialization looks at the examples.
    """
    tasks = [resolve(network) for network in networks]
    if not _one(tasks, lambda task: (task.structure.sizes, task.network.seed)):
        return ""
    if _one(tasks, _scales):
        return SAME
    if any(network.transfer != NO_TRANSFER for network in networks):
        return ""
    draws = {INITIALIZERS[network.init].draws for network in networks}
    if len(draws) > 1:
        return APART
    return SCALED if draws != {""} else ""


def batches(networks: Sequence[Network]) -> bool:
    """Whether all see the same examples at every step."""
    return _one([resolve(network) for network in networks], lambda task: (_order(task), task.batch))


def pace(networks: Sequence[Network]) -> bool:
    """Whether a step sees equally many examples for all."""
    return _one([resolve(network) for network in networks], lambda task: task.batch)


def order(networks: Sequence[Network]) -> bool:
    """Whether all go through the same examples in the same order, be it in batches of other sizes."""
    return _one([resolve(network) for network in networks], _order)


def _order(task: Task) -> Hashable:
    network = task.network
    sample = network.seed if network.ensemble == BAGGING else None
    return (
        network.shuffle,
        network.order,
        network.examples,
        network.noise,
        network.dataseed,
        network.turn,
        task.shifted_groups,
        sample,
    )


def _scales(task: Task) -> Hashable:
    """What the initial weights depend on beside their shapes and the seed."""
    network, kind = task.network, INITIALIZERS[task.network.init]
    if network.transfer != NO_TRANSFER:
        return resolve(source_of(network))
    if kind.std is None or not kind.draws:
        sees = (network.activation, id(task.prepared)) if kind.draws else ()
        return network.init, network.initvalue, network.gain, sees
    ends = pairwise(task.structure.sizes)
    stds = tuple(network.gain * kind.std(*shape, network.activation, network.initvalue) for shape in ends)
    return kind.draws, stds


def _one(tasks: Sequence[Task], said: Callable[[Task], Hashable]) -> bool:
    return len({said(task) for task in tasks}) <= 1
