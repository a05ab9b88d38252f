"""What came of a map of sensitivity, for the questions of lessons."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt

import numpy as np

from training.many.fates import LEFT, LOST, MOVING, Ends
from training.many.plan import Plan, fields_of
from ui.looks.identity import identities
from ui.race.sensitivity import compute
from ui.session.page import Facts
from ui.work.visitors import Guest


def facts(plan: Plan, guest: Guest) -> Facts | None:
    """What :func:`of_maps` says; None until the maps are whole."""
    seen = compute.look(plan, guest)
    return None if seen.missing else of_maps(plan, seen.pictures)


def of_maps(plan: Plan, found: Mapping[str, Ends]) -> Facts:
    """Shares of all runs of each map: ``lost`` are those that left or are no number, ``arrived`` came within the
    tolerance, ``moving`` ended nowhere. ``edges`` is how often the outcome changes along the middle row."""
    sides = {letter: isqrt(len(one.fate)) for letter, one in found.items()}
    middle = {letter: one.fate.reshape(-1, sides[letter])[sides[letter] // 2] for letter, one in found.items()}
    return Facts(
        {letter: who.label for letter, who in identities(fields_of(plan), plan).items() if letter in found},
        {
            "lost": {letter: float(np.isin(one.fate, (LEFT, LOST)).mean()) for letter, one in found.items()},
            "arrived": {letter: float((one.reached >= 0).mean()) for letter, one in found.items()},
            "moving": {letter: float((one.fate == MOVING).mean()) for letter, one in found.items()},
            "edges": {letter: float(np.count_nonzero(np.diff(row))) for letter, row in middle.items()},
        },
    )
