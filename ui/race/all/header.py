"""The headers of the page: of the small stages, assets/player/pages/crowd.js, and of the matrix, pages/matrix.js.

Small stages:
what      the link of the page: as long as it is the same, more of the same runs have come
coming    whether more of them will: until then they keep their places
grounds   what runs lie on: frame, minima, relief (as those of the race's stage, see ui/race/header.py), and levels,
          where the relief is a scale of a loss over the steps: its numbers are written, and when a run was there
steps     gradients that every run takes
together  whether the runners can be put into one race, or network: all are on one ground
race      the link of a race on that ground, or network, without runners, page, where that opens, and letters, of its
          runners
runners   best outcome first: how each is told from others (slot, name, label, hues, dash, marker), family, ground (its
          place in grounds), stride (the gradients of a step), params (rows, 2), outcome (kind and sentence), rank (its
          place by outcome), reached (the gradient at which the tolerance was reached; null where it never was), told
          (that as a sentence, "" where the outcome says it, or the run is lost), and link, of its own race, or network,
          and page, where that opens; in a file the link is ""

The matrix:
shows, by  what is shown of each cell, and by what the rows are sorted
locked    which of these two stay as they are
words     for each fate that is no place of a minimum
steps     gradients of every run
rules     how each optimizer is told from others, its family, number (what its rate is called, "" where it has none),
          and of (the link of its runs on all surfaces; "" where the page's link locks something: this one would not)
surfaces  the columns, by family: name, label, family, known (whether a minimum is known, or an accuracy), race (the
          link of a race there, without runners), page (where that opens), on (the link of all runs there, ""
          where there is none), typed (whether it is a visitor's own) words, where fates have others there, and minima,
          as columns.placed has them
done, total    how many cells are there
cells     of each cell, row by row: state (0 there, 1 not yet, 2 none), and of the default rate and the best one fate,
          reached (-1 never), loss and rate; tried, how many rates there are (0 where the rule has none), and works, how
          many of these work
paths     where these are shown: points of each of these runs, as columns.placed has them, as many for each
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import numpy as np

from locales import tr
from optimizers import OPTIMIZERS
from surfaces import find
from training.loop import Trace
from training.many import tasks
from training.many.files import WORDS
from training.many.matrix import DEFAULT, STEPS, Cell
from training.many.runs import POINTS
from training.many.tasks import Task
from training.network.config import LETTERS as OF_NETWORKS
from training.outcome import Outcome
from training.race.config import LETTERS, alone, encode, fields_of
from training.race.race import FORMULA, Race
from training.ranking import LOST, place, rank
from ui.looks.identity import identities, identity
from ui.race import compute
from ui.race.all import curves
from ui.race.all.columns import OUT, Column, columns_of, placed
from ui.race.all.compute import Seen
from ui.race.all.config import PATHS, Shown
from ui.race.all.config import encode as encode_shown
from ui.session.locks import NONE as NOTHING_LOCKED
from ui.session.locks import Locks

THERE, NOT_YET, NONE = range(3)
COARSER = 2  # of the points of a relief along each side, where there are many small stages


def crowd_header(
    race: Race, traces: Mapping[str, Trace], outcomes: Mapping[str, Outcome], coming: bool
) -> dict[str, Any]:
    """The header of all runs of a race."""
    people = identities(fields_of(race), race)
    formula = f"&formula={quote(race.formula)}" if race.formula else ""
    places = {slot: place for place, slot in enumerate(rank(dict(outcomes)))}

    def own(slot: str) -> dict[str, Any]:
        family, link = tr(race.choices[slot].spec.family), _link(race, slot)
        told = {"slot": slot, **people[slot].drawn, "family": family, "ground": 0, "rank": places[slot]}
        return {**told, "page": "./", "link": link}

    return {
        "what": f"on={race.surface}{formula}",
        "coming": coming,
        "grounds": [_ground(race)],
        "steps": race.steps,
        "together": True,
        "race": f"surface={race.surface}{formula}&steps={race.steps}",
        "page": "./",
        "letters": LETTERS,
        "runners": [{**own(slot), **_run(race, slot, traces[slot], outcomes[slot])} for slot in places],
    }


def task_header(task: Task, cells: Mapping[str, Cell], coming: bool = False) -> dict[str, Any]:
    """The header of the trainings of one task by the optimizers of ``cells``, each with its default rate."""

    def own(rank: int, name: str) -> dict[str, Any]:
        told = {"slot": name, **identity(name).drawn, "family": tr(OPTIMIZERS[name].family), "rank": rank}
        return {**told, **curves.stage(name, task.name, cells[name], 0)}

    order = sorted(cells, key=lambda name: (*curves.place_of(cells[name]), name))
    return {
        "what": f"on={task.name}",
        "coming": coming,
        "grounds": [curves.ground()],
        "steps": STEPS,
        "together": True,
        "race": task.link,
        "page": "./network",
        "letters": OF_NETWORKS,
        "runners": [own(rank, name) for rank, name in enumerate(order)],
    }


def tour_header(
    name: str,
    races: Mapping[str, Race],
    traces: Mapping[str, Trace],
    outcomes: Mapping[str, Outcome],
    networks: Mapping[str, Cell],
    coming: bool,
) -> dict[str, Any]:
    """The header of the runs of one optimizer, each on a surface of its own, and of the ``networks`` it trains."""
    there, drawn = [surface for surface in races if surface in traces], identity(name).drawn

    def own(surface: str) -> dict[str, Any]:
        known, race = find(races[surface].surface_name), races[surface]
        told = {"slot": surface, "label": tr(known.label), "family": tr(known.family), "ground": there.index(surface)}
        return {**told, "page": "./", "link": encode(race), **_run(race, "a", traces[surface], outcomes[surface])}

    def order(one: Mapping[str, Any]) -> tuple[int, float, float]:
        name = one["slot"]
        if name in networks:
            return curves.place_of(networks[name])
        outcome, floor = outcomes[name], compute.lowest(races[name].surface_name) or 0.0
        return place(outcome.kind, outcome.needed, outcome.final - floor)

    family = tr(tasks.FAMILY)
    trained = [
        {
            "slot": task,
            "label": tr(tasks.TASKS[task].label),
            "family": family,
            **curves.stage(name, task, cell, len(there)),
        }
        for task, cell in networks.items()
    ]
    runners = sorted([*map(own, there), *trained], key=order)
    grounds = [_coarse(_ground(races[surface])) for surface in there]
    return {
        "what": f"of={name}&formula={races[FORMULA].formula if FORMULA in races else ''}",
        "coming": coming,
        "grounds": [*grounds, *([curves.ground()] if trained else [])],
        "steps": STEPS,
        "together": False,
        "race": "",
        "page": "",
        "letters": "",
        "runners": [{**drawn, **one, "rank": rank} for rank, one in enumerate(runners)],
    }


def matrix_header(shown: Shown, seen: Seen, held: Locks = NOTHING_LOCKED) -> dict[str, Any]:
    """The header of the matrix, as far as it is there, with what the page's link has ``held``."""
    free = held == NOTHING_LOCKED
    columns: dict[str, list[float]] = {}
    places = columns_of(shown.formula)
    for name in OPTIMIZERS:
        for column in places:
            for field, value in _cell(column.missing(name), seen.cells.get((name, column.key))).items():
                columns.setdefault(field, []).append(value)
    rates = ("rate", "bestrate", "loss", "bestloss")
    paths = {"paths": _paths(places, seen)} if shown.shows == PATHS else {}
    return {
        "shows": shown.shows,
        "by": shown.by,
        "locked": [name for name in ("shows", "by") if held.holds(name) or held.hides(name)],
        "words": {str(kind): tr(words) for kind, words in WORDS.items()},
        "steps": STEPS,
        "rules": [
            {
                **identity(name).drawn,
                "family": tr(spec.family),
                "number": _rate(seen, name),
                "of": _of(shown, name) if free else "",
            }
            for name, spec in OPTIMIZERS.items()
        ],
        "surfaces": [{**column.header, **({} if free else {"on": ""})} for column in places],
        "done": len(seen.cells),
        "total": seen.total,
        "cells": {k: np.array(v, np.float32 if k in rates else np.int32) for k, v in columns.items()},
        **paths,
    }


