"""The ticks above the scrubber: what happened to whom at which gradient."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Words, tr, trn
from locales.formats import exact
from training.outcome import TOLERANCE, Outcome
from ui.player.changes import MOST

_ENDINGS: Mapping[str, Words] = {
    "converged": "{runner} converged",
    "left": "{runner} left the frame",
    "not finite": "{runner} not finite",
    "diverging": "{runner} diverging",
    "still": "{runner} stands still",
}


def milestones(labels: Mapping[str, str], outcomes: Mapping[str, Outcome], strides: Mapping[str, int]) -> list[dict]:
    """At most 12 ticks, in time order, for runners by letter.

    Runs that left the frame, are not finite or diverge always have their tick; then come those that were not finite
    for a while, then those that come under the tolerance to stay, then convergence and standing still, each kind from
    the earliest on. ``strides`` are the gradients that a step costs: ticks count gradients.
    """
    passed = [
        _tick(
            "tolerance",
            slot,
            o.reached,
            tr("{runner} under {tolerance}", runner=labels[slot], tolerance=exact(TOLERANCE)),
        )
        for slot, o in outcomes.items()
    ]
    ended = [
        _tick(o.kind, slot, o.step, tr(_ENDINGS[o.kind], runner=labels[slot]))
        for slot, o in outcomes.items()
        if o.kind in _ENDINGS
    ]
    gaps = [
        _tick("gap", slot, o.gap.first, _lost(labels[slot], o.gap.count))
        for slot, o in outcomes.items()
        if o.gap is not None
    ]
    ticks = [tick for tick in passed + ended + gaps if tick["step"] is not None]
    for tick in ticks:
        tick["step"] *= strides[tick["slot"]]
    order = {"left": 0, "not finite": 0, "diverging": 0, "gap": 1, "tolerance": 2, "converged": 3, "still": 3}
    ticks.sort(key=lambda tick: (order[tick["kind"]], tick["step"], tick["slot"]))
    return sorted(ticks[:MOST], key=lambda tick: (tick["step"], tick["slot"]))


def _lost(runner: str, count: int) -> str:
    return trn("{runner} not finite for a step", "{runner} not finite for {count} steps", count, runner=runner)


def _tick(kind: str, slot: str, step: int | None, text: str) -> dict:
    return {"step": step, "slot": slot, "kind": kind, "text": text}
