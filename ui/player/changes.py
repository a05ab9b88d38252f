"""Ticks above the scrubber where a rate was changed by hand, on every page whose runs are played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from locales import tr
from locales.formats import plain
from training.choice import Choice
from training.rules.rate_by_hand import Change, changes

MOST = 12  # ticks


def with_changes(
    ticks: Sequence[dict], choices: Mapping[str, Choice], labels: Mapping[str, str], gradients: int
) -> list[dict]:
    """The ticks in order, as far as there is room with those of rates changed by hand within so many gradients."""
    found = [
        {"step": step, "slot": slot, "kind": "rate", "text": f"{labels[slot]} {told(change)}"}
        for slot, chosen in choices.items()
        for change in changes(chosen)
        if (step := change.step * chosen.gradients) < gradients
    ]
    return sorted([*ticks, *sorted(found, key=_place)[: max(0, MOST - len(ticks))]], key=_place)


def told(change: Change) -> str:
    """The change in words: "rate × 0.1 by hand"."""
    if change.before == 0:
        return tr("rate again {share} of its start by hand", share=plain(change.after, 6))
    return tr("rate × {factor} by hand", factor=plain(change.after / change.before, 3))


def _place(tick: dict) -> tuple[int, str]:
    return tick["step"], tick["slot"]
