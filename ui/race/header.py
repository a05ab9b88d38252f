"""The header of a race: everything that the player draws, made of a configuration and its computed runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from locales import tr, trn
from locales.formats import exact, grouped
from optimizers.explain import QUANTITIES
from surfaces import find
from surfaces.base import Frame
from training.choice import Choice
from training.configuration import differences
from training.configuration.counts import in_words, listed
from training.loop import Trace
from training.outcome import TOLERANCE, Outcome, point
from training.race.config import START, each, encode, fields_of
from training.race.explain import shown
from training.race.fan import Curves, Fan, curves_of
from training.race.race import Race
from ui.looks.identity import Identity, identities
from ui.player.assets import PLOTLY_URL
from ui.player.changes import offered, with_changes
from ui.race import compute
from ui.race.inside import inside
from ui.race.milestones import milestones
from ui.race.minima import searched
from ui.session import locks
from ui.work.remembered import alongside


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
    choices, people, own = race.choices, identities(fields_of(race), race), each(race)
    labels = {slot: who.label for slot, who in people.items()}
    pick = pick if pick in choices else next(reversed(choices), None)
    strides = {slot: choice.gradients for slot, choice in choices.items()}
    shown = own.get(pick or "", race)
    fans = compute.fans(race)
    runners = [
        _runner(slot, choice, people[slot], traces[slot], outcomes[slot], own[slot])
        | ({"fan": _fan(fans[slot])} if slot in fans else {})
        for slot, choice in choices.items()
    ]
    return {
        "kind": "race",
        "title": tr("Race on {surface}", surface=tr(find(race.surface_name).label)),
        "link": encode(race),
        "plotly": PLOTLY_URL,
        "history": history,
        "presets": [dict(preset) for preset in presets],
        "steps": race.steps,
        **ground(race, pick),
        "view": None if view is None else {"frame": view, "relief": compute.relief(shown.surface_name, view)},
        "runners": runners,
        "quantities": _quantities(runners),
        "milestones": with_changes(milestones(labels, outcomes, strides), choices, labels, race.steps),
        "pick": pick,
        "inside": None if pick is None or locks.veiled(race) else inside(pick, choices[pick], traces[pick]),
        "empty": not choices,
    }


def _quantities(runners: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The quantities of which some runner has a curve."""
    return [
        {"name": name, "label": tr(one.label), "spoken": tr(one.spoken), "log": one.log}
        for name, one in QUANTITIES.items()
        if any(isinstance(part, np.ndarray) for runner in runners for part in runner["shown"].get(name, ()))
    ]


def ground(race: Race, pick: str | None) -> dict:
    """What the stage shows below the paths, and the subtitle that says so.

    Where runners differ in the surface or in where they start, these are the surface and the start of the runner
    ``pick``.
    """
    own = each(race)
    shown, surface = own.get(pick or "", race), find(race.surface_name)
    apart = len({one.surface_name for one in own.values()}) > 1
    label = identities(fields_of(race), race)[pick].label if pick and apart else ""
    relief = compute.relief(shown.surface_name, race.frame)
    return {
        "subtitle": subtitle(race, label),
        "surface": {
            "name": race.surface,
            "label": tr(surface.label),
            "frame": race.frame,
            "start": [shown.x, shown.y],
            "minima": surface.minima,
            "lowest": compute.lowest(shown.surface_name),
            "bounded": surface.bounded,
            "tolerance": TOLERANCE,
            "of": pick if apart else None,
            "description": description(race, relief["log"], label),
            "relief": relief,
        },
    }


