"""Fields that decide nothing of the training, but how a run is shown and judged once it is there."""

from __future__ import annotations

from locales import tr
from training.configuration.fields import Field, Number, Word
from training.configuration.ranges import Bound
from training.data.points import OWN
from training.network.model import STEPS
from training.network.network import FIRST, MATRIX, PATIENCE, PCA, TO_THE_END, Network
from training.network.resolve import dataset

STAGES = {
    MATRIX: "Class said by true class",
    PCA: "Plane of two principal axes",
    FIRST: "Plane of the first two inputs",
}
SLICED = (
    "A plane goes through the mean of the training inputs. Examples are projected onto it; what is said on the plane "
    "need not be what is said of an example beside it. The principal axes are those of the standardized inputs."
)
STOPS = {TO_THE_END: "No early stopping", PATIENCE: "Early stopping"}
STOP = (
    "Early stopping ends training once the validation loss has found no lower value for as many steps as “Patience” "
    "says, and keeps the weights of the lowest: standings and diagnosis are theirs. The timeline plays on to the end."
)
WAITS = (
    "For how many steps, counted in gradients, training waits for a validation loss below the lowest so far. It is "
    "measured at every recorded step."
)
BAYES = (
    "The error in percent that the best answer possible would make on these data, 0 where classes do not overlap. What "
    "the training part has beyond it is bias."
)


def _idle_stage(network: Network) -> str:
    known = dataset(network)
    return "" if known.kind == "table" and known.classes else tr("counts only for classes of data that are a table")


def _unvalidated(network: Network) -> str:
    return "" if network.split else tr("counts only where a share is kept for validation")


def _impatient(network: Network) -> str:
    return _unvalidated(network) or (
        "" if network.stop == PATIENCE else tr("counts only with {what}", what=f"stop={PATIENCE}")
    )


ROWS: tuple[Field, ...] = (
    Word(
        "stage",
        STAGES,
        default=lambda network: PCA if network.data == OWN else MATRIX,
        label="Stage",
        help=SLICED,
        idle=_idle_stage,
        owner="data",
        common=True,
    ),
    Word("stop", STOPS, default=Network.stop, label="Stopping", help=STOP, several="Ways to stop", idle=_unvalidated),
    Number(
        "patience",
        Bound(1, STEPS, whole=True),
        default=Network.patience,
        label="Patience",
        several="Patiences",
        help=WAITS,
        idle=_impatient,
        owner="stop",
        brief="",
    ),
    Number("bayes", Bound(0, 100), default=Network.bayes, label="Bayes error (%)", help=BAYES, common=True),
)
