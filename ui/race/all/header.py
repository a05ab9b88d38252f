"""The header of the page's small stages: what assets/player/pages/crowd.js draws.

frame, start, minima, field   as those of the race's stage, see ui/race/header.py; one for all
steps     gradients that every run takes
runners   best outcome first: how each is told from others (slot, name, label, hues, dash, marker), family, stride (the
          gradients of a step), params (rows, 2), outcome (kind and sentence), rank (its place by outcome), reached (the
          gradient at which the tolerance was reached; null where it never was) and link, of its own race
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surfaces import find
from training.loop import Trace
from training.outcome import Outcome, rank
from training.race.config import Race, alone, encode, fields_of
from ui.looks.identity import identities
from ui.race import compute


def crowd_header(race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """The header of all runs of a race."""
    people, surface = identities(fields_of(race), race), find(race.surface_name)
    places = {slot: place for place, slot in enumerate(rank(dict(outcomes)))}
    return {
        "frame": race.frame,
        "start": [race.x, race.y],
        "minima": surface.minima,
        "field": compute.field(race.surface_name, race.frame),
        "steps": race.steps,
        "runners": [
            {"slot": slot, **people[slot].drawn, "rank": place, **_run(race, slot, traces[slot], outcomes[slot])}
            for slot, place in places.items()
        ],
    }


def _run(race: Race, slot: str, trace: Trace, outcome: Outcome) -> dict[str, Any]:
    chosen = race.choices[slot]
    return {
        "family": chosen.spec.family,
        "stride": chosen.gradients,
        "params": trace.params,
        "outcome": {"kind": outcome.kind, "sentence": outcome.sentence},
        "reached": None if outcome.reached is None else outcome.reached * chosen.gradients,
        "link": _link(race, slot),
    }


def _link(race: Race, slot: str) -> str:
    """The race of one runner alone, under the first letter."""
    one = alone(race, slot)
    return encode(type(one)(**{**one.__dict__, "slots": (("a", one.choices[slot]),)}))
