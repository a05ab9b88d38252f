"""What came of a comparison of networks, for the questions of lessons."""

from __future__ import annotations

from training.network.config import FIELDS
from training.network.network import Network
from ui.looks.identity import identities
from ui.network import compute
from ui.session.page import Facts
from ui.work import visitors

LAST = ("train_loss", "valid_loss", "train_score", "valid_score")


def facts(network: Network) -> Facts | None:
    """Losses and scores after the last step, by the names of ``training.network.figures.Figures``, and ``gap``, how far
    validation is above training; None until all runs are there."""
    runs, _, missing = compute.sorted_out(network, compute.results(network, visitors.current()))
    if missing:
        return None
    values = {name: {letter: float(getattr(run.figures, name)[-1]) for letter, run in runs.items()} for name in LAST}
    values["gap"] = {letter: values["valid_loss"][letter] - values["train_loss"][letter] for letter in runs}
    people = identities(FIELDS, network)
    return Facts({letter: people[letter].label for letter in runs}, values)
