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
    far the end is from the nearest minimum; ``gone`` is 1 where a run left the frame, diverged or was lost."""
    traces = compute.traces(race, guest)
    ends = compute.outcomes(race, traces)
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
        },
        {
            "loss": {
                letter: Curve(stride[letter] * np.arange(len(trace.loss)), trace.loss)
                for letter, trace in traces.items()
            }
        },
    )
