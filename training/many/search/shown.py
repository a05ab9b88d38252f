"""What is shown of the trials of a search, and by what they are told apart."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Words, tr
from locales.formats import percent
from training.configuration.fields import labels_of
from training.many.networks import GOAL
from training.network.network import Network
from training.network.resolve import resolve

SHOWS: Mapping[str, Words] = {
    "valid": "Validation loss",
    "train": "Training loss",
    "score": "Validation score",
    "reached": "Steps to tolerance",
    "outcome": "Outcome",
}
VALIDATED = ("valid", "score")  # what takes examples that are kept for it
FATED = ("reached", "outcome")  # what takes a tolerance
LOOKS = 25  # at the score of a trial, where steps to the tolerance are shown
UNVALIDATED: Words = "Nothing is kept for validation, so trials are told apart by the training loss."


def validated(network: Network) -> bool:
    """Whether any example is kept for validation: of a small share there may be none."""
    return bool(network.split) and len(resolve(network).prepared.valid_x) > 0


def labels(known: bool) -> dict[str, str]:
    """All that can be shown, with what it is called, where validation is ``known`` or not."""
    return labels_of({name: label for name, label in SHOWS.items() if known or name not in VALIDATED})


def told(shows: str, known: bool) -> str:
    """What has to be said of it, in sentences."""
    parts = [] if known else [tr(UNVALIDATED)]
    if shows in FATED:
        parts.append(tr("The tolerance is a score of {goal}.", goal=percent(GOAL)))
    return " ".join(parts)


def by_loss(shows: str, known: bool) -> str:
    """The loss by which trials are told apart, or would be."""
    return shows if shows in ("valid", "train") else "valid" if known else "train"
