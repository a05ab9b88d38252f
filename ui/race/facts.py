"""What came of a race, for the questions of lessons."""

from __future__ import annotations

import numpy as np

from training.race.config import fields_of
from training.race.race import Race
from ui.looks.identity import identities
from ui.race import compute
from ui.session.page import Curve, Facts
from ui.work.visitors import Guest


def facts(race: Race, guest: Guest) -> Facts:
    """``loss`` is the last one, ``best`` the lowest, ``reached`` the gradient at which the tolerance is, ``away`` how
    far the end is from the nearest minimum; ``gone`` is 1 where a run left the frame, diverged or was lost; ``first``
    is how long the first step is, ``parted`` the largest distance from the first runner at the same step, ``together``
    the share of steps in which both coordinates grow or both shrink, ``slant`` how far the end is from the start
    across, as a share of how far it is up."""
    traces = compute.traces(race, guest)
    ends = compute.outcomes(race, traces)
    paths = {letter: np.asarray(trace.params, float) for letter, trace in traces.items()}
    lead = next(iter(paths.values()))
    stride = {letter: chosen.gradients for letter, chosen in race.slots}

    def missing(value: float | None, factor: int = 1) -> float:
        return float("inf") if value is None else value * factor

    return Facts(
        {letter: who.label for letter, who in identities(fields_of(race), race).items()},
        {
            "loss": {letter: one.final for letter, one in ends.items()},
            "best": {letter: one.best for letter, one in ends.items()},
            "reached": {letter: missing(one.reached, stride[letter]) for letter, one in ends.items()},
            "away": {letter: missing(one.distance) for letter, one in ends.items()},
            "gone": {letter: float(one.kind in ("left", "not finite", "diverging")) for letter, one in ends.items()},
            "first": {letter: float(np.linalg.norm(path[1] - path[0])) for letter, path in paths.items()},
            "parted": {letter: _parted(lead, path) for letter, path in paths.items()},
            "slant": {letter: _slant(path) for letter, path in paths.items()},
            "together": {letter: _together(path) for letter, path in paths.items()},
        },
        {
            "loss": {
                letter: Curve(stride[letter] * np.arange(len(trace.loss)), trace.loss)
                for letter, trace in traces.items()
            }
        },
    )


def _parted(lead: np.ndarray, path: np.ndarray) -> float:
    """The largest distance of two paths, (steps + 1, 2), at the same step; infinite where one is lost."""
    steps = min(len(lead), len(path))
    with np.errstate(invalid="ignore", over="ignore"):
        return float(np.nan_to_num(np.linalg.norm(lead[:steps] - path[:steps], axis=1), nan=np.inf).max())


def _slant(path: np.ndarray) -> float:
    """How far a path goes across, of how far it goes up; infinite where that is nowhere."""
    x, y = np.abs(path[-1] - path[0])
    return float(x / y) if y else np.inf


def _together(path: np.ndarray) -> float:
    """The share of steps in which both coordinates grow or both shrink."""
    with np.errstate(invalid="ignore"):
        signs = np.sign(np.diff(path, axis=0))
    return float(np.mean(signs[:, 0] * signs[:, 1] > 0))
