"""Which of some runs ended best: one order for the standings of races and for all that is sorted by outcome."""

from __future__ import annotations

import numpy as np

from training.outcome import Outcome

LOST = ("left", "not finite")  # kinds of ends outside the frame, the better one first


def place(kind: str, needed: int | None, final: float) -> tuple[int, float, float]:
    """What runs are sorted by, the best first: those that arrived by the gradients they ``needed``, and then by loss.

    Those that did not (None) follow by their ``final`` loss, then those outside the frame, and then those that are not
    finite.
    """
    loss = final if np.isfinite(final) else np.inf
    if kind in LOST:
        return 2 + LOST.index(kind), loss, loss
    return (1, loss, loss) if needed is None else (0, needed, loss)


def rank(outcomes: dict[str, Outcome]) -> list[str]:
    """The keys from best to worst, as :func:`place` has it; those that are equal by the lowest loss they ever had."""

    def order(key: str) -> tuple[float, ...]:
        outcome = outcomes[key]
        best = outcome.best if np.isfinite(outcome.best) else np.inf
        return *place(outcome.kind, outcome.needed, outcome.final), best

    return sorted(outcomes, key=order)