def _of(shown: Shown, name: str) -> str:
    return encode_shown(Shown(of=name, formula=shown.formula))


def _paths(places: Sequence[Column], seen: Seen) -> np.ndarray:
    """The paths of all cells, row by row: (cells * POINTS * 2,)."""
    nothing = np.full(2 * POINTS, OUT, np.uint8)

    def path(name: str, column: Column) -> np.ndarray:
        cell = seen.cells.get((name, column.key))
        return nothing if cell is None else placed(cell.path, column.frame)

    return np.concatenate([path(name, column) for name in OPTIMIZERS for column in places])


def _rate(seen: Seen, name: str) -> str:
    """What the rate of an optimizer is called, "" where it has none or nothing is known."""
    return next((cell.rate for (who, _), cell in seen.cells.items() if who == name), "")


def _cell(missing: str, cell: Cell | None) -> dict[str, float]:
    if cell is None:
        rest = (f"{which}{field}" for which in ("", "best") for field in ("fate", "reached", "loss", "rate"))
        return {"state": NONE if missing else NOT_YET, **dict.fromkeys([*rest, "tried", "works"], -1)}
    found = {"state": THERE}
    for rate, which in ((DEFAULT, ""), (cell.best, "best")):
        fields = (("fate", cell.fate), ("reached", cell.reached), ("loss", cell.loss), ("rate", cell.rates))
        for field, values in fields:
            found[f"{which}{field}"] = values[rate]
    tried = np.isfinite(cell.rates) & bool(cell.rate)
    return {**found, "tried": int(tried.sum()), "works": int((cell.works & tried).sum())}


