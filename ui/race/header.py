"""The header of a race: everything that the player draws, made of a configuration and its computed runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from surfaces import find
from surfaces.base import Frame, Surface
from training.choice import Choice
from training.loop import Trace
from training.outcome import TOLERANCE, Outcome, point, to_nearest
from training.race.config import Race, encode, fields_of, spell
from ui.looks.identity import Identity, identities
from ui.looks.tokens import NUMBERS
from ui.player.assets import PLOTLY_URL
from ui.race import compute
from ui.race.events import events
from ui.race.inside import inside


def race_header(
    race: Race,
    traces: Mapping[str, Trace],
    outcomes: Mapping[str, Outcome],
    *,
    pick: str | None = None,
    presets: Sequence[Mapping[str, object]] = (),
    history: str = "replace",
    view: Frame | None = None,
) -> dict:
    """The player's header for a race whose runs and outcomes are given by the letter of their runner.

    ``pick`` is the chosen runner, whose update is explained (the last one if none is chosen); ``presets`` are those of
    :func:`ui.session.page.buttons`; ``history`` is "replace" or "push", how the link enters the address; ``view`` is
    the frame that the user zoomed to. Equal arguments give an equal header, and so the same bytes.
    """
    choices, people = race.choices, identities(fields_of(race), race)
    pick = pick if pick in choices else next(reversed(choices), None)
    strides = {slot: choice.gradients for slot, choice in choices.items()}
    surface = find(race.surface_name)
    runners = [
        _runner(slot, choice, people[slot], traces[slot], outcomes[slot], surface) for slot, choice in choices.items()
    ]
    return {
        "kind": "race",
        "title": f"Race on {surface.label}",
        "subtitle": subtitle(len(choices), race.steps),
        "link": encode(race),
        "plotly": PLOTLY_URL,
        "history": history,
        "presets": [dict(preset) for preset in presets],
        "steps": race.steps,
        "surface": _surface(race, surface),
        "view": None if view is None else {"frame": view, "field": compute.field(race.surface_name, view)},
        "runners": runners,
        "events": events({slot: who.label for slot, who in people.items()}, outcomes, strides),
        "pick": pick,
        "inside": None if pick is None else inside(pick, choices[pick], traces[pick]),
        "empty": not choices,
    }


def subtitle(runners: int, steps: int) -> str:
    """What is equal for all: "Six optimizers, one start, 300 gradients each"."""
    gradients = "1 gradient" if steps == 1 else f"{steps:,} gradients"
    if runners == 0:
        return "No optimizer yet"
    if runners == 1:
        return f"One optimizer, {gradients}"
    count = NUMBERS[runners] if runners < len(NUMBERS) else str(runners)
    return f"{count} optimizers, one start, {gradients} each"


def _surface(race: Race, surface: Surface) -> dict:
    lowest = compute.lowest(race.surface_name)
    field = compute.field(race.surface_name, race.frame)
    return {
        "name": race.surface,
        "label": surface.label,
        "frame": race.frame,
        "start": [race.x, race.y],
        "minima": surface.minima,
        "lowest": lowest,
        "bounded": surface.bounded,
        "tolerance": TOLERANCE,
        "description": description(race, surface, field["log"]),
        "field": field,
    }


def description(race: Race, surface: Surface, log: bool) -> str:
    """The stage in words: surface, frame, minima, start."""
    x0, x1, y0, y1 = (spell(float(v)).replace("-", "−") for v in race.frame)
    minima = [point(m) for m in surface.minima]
    where = {0: "No minimum is known.", 1: f"Its minimum is at {''.join(minima)}."}.get(
        len(minima), f"Its minima are at {', '.join(minima[:-1])} and {''.join(minima[-1:])}."
    )
    bands = "Logarithmic contours" if log else "Contours"
    return (
        f"{bands} of {surface.label} for x from {x0} to {x1} and y from {y0} to {y1}. {where} "
        f"The start is at {point((race.x, race.y))}."
    )


def _runner(
    slot: str, choice: Choice, who: Identity, trace: Trace, outcome: Outcome, surface: Surface
) -> dict[str, object]:
    same = np.array_equal(trace.params, trace.queries, equal_nan=True)
    with np.errstate(over="ignore", invalid="ignore"):
        gradnorm = np.linalg.norm(np.asarray(trace.grads, np.float64), axis=1)
        # The update is exact where it moves the method itself; a difference of two points loses its last digits.
        moves = trace.updates[:-1] if same else np.diff(trace.params, axis=0)
        steplen = np.append(np.linalg.norm(moves, axis=1), np.nan)
    return {
        "slot": slot,
        **who.drawn,
        "stride": choice.gradients,
        "params": trace.params,
        "queries": None if same else trace.queries,
        "loss": trace.loss,
        "gradnorm": gradnorm,
        "steplen": steplen,
        "distance": to_nearest(np.asarray(trace.params, np.float64), surface.minima),
        "outcome": {
            "kind": outcome.kind,
            "step": None if outcome.step is None else outcome.step * choice.gradients,
            "sentence": outcome.sentence,
        },
    }
