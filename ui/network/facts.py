"""What came of a comparison of networks, for the questions of lessons."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from training.network.between import MIDDLE
from training.network.config import FIELDS
from training.network.network import Network
from training.network.run import Run
from training.network.stopping import kept, stops_of
from ui.looks.identity import identities
from ui.network import compute
from ui.network.between import LAST_FRAME, measured
from ui.network.milestones import LOST, ending, first_right
from ui.session.page import Curve, Facts
from ui.work.visitors import Guest

CURVES = ("train_loss", "valid_loss")
LAST = ("train_loss", "valid_loss", "train_score", "valid_score")
HALFWAY = "halfway"
ROUNDED = 3  # digits by which weights differ


class _Values(dict[str, Mapping[str, float]]):
    """Values by quantity, of which ``halfway``, which takes longer than the others, is measured once it is asked for:
    the training loss at the mean of the weights of the first two runners, by the letter of the first. The panel of the
    line between two networks shows the same, and both measure it once."""

    def __init__(self, network: Network, runs: Mapping[str, Run], known: Mapping[str, Mapping[str, float]]):
        super().__init__(known)
        self.network, self.runs = network, runs

    def __missing__(self, quantity: str) -> Mapping[str, float]:
        if quantity != HALFWAY:
            raise KeyError(quantity)
        first, other, *_ = self.runs
        return {first: float(measured(self.network, self.runs, (first, LAST_FRAME), (other, LAST_FRAME)).train[MIDDLE])}


def facts(network: Network, guest: Guest) -> Facts | None:
    """What :func:`of_runs` says; None until all runs are there."""
    runs, _, missing = compute.sorted_out(network, compute.results(network, guest))
    return None if missing else of_runs(network, runs)


def of_runs(network: Network, runs: Mapping[str, Run]) -> Facts:
    """Losses and scores of the weights that are kept, by the names of ``training.network.figures.Figures``.

    ``gap`` is how far the loss of validation is above that of training; ``gone`` is 1 where a run diverged or was lost;
    ``right`` are the gradients after which 99 % are right, ``turned`` those at which the loss of validation is lowest;
    ``peak`` is the highest training loss, ``rises`` the share of steps after which the mini-batch's was higher, and
    ``alike`` how many units of the first layer end with weights of their own."""
    stops = stops_of(network, runs)
    ends = {letter: kept(run, stops[letter]).figures for letter, run in runs.items()}
    values = {name: {letter: float(getattr(end, name)[-1]) for letter, end in ends.items()} for name in LAST}
    values["gap"] = {letter: values["valid_loss"][letter] - values["train_loss"][letter] for letter in runs}
    strides = {letter: network.choices[letter].gradients for letter in runs}
    found = {letter: (ending(run)[0], first_right(run)) for letter, run in runs.items()}
    values["gone"] = {letter: float(kind in (LOST, "diverging")) for letter, (kind, _) in found.items()}
    values["right"] = {
        letter: math.inf if step is None else float(step * strides[letter]) for letter, (_, step) in found.items()
    }
    values["turned"] = {letter: float(_lowest(run) * strides[letter]) for letter, run in runs.items()}
    values["peak"] = {letter: _worst(run.figures.train_loss) for letter, run in runs.items()}
    values["rises"] = {letter: float(np.mean(np.diff(run.losses) > 0)) for letter, run in runs.items()}
    values["alike"] = {letter: float(_different(run)) for letter, run in runs.items()}
    people = identities(FIELDS, network)
    curves = {
        name: {letter: Curve(run.steps, getattr(run.figures, name)) for letter, run in runs.items()} for name in CURVES
    }
    return Facts({letter: people[letter].label for letter in runs}, _Values(network, runs, values), curves)


def _lowest(run: Run) -> int:
    """The recorded step at which the loss of validation is lowest; that of training where nothing is validated."""
    losses = run.figures.train_loss if np.isnan(run.figures.valid_loss).all() else run.figures.valid_loss
    return int(run.steps[np.nan_to_num(losses, nan=np.inf).argmin()])


def _worst(losses: np.ndarray) -> float:
    """The highest loss; infinite where one is no number."""
    return float(np.nan_to_num(losses, nan=np.inf).max())


def _different(run: Run) -> int:
    """How many units of the first layer have weights, at the end, that differ by more than rounding."""
    weights = np.vstack([run.params[0]["w"][-1], run.params[0]["b"][-1]])
    return len(np.unique(np.round(weights / np.abs(weights).max(), ROUNDED), axis=1).T)
