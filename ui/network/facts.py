"""What came of a comparison of networks, for the questions of lessons."""

from __future__ import annotations

from collections.abc import Mapping

from training.network.config import FIELDS
from training.network.network import Network
from training.network.run import Run
from training.network.stopping import kept, stops_of
from ui.looks.identity import identities
from ui.network import compute
from ui.session.page import Curve, Facts
from ui.work.visitors import Guest

CURVES = ("train_loss", "valid_loss")
LAST = ("train_loss", "valid_loss", "train_score", "valid_score")


def facts(network: Network, guest: Guest) -> Facts | None:
    """What :func:`of_runs` says; None until all runs are there."""
    runs, _, missing = compute.sorted_out(network, compute.results(network, guest))
    return None if missing else of_runs(network, runs)


def of_runs(network: Network, runs: Mapping[str, Run]) -> Facts:
    """Losses and scores of the weights that are kept, by the names of ``training.network.figures.Figures``, and
    ``gap``, how far the loss of validation is above that of training."""
    stops = stops_of(network, runs)
    ends = {letter: kept(run, stops[letter]).figures for letter, run in runs.items()}
    values = {name: {letter: float(getattr(end, name)[-1]) for letter, end in ends.items()} for name in LAST}
    values["gap"] = {letter: values["valid_loss"][letter] - values["train_loss"][letter] for letter in runs}
    people = identities(FIELDS, network)
    curves = {
        name: {letter: Curve(run.steps, getattr(run.figures, name)) for letter, run in runs.items()} for name in CURVES
    }
    return Facts({letter: people[letter].label for letter in runs}, values, curves)
