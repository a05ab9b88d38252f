"""The header of the page's pictures: what assets/player/pages/search.js draws.

axes      for each side along which something varies: label, scale ("linear", "log" or "memory"), from and to, low and
          high as the link may have them, whether these are whole, and count, of how many numbers of a grid
criterion what trials are told apart by: its label, and kind, "loss", "score" or "reached", the gradient at which the
          tolerance was; range, [least, most] of what the scale of colours spans; null where there is nothing; beyond,
          whether there are trials below it and above; outcome, whether colours tell fates instead
coming    whether trials are missing that will come
words     for each fate
base      the link of the network without its runners and without what varies
fields    for each side the field of a link that it sets, without the letter; whether it is of the rule
link      of the search
runners   how each is told from others; own, the fields of its link without the letter; fields and labels, as above, of
          sides along which another number of it varies; cells, of a grid how many there are across and up a picture,
          else null; shares by side, of each trial where it lies along the axis; numbers by side; texts by side, where
          a link has them in the place of numbers; value, what it is told apart by, null where the run was lost, or
          never came to the tolerance; fate, see training.many.networks; best, the place of the best trial, or -1;
          told, in words; working, how many come to the tolerance and between which numbers all do; line, the critical
          line of initialization as pairs of shares of the two axes, null where none is known, and limit, what it says
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from locales import in_sentence, tr
from locales.formats import percent, plain
from training.configuration import links
from training.many.axes import WIDTH, Axis, field, share
from training.many.fates import LEFT, LOST, MOVING
from training.many.files import WORDS
from training.many.networks import GOAL, THERE
from training.many.search import critical
from training.many.search.config import ROWS, VARIED, alone, by_loss, encode, judged, network_of, numbers, sides_of
from training.many.search.methods import per_side
from training.many.search.points import shape
from training.many.search.search import Search
from training.many.search.shown import FATED, SHOWS
from training.network import config
from training.network.hidden import spell_hidden
from ui.looks.identity import identities
from ui.network.search.compute import Tried, criterion, value_of
from ui.network.search.page import labels
from ui.network.search.words import at, working
from ui.player.axes import drawn, own
from ui.session import changes, locks

FEW = 0.05  # of all trials
GROWN = 3.0  # times the loss at the start
KINDS = {"score": "score", "reached": "reached"}


def search_header(search: Search, tried: Mapping[str, Tried], coming: bool = False) -> dict[str, Any]:
    """The header of the trials that are there."""
    people, named = identities(ROWS, search), {side: getattr(search, f"{side}axis") for side in sides_of(search)}
    link = config.encode(network_of(changes.veiled(search, False)))
    values = _values(search, tried)
    ends = _range(search, tried, values)
    fields = {side: field(name) for side, name in named.items()}
    base, _ = links.parted(link, search.slots, fields.values(), locks.veiled(search))
    return {
        "axes": {side: _axis(search, side) for side in named},
        "criterion": {
            "label": tr(SHOWS[judged(search)]),
            "kind": KINDS.get(search.shows, "loss"),
            "range": ends,
            "beyond": [bool(ends and (values < ends[0]).any()), bool(ends and (values > ends[1]).any())],
            "outcome": search.shows == "outcome",
        },
        "coming": coming,
        "words": {str(kind): words for kind, words in fates().items()},
        "base": base,
        "fields": {side: [name, name not in ROWS] for side, name in fields.items()},
        "link": encode(search),
        "runners": [
            {
                "slot": slot,
                **people[slot].drawn,
                **own(VARIED, search, slot, link),
                **_trials(search, slot, one),
            }
            for slot, one in tried.items()
        ],
    }


def _axis(search: Search, side: str) -> dict[str, Any]:
    axis, item = VARIED.axis(search, side, 2), numbers(search)[getattr(search, f"{side}axis")].range
    return drawn(labels(search)[side], axis, item, per_side(len(sides_of(search)), search.budget))


def _trials(search: Search, slot: str, one: Tried) -> dict[str, Any]:
    sides, value = sides_of(search), value_of(search, one.ends)
    own = alone(search, slot)
    alike = all(getattr(own, f"{side}scale") == getattr(search, f"{side}scale") for side in sides)
    squares = own.method == "grid" and len(sides) == 2 and alike
    columns = dict(zip(sides, one.values.T, strict=True))
    axes = {side: VARIED.axis(search, side, 2) for side in sides}
    return {
        "cells": [*shape(own)] if squares else None,
        "shares": {
            # Whole numbers of a grid are rounded, its cells lie side by side.
            side: (middles if squares else share(axis, np.clip(columns[side], axis.low, axis.high))).astype("float32")
            for (side, axis), middles in zip(axes.items(), one.shares.T, strict=True)
        },
        "numbers": {side: column.tolist() for side, column in columns.items()},
        "texts": {
            side: [spell_hidden((round(width),) * len(own.hidden)) for width in columns[side]]
            for side, axis in axes.items()
            if axis.name == WIDTH
        },
        "value": [float(each) if np.isfinite(each) else None for each in value],
        "fate": one.ends.fate.astype("int32"),
        "best": best(search, one),
        "told": told(own, one),
        "working": working(own, one),
        **_critical(own, axes),
    }


def _critical(one: Search, axes: Mapping[str, Axis]) -> dict[str, Any]:
    """The critical line of the network of one runner, and what it says.

    It would tell a network whose differences are hidden; a third number that changes how signals grow moves it.
    """
    none, (x, y, *more) = {"line": None, "limit": ""}, axes.values()
    if locks.veiled(one) or any(axis.name in critical.SIGNALS for axis in more):
        return none
    network = network_of(one)
    points, found = critical.line(replace(network.trained, slots=network.slots), x, y), critical.variance(network)
    if points is None or found is None:
        return none
    shares = np.stack([share(axis, points[:, place]) for place, axis in enumerate((x, y))], axis=1)
    if not ((shares >= 0) & (shares <= 1)).all(axis=1).any():
        return none
    words = tr("critical line of initialization in theory")
    if "biasvalue" not in (x.name, y.name):
        words += f", σ² = {plain(found, 4)} / fan_in"
    return {"line": shares.astype("float32").ravel(), "limit": words}


def fates() -> dict[int, str]:
    """What becomes of trials, in words, the best first."""
    goal = percent(GOAL)
    return {
        THERE: tr("a score of {goal} or more", goal=goal),
        MOVING: tr("a score below {goal}", goal=goal),
        LEFT: tr("loss above that at the start"),
        LOST: tr(WORDS[LOST]),
    }


def best(search: Search, one: Tried) -> int:
    """The place of the best trial; -1 where all are lost, or none is known."""
    found = criterion(search, one.ends)
    return int(np.argmin(found)) if len(found) and np.isfinite(found).any() else -1


def told(search: Search, one: Tried) -> str:
    """How many trials there are, the best one, and how many were lost, in words."""
    found, place = criterion(search, one.ends), best(search, one)
    parts = [tr("{done:,} of {planned:,} trials", done=len(found), planned=one.planned)]
    if place >= 0:
        value = value_of(search, one.ends)[place]
        parts.append(
            tr(
                "best {figure} {value} at {numbers}",
                figure=in_sentence(tr(SHOWS[judged(search)])),
                value=plain(value, 3),
                numbers=at(search, one, place),
            )
        )
    if search.shows in FATED:
        known, words = one.ends.fate, fates()
        parts += [f"{percent((known == kind).mean(), 1)} {words[kind]}" for kind in words if (known == kind).any()]
    elif lost := int((~np.isfinite(found)).sum()):
        parts.append(tr("{lost:,} not finite", lost=lost))
    return ", ".join(parts)


def _values(search: Search, tried: Mapping[str, Tried]) -> np.ndarray:
    """What all trials are told apart by that have it."""
    values = np.concatenate([np.zeros(0), *(value_of(search, one.ends) for one in tried.values())]).astype(float)
    return values[np.isfinite(values)]


def _range(search: Search, tried: Mapping[str, Tried], values: np.ndarray) -> list[float] | None:
    """From where to where the scale of colours goes.

    That of losses leaves out the FEW lowest and highest, which would make all others one colour, and what has grown to
    more than GROWN times the loss at the start.
    """
    if search.shows == "score" and len(values):
        return [float(values.min()), float(max(values.max(), values.min() + 1e-3))]
    if search.shows == "reached" and len(values):
        return [float(values.min()), float(max(search.steps, values.min() + 1))]
    values = values[values > 0]
    if not len(values):
        return None
    start = np.median(np.concatenate([getattr(one.ends, f"{by_loss(search)}_start") for one in tried.values()]))
    least, most = np.quantile(values, (FEW, 1 - FEW))
    least, most = (float(f"{end:.2g}") for end in (least, min(most, GROWN * start)))
    return [least, most if most > least else 10 * least]
