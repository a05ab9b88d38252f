"""What came of a search, for the questions of lessons."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from training.many.search.config import ROWS
from training.many.search.search import Search
from ui.looks.identity import identities
from ui.network.search import compute
from ui.network.search.compute import Tried
from ui.session.page import Facts
from ui.work.visitors import Guest

GOOD = 0.9


def facts(search: Search, guest: Guest) -> Facts | None:
    """What :func:`of_trials` says; None until all trials are there."""
    seen = compute.look(search, guest)
    return None if seen.missing else of_trials(search, seen.tried)


def of_trials(search: Search, tried: Mapping[str, Tried]) -> Facts:
    """``lowest`` is the lowest loss of validation, ``across`` the first number of its trial, ``good`` the share of
    trials in which nine of ten are right."""
    losses = {letter: np.nan_to_num(one.ends.valid_loss, nan=np.inf) for letter, one in tried.items()}
    return Facts(
        {letter: who.label for letter, who in identities(ROWS, search).items() if letter in losses},
        {
            "lowest": {letter: float(loss.min()) for letter, loss in losses.items()},
            "across": {letter: float(tried[letter].values[loss.argmin(), 0]) for letter, loss in losses.items()},
            "good": {letter: float((one.ends.valid_score >= GOOD).mean()) for letter, one in tried.items()},
        },
    )
