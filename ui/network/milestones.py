"""What becomes of the runs of networks, and the ticks for it above the scrubber."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from locales import Words, tr
from training.choice import Choice
from training.network.figures import Figures
from training.network.run import Run
from training.network.stopping import Stop
from training.outcome import trained
from ui.looks.identity import Identity
from ui.network.layers import update_size
from ui.player.changes import MOST

RIGHT = 0.99
LOST = "not finite"
ENDINGS: dict[str, Words] = {  # of those that ``ending`` tells
    LOST: "not finite",
    "still": "stands still",
    "diverging": "diverging",
    "finished": "finished",
}


def milestones(
    people: Mapping[str, Identity],
    runs: Mapping[str, Run],
    choices: Mapping[str, Choice],
    right: str,
    stops: Mapping[str, Stop | None],
) -> list[dict]:
    """The ticks above the scrubber: who was ``right`` first, who is lost, stands or stops; at most 12, in order."""
    ticks = []
    for slot, run in runs.items():
        kind, step = ending(run)
        found = {"right": (first_right(run), right), kind: (step, tr(ENDINGS[kind]))}
        if kind != LOST and (drawn := ending(run._replace(fan=None)))[0] == LOST:
            found[LOST] = drawn[1], tr("first seed not finite")
        if stop := stops.get(slot):
            found["best"] = int(run.steps[stop.best]), tr("best")
            found["stop"] = None if stop.stop is None else int(run.steps[stop.stop]), tr("stops here")
        ticks += [
            {
                "step": step * choices[slot].gradients,
                "slot": slot,
                "kind": sort,
                "text": f"{people[slot].label}{':' if people[slot].short else ''} {words}",
            }
            for sort, (step, words) in found.items()
            if step is not None
        ]
    return sorted(ticks, key=lambda tick: (tick["step"], tick["slot"]))[:MOST]


def typical(run: Run) -> Figures:
    """The figures of a run; where it is trained from several seeds, their median."""
    return run.figures if run.fan is None else run.fan.median


def first_right(run: Run) -> int | None:
    """The first recorded step at which 99 % of the validation (else the training) part is right, or explained."""
    figures = typical(run)
    score = figures.train_score if np.isnan(figures.valid_score).all() else figures.valid_score
    return _first(np.asarray(score) >= RIGHT, run.steps)


def ending(run: Run) -> tuple[str, int | None]:
    """Kind and step of a run's end, of several seeds that of their median: see :func:`training.outcome.trained`."""
    losses = run.losses if run.fan is None else np.zeros_like(run.losses)  # mini-batches have no median
    return trained(run.steps, losses, typical(run).train_loss, update_size(run.layers))


def _first(found: np.ndarray, steps: np.ndarray) -> int | None:
    return int(np.asarray(steps)[np.argmax(found)]) if np.any(found) else None