def subtitle(race: Race, contours: str = "") -> str:
    """What is equal for all: "Six optimizers, one start, 300 gradients each", and in what runners differ.

    ``contours`` is the label of the runner whose surface the stage shows, where each has its own.
    """
    gradients = gradients_of(race.steps)
    if not race.slots:
        return tr("No optimizer yet")
    if len(race.slots) == 1:
        return tr("One optimizer, {gradients}", gradients=gradients)
    rows = fields_of(race)
    several = dict(zip(differences.apart(rows, race), differences.counted(rows, race), strict=True))
    rules = {chosen.optimizer: chosen.spec.label for chosen in race.choices.values()}
    count = len({chosen.bare for chosen in race.choices.values()} if several else race.slots)
    who = (
        next(iter(rules.values()))
        if several and len(rules) == 1 and not locks.veiled(race)
        else tr("{count} optimizers", count=in_words(count).capitalize())
    )
    starts = several.pop(tr(START), "")
    if starts:
        parts = [tr("{who} from {starts}", who=who, starts=starts), *several.values()]
    else:
        parts = [who, *several.values(), tr("one start")]
    parts.append(tr("{gradients} each", gradients=gradients))
    return ", ".join([*parts, *([tr("contours of {runner}", runner=contours)] if contours else [])])


def gradients_of(count: int) -> str:
    """So many gradients, in words."""
    return trn("{count} gradient", "{number} gradients", count, number=grouped(count))


def description(race: Race, log: bool, contours: str = "") -> str:
    """The stage in words: surface, frame, minima, starts; ``contours`` is as in :func:`subtitle`."""
    surface = find(race.surface_name)
    x0, x1, y0, y1 = map(exact, map(float, race.frame))
    minima = [point(m) for m in surface.minima]
    places = listed(minima, "and")
    named = trn("Its minimum is at {places}.", "Its minima are at {places}.", len(minima), places=places)
    found = searched(surface)
    where = [*([named] if minima else []), *([found] if found else [])] or [tr("No minimum is known.")]
    starts = list(dict.fromkeys(point((one.x, one.y)) for one in each(race).values())) or [point((race.x, race.y))]
    places = listed(starts, "and")
    begins = trn("The start is at {places}.", "The starts are at {places}.", len(starts), places=places)
    frame = {"surface": tr(surface.label), "x0": x0, "x1": x1, "y0": y0, "y1": y1}
    parts = [
        tr("Logarithmic contours of {surface} for x from {x0} to {x1} and y from {y0} to {y1}.", **frame)
        if log
        else tr("Contours of {surface} for x from {x0} to {x1} and y from {y0} to {y1}.", **frame)
    ]
    if contours:
        parts.append(tr("They are those of {runner}; each runs on a surface of its own.", runner=contours))
    return " ".join([*parts, *where, begins])


def _runner(slot: str, choice: Choice, who: Identity, trace: Trace, outcome: Outcome, own: Race) -> dict[str, Any]:
    return {
        "slot": slot,
        **who.drawn,
        "stride": choice.gradients,
        "byHand": offered(choice),
        "params": trace.params,
        **_curves(trace, choice.bare, own.surface_name),
        **({"shown": {}, "queries": None} if choice.veiled else {}),
        "lowest": compute.lowest(own.surface_name),
        "outcome": {
            "kind": outcome.kind,
            "step": None if outcome.step is None else outcome.step * choice.gradients,
            "sentence": outcome.sentence,
        },
    }


@alongside
def _curves(trace: Trace, choice: Choice, surface: str) -> dict[str, Any]:
    """What is drawn of a run beside its path."""
    same = np.array_equal(trace.params, trace.queries, equal_nan=True)
    return {
        "queries": None if same else trace.queries,
        **curves_of(trace, find(surface))._asdict(),
        "shown": {name: [lean(part) for part in values.T] for name, values in shown(choice, trace).items()},
    }


def _fan(fan: Fan) -> dict[str, Any]:
    """What is drawn of a runner from several seeds beside the first."""
    curves = {"median": fan.median, "low": fan.low, "high": fan.high}
    return {"seeds": fan.seeds, "lost": fan.lost, "paths": [*fan.paths], **{n: _short(c) for n, c in curves.items()}}


def _short(curves: Curves) -> dict[str, np.ndarray | None]:
    found = curves._asdict()
    return {name: None if curve is None else np.asarray(curve, np.float32) for name, curve in found.items()}


def lean(values: np.ndarray) -> np.ndarray | float | None:
    """A curve (steps,) in short numbers, or the one number where it never moves; None where it is no number at all."""
    if not values.size or np.isnan(values).all():
        return None
    first = float(values[0])
    return first if np.isfinite(first) and (values == first).all() else np.ascontiguousarray(values, np.float32)
