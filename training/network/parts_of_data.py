"""Fields of the parts of the data beside training: a test part, and from where validation and test come."""

from __future__ import annotations

from locales import tr
from training.configuration.fields import Field, Number, Word
from training.configuration.ranges import Bound
from training.configuration.turns import Turn
from training.network.network import GIVEN, SORTED, Network
from training.network.resolve import dataset

TEST = (
    "The share of all examples that is neither trained nor chosen by: what is right of them is told in the standings, "
    "once, at the end."
)
ORDERS = {GIVEN: "as it comes", SORTED: "sorted by class"}
ORDER = (
    "Sorted: every epoch goes through one class after the other (from the smallest value to the largest where numbers "
    "are learned); what “Shuffle” says is then the order within a class."
)
SHIFT = (
    "Validation and test then come from another distribution than training, but both from the same one, as they should."
)


def _unjudged(network: Network) -> str:
    kept = network.split or network.testsplit
    return "" if kept else tr("counts only where a share is kept for validation or a test")


def _no_plane(network: Network) -> str:
    plane = dataset(network).kind == "plane"
    return _unjudged(network) or ("" if plane else tr("counts only for points of a plane"))


def left(network: Network) -> Bound:
    """What validation leaves for a test, and something to train with."""
    return Bound(0, max(0.0, round(0.95 - network.split, 10)))


ROWS: tuple[Field, ...] = (
    Word(
        "order",
        ORDERS,
        default=GIVEN,
        label="Order",
        help=ORDER,
        brief="order",
        several="Orders within an epoch",
    ),
    Number("testsplit", left, default=Network.testsplit, label="Share kept for a test", help=TEST, common=True),
    Number(
        "shiftangle",
        Bound(-180, 180),
        read_in=Turn.DECIDED_NUMBERS,
        default=Network.shiftangle,
        label="Validation turned by (°)",
        brief="validation turned by",
        several="Angles of validation",
        help=SHIFT,
        idle=_no_plane,
    ),
    Number(
        "shiftscale",
        Bound(0.1, 10),
        read_in=Turn.DECIDED_NUMBERS,
        default=Network.shiftscale,
        label="Validation scaled by",
        brief="validation scaled by",
        several="Scales of validation",
        help=SHIFT,
        idle=_unjudged,
    ),
    Number(
        "shiftmove",
        Bound(-10, 10),
        read_in=Turn.DECIDED_NUMBERS,
        default=Network.shiftmove,
        label="Validation moved by (σ)",
        brief="validation moved by",
        several="Moves of validation",
        help=f"In standard deviations of each input. {SHIFT}",
        idle=_unjudged,
    ),
)