def _ground(race: Race) -> dict[str, Any]:
    relief = compute.relief(race.surface_name, race.frame)
    return {"frame": race.frame, "minima": find(race.surface_name).minima, "relief": relief}


def _coarse(ground: dict[str, Any]) -> dict[str, Any]:
    """The ground with fewer heights: 31 in full would be megabytes."""
    relief = ground["relief"]
    nx, ny, (x0, x1, y0, y1) = relief["nx"], relief["ny"], relief["frame"]
    heights = np.asarray(relief["z"]).reshape(ny, nx)[::COARSER, ::COARSER]
    rows, columns = heights.shape
    frame = (
        x0,
        x0 + (x1 - x0) * COARSER * (columns - 1) / (nx - 1),
        y0,
        y0 + (y1 - y0) * COARSER * (rows - 1) / (ny - 1),
    )
    return {**ground, "relief": {**relief, "frame": frame, "nx": columns, "ny": rows, "z": heights}}


def _run(race: Race, slot: str, trace: Trace, outcome: Outcome) -> dict[str, Any]:
    stride = race.choices[slot].gradients
    reached = None if outcome.reached is None else outcome.reached * stride
    return {
        "stride": stride,
        "params": trace.params,
        "outcome": {"kind": outcome.kind, "sentence": outcome.sentence},
        "reached": reached,
        "told": "" if outcome.kind in LOST or compute.lowest(race.surface_name) is None else _told(reached),
    }


def _told(reached: int | None) -> str:
    """When the loss came within the tolerance, by which stages can stand in order."""
    if reached is None:
        return tr("Not within the tolerance")
    return tr("Within the tolerance from step {step}", step=reached)


def _link(race: Race, slot: str) -> str:
    """The race of one runner alone, under the first letter."""
    one = alone(race, slot)
    return encode(type(one)(**{**one.__dict__, "slots": (("a", one.choices[slot]),)}))
