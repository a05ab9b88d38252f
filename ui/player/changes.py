"""Numbers of rules that are changed by hand while a run is watched: what is offered, and ticks where it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from locales import cached_by_language, in_sentence, tr
from locales.formats import plain
from optimizers.base import Hyper
from training.choice import RATE, SCHEDULE, Choice
from training.rules.number_by_hand import TIMES, Change, changes, numbers, refusal, spans
from ui.looks.symbols import symbol
from ui.session.locks import Locks

MOST = 12  # ticks
DIGITS = 13  # of numbers that are made to six: those of 1 − β, so near to 1, are among them


def with_changes(
    ticks: Sequence[dict], choices: Mapping[str, Choice], labels: Mapping[str, str], gradients: int
) -> list[dict]:
    """The ticks in order, as far as there is room with those of numbers changed by hand within so many gradients."""
    found = [
        {"step": step, "slot": slot, "kind": "by hand", "text": f"{labels[slot]} {told(chosen, change)}"}
        for slot, chosen in choices.items()
        for change in changes(chosen)
        if (step := change.step * chosen.gradients) < gradients
    ]
    return sorted([*ticks, *sorted(found, key=_place)[: max(0, MOST - len(ticks))]], key=_place)


def told(chosen: Choice, change: Change) -> str:
    """The change in words: "β 0.9 → 0.95 by hand"; where it is hidden which rule it is, without numbers."""
    if chosen.veiled:
        return tr("rate changed by hand")
    hyper = chosen.spec.hyper(change.name)
    label = tr("rate") if change.name == RATE else symbol(hyper.symbol) or in_sentence(tr(hyper.label))
    before, after = _text(change.before), _text(change.after)
    return tr("{number} {before} → {after} by hand", number=label, before=before, after=after)


@cached_by_language(256)
def offered(chosen: Choice) -> list[dict[str, Any]]:
    """What the player offers to change of a runner: ``ByHand`` in ``assets/player/engine/header.d.ts``."""
    return [_offered(chosen, hyper) for hyper in numbers(chosen)]


def unlocked(runners: Sequence[dict[str, Any]], held: Locks) -> list[dict[str, Any]]:
    """The runners of a header with what a link lets be changed: a number is locked, or hidden, with its schedule."""
    return [
        one | {"byHand": [n for n in one["byHand"] if not held.holds(s := n["name"] + SCHEDULE) and not held.hides(s)]}
        for one in runners
    ]


def _offered(chosen: Choice, hyper: Hyper) -> dict[str, Any]:
    sign = symbol(hyper.symbol)
    shown = {"name": hyper.name, "label": f"{tr(hyper.label)} {sign}".strip()}
    if chosen.veiled:
        return {**shown, "from": [0], "values": [""], "results": [[""] * len(TIMES)]}
    found = spans(chosen, hyper.name)
    return {
        **shown,
        **({"memory": sign} if hyper.memory else {}),
        **({"why": why} if (why := refusal(chosen, hyper.name)) else {}),
        "from": [span.step for span in found],
        "values": [_text(span.value) for span in found],
        "results": [[None if value is None else _text(value) for value in span.results] for span in found],
    }


def _text(value: float) -> str:
    return plain(value, DIGITS)


def _place(tick: dict) -> tuple[int, str]:
    return tick["step"], tick["slot"]
