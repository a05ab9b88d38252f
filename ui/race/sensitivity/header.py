"""The header of the page's pictures: what assets/player/pages/sensitivity.js draws.

maps      whose pictures there will be, how each is told from others; own, the fields of its link without the letter;
          fields and labels, of sides along which another number of it varies: those that are there lie as all of them
          will
axes      x and y, each label, scale ("linear", "log" or "memory"), from and to at the edges, low and high as the link
          may have them, whole, count of cells, and values, the number in every cell of a whole map
shows     "loss", "reached" or "outcome"
range     [least, most] of the losses above the lowest value that the scale of colours spans; null where there is none
lowest    the value that is subtracted before
bounded   whether no loss is below that, so that those outside the frame tell something, too
gradients that every run takes
tolerance above the lowest value within which a loss counts as reached; null where no minimum is known
minima    of the surface, as those of basins
words     for each fate that is no place in minima
base      the link of the race without its runners and without what varies
fields    for x and y the field of a link that it sets, without the letter; whether it is of the rule
link      of the map
runners   what each is told by in maps; side (cells along each side of its picture, so far), and row by row
          from the lowest up fate, since, loss and reached of training.many.fates; told, in words; line, the limit of
          stability as pairs of shares of the axes, and what it says; fastest, such a pair, where that is known
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Any

import numpy as np

from locales import tr
from locales.formats import plain
from surfaces import find
from training.configuration import links
from training.many import theory
from training.many.axes import put, share, values
from training.many.fates import Ends
from training.many.files import WORDS
from training.many.plan import SIDES, VARIED, Plan, axis_of, encode, fields_of, numbers, of_runner, race_of
from training.outcome import TOLERANCE
from training.race import config
from training.race.config import alone
from ui.looks.identity import identities
from ui.player.axes import decades, drawn, own
from ui.race.basins.header import coloured
from ui.race.compute import lowest
from ui.race.sensitivity.compute import through
from ui.race.sensitivity.page import labels
from ui.race.sensitivity.summary import bounded, fine, told
from ui.session import changes, locks

LEAST = 1e-30


def sensitivity_header(plan: Plan, pictures: Mapping[str, Ends], maps: Sequence[str] = ()) -> dict[str, Any]:
    """The header of the pictures that are there, where there will be ``maps`` of these letters."""
    people, floor = identities(fields_of(plan), plan), floor_of(plan, pictures)
    named = {side: axis_of(plan, side).name for side in SIDES}
    link = config.encode(race_of(changes.veiled(plan, False)))
    base, _ = links.parted(link, plan.slots, named.values(), locks.veiled(plan))

    def who(slot: str) -> dict[str, Any]:
        return {"slot": slot, **people[slot].drawn, **own(VARIED, plan, slot, link)}

    return {
        "maps": [who(slot) for slot in maps],
        "axes": {side: _axis(plan, side) for side in SIDES},
        "shows": plan.shows,
        "range": _range(plan, pictures, floor),
        "lowest": floor,
        "bounded": bounded(plan),
        "gradients": plan.steps,
        "tolerance": None if lowest(plan.surface_name) is None else TOLERANCE,
        "minima": coloured(find(plan.surface_name).minima),
        "words": {str(kind): tr(words) for kind, words in WORDS.items()},
        "base": base,
        "fields": {side: [name, name not in config.fields_of(plan)] for side, name in named.items()},
        "link": encode(plan),
        "runners": [{**who(slot), **_picture(plan, slot, found)} for slot, found in pictures.items()],
    }


def _axis(plan: Plan, side: str) -> dict[str, Any]:
    axis, item = axis_of(plan, side), numbers(plan)[axis_of(plan, side).name].range
    inside = through(plan)[[*SIDES].index(side)]
    return {
        **drawn(labels(plan)[side], axis, item, inside.size),
        "values": [float(value) for value in values(inside, item)],
    }


def _picture(plan: Plan, letter: str, found: Ends) -> dict[str, Any]:
    stride = plan.choices[letter].gradients
    return {
        "side": isqrt(len(found.fate)),
        "fate": found.fate.astype("int32"),
        "since": found.since * stride,
        "loss": _clipped(found.loss),
        "reached": np.where(found.reached < 0, found.reached, found.reached * stride),
        "told": told(plan, letter, found),
        **_theory(plan, letter),
    }


def _clipped(loss: np.ndarray) -> np.ndarray:
    """Losses as 32-bit floats, in which a larger finite one is their largest."""
    largest = np.finfo(np.float32).max
    return np.where(np.isfinite(loss), np.clip(loss, -largest, largest), loss).astype("float32")


def _theory(plan: Plan, letter: str) -> dict[str, Any]:
    """The limit of stability and the fastest numbers, as shares of the axes, where they are known and on the map.

    They would tell a rule whose name is hidden.
    """
    if plan.choices[letter].veiled:
        return {"line": None, "limit": "", "fastest": None}
    race, ends = alone(race_of(plan), letter), [axis_of(of_runner(plan, letter), side) for side in SIDES]
    chosen = race.choices[letter]
    for axis in ends:
        race = put(race, letter, axis.name, axis.low)
    line, found = theory.boundary(race, *ends), theory.fastest(race)
    limit, curved = theory.limit(chosen), theory.curvatures(find(race.surface_name))
    if line is None or limit is None or curved is None:
        return {"line": None, "limit": "", "fastest": None}
    exact = tr("every run grows") if curved.quadratic else tr("no run can settle in a minimum")
    varied = {axis.name for axis in ends}
    best = found is not None and {*found} <= varied | ({theory.MOMENTUM} if chosen.optimizer == "sgd" else set())
    spot = [share(axis, found[axis.name]) for axis in ends] if best and found and varied == {*found} else None
    words = tr("{limit}: beyond it {what}", limit=limit.words, what=exact)
    words += "" if "condition" in varied else f", λ = {plain(curved.most, 4)}"
    shares = np.stack([share(axis, line[:, place]) for place, axis in enumerate(ends)], axis=1)
    seen = _crosses(shares)  # else the key names what nobody sees
    return {
        "line": shares.astype("float32").ravel() if seen else None,
        "limit": words if seen else "",
        "fastest": spot if spot and all(0 <= one <= 1 for one in spot) else None,
    }


def _crosses(shares: np.ndarray) -> bool:
    """Whether a line through points, shares of the axes, (points, 2), crosses the map, maybe between two of them.

    It does where the box of two neighbours meets that of the map: along one of the axes they are all on the map.
    """
    low, high = np.minimum(shares[:-1], shares[1:]), np.maximum(shares[:-1], shares[1:])
    return bool(((high >= 0) & (low <= 1)).all(axis=1).any())


def floor_of(plan: Plan, pictures: Mapping[str, Ends]) -> float:
    """The value above which losses are counted: that of the minimum, or the lowest one found."""
    known_one, finite = lowest(plan.surface_name), _finite(plan, pictures)
    least = float(finite.min()) if len(finite) else 0.0
    return least if known_one is None else min(known_one, least)


def _finite(plan: Plan, pictures: Mapping[str, Ends]) -> np.ndarray:
    """All losses that count."""
    parts = [found.loss[fine(plan, found)] for found in pictures.values()]
    return np.concatenate(parts) if parts else np.zeros(0)


def _range(plan: Plan, pictures: Mapping[str, Ends], floor: float) -> list[float] | None:
    above = _finite(plan, pictures).astype(np.float64) - floor
    above = above[above > LEAST]
    if not len(above):
        return None
    return decades(above, 0.98)
