"""The ticks above the scrubber: what happened to whom at which gradient."""

from __future__ import annotations

from collections.abc import Mapping

from training.outcome import TOLERANCE, Outcome
from ui.player.changes import MOST

_ENDINGS = {
    "converged": "{} converged",
    "left": "{} left the frame",
    "not finite": "{} not finite",
    "diverging": "{} diverging",
    "still": "{} stands still",
}


def events(labels: Mapping[str, str], outcomes: Mapping[str, Outcome], strides: Mapping[str, int]) -> list[dict]:
    """At most 12 ticks, in time order, for runners by letter.

    Runs that left the frame, are not finite or diverge always have their tick; then come those that were not finite
    for a while, then the first passages under the tolerance, then convergence and standing still, each kind from the
    earliest on. ``strides`` are the gradients that a step costs: ticks count gradients.
    """
    passed = [
        _tick("tolerance", slot, o.reached, f"{labels[slot]} under {TOLERANCE:g}") for slot, o in outcomes.items()
    ]
    ended = [
        _tick(o.kind, slot, o.step, _ENDINGS[o.kind].format(labels[slot]))
        for slot, o in outcomes.items()
        if o.kind in _ENDINGS
    ]
    gaps = [
        _tick("gap", slot, o.gap.first, f"{labels[slot]} not finite for {_steps(o.gap.count)}")
        for slot, o in outcomes.items()
        if o.gap is not None
    ]
    ticks = [tick for tick in passed + ended + gaps if tick["step"] is not None]
    for tick in ticks:
        tick["step"] *= strides[tick["slot"]]
    order = {"left": 0, "not finite": 0, "diverging": 0, "gap": 1, "tolerance": 2, "converged": 3, "still": 3}
    ticks.sort(key=lambda tick: (order[tick["kind"]], tick["step"], tick["slot"]))
    return sorted(ticks[:MOST], key=lambda tick: (tick["step"], tick["slot"]))


def _steps(count: int) -> str:
    return "a step" if count == 1 else f"{count} steps"


def _tick(kind: str, slot: str, step: int | None, text: str) -> dict:
    return {"step": step, "slot": slot, "kind": kind, "text": text}
