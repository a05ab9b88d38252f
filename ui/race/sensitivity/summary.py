"""A map in words, and as the rows of a table: where the best cell is, and what becomes of how many."""

from __future__ import annotations

from dataclasses import replace
from math import isqrt

import numpy as np

from locales import in_sentence, tr
from locales.formats import grouped, percent, plain
from surfaces import find
from training.configuration.counts import listed
from training.many.axes import values
from training.many.fates import LEFT, Ends
from training.many.files import WORDS
from training.many.plan import PRECISIONS, SIDE, Plan, numbers, of_runner
from training.many.precision import DOUBLE, FLOAT, told_apart
from ui.race.chunks import reaching, shares
from ui.race.sensitivity.compute import through
from ui.race.sensitivity.page import labels
from ui.widgets.across import spelled


def told(plan: Plan, letter: str, found: Ends) -> str:
    """The shares of all runs and the best cells in words."""
    known, minima = shares(found.fate), find(plan.surface_name).minima
    parts = [reaching(known[kind], minima[kind]) for kind in range(len(minima)) if kind in known]
    parts += [f"{percent(known[kind], 1)} {tr(words)}" for kind, words in WORDS.items() if kind in known]
    loss, at = best(plan, letter, found)
    soonest, when = first(plan, letter, found)
    parts.append(tr("least loss {loss} at {place}", loss=loss, place=at) if at else loss)
    if when:
        parts.append(tr("tolerance reached first after {count} gradients at {place}", count=soonest, place=when))
    return ", ".join(parts)


def bounded(plan: Plan) -> bool:
    """Whether no loss is below that of the surface's minimum."""
    surface = find(plan.surface_name)
    return surface.bounded and surface.has_lowest


def fine(plan: Plan, found: Ends) -> np.ndarray:
    """Which runs have a loss that counts: a finite one, and, where there may be any lower, one inside the frame."""
    return np.isfinite(found.loss) & (bounded(plan) | (found.fate != LEFT))


def best(plan: Plan, letter: str, found: Ends) -> tuple[str, str]:
    """The least loss that counts and where it is, in words; why there is none and "" where none counts."""
    loss = np.where(fine(plan, found), found.loss, np.inf)
    place = int(np.argmin(loss))
    if not np.isfinite(loss[place]):
        return (tr("no run ends in the frame") if np.isfinite(found.loss).any() else tr("no run ends finite")), ""
    return plain(loss[place], 3), _where(plan, letter, found, place)


def first(plan: Plan, letter: str, found: Ends) -> tuple[str, str]:
    """In how few gradients the tolerance is reached, and where, in words; "" for the latter where it never is."""
    there = found.reached >= 0
    if not there.any():
        return tr("not reached"), ""
    place = int(np.argmin(np.where(there, found.reached, np.iinfo(np.int32).max)))
    return grouped(found.reached[place] * plan.choices[letter].gradients), _where(plan, letter, found, place)


def alike(plan: Plan) -> str:
    """That the floats of the map do not tell all of its cells apart, in a sentence; "" where they do."""
    known, parts = numbers(plan), []
    for axis, label in zip(through(plan), labels(plan).values(), strict=True):
        item = known[axis.name].range
        count = SIDE if item.whole else told_apart(values(axis, item), plan.precision)
        if count < SIDE:
            parts.append(tr("{count} of {all} values of {number}", count=count, all=SIDE, number=in_sentence(label)))
    if not parts:
        return ""
    floats, told = tr(PRECISIONS[plan.precision]), listed(parts, "and")
    if plan.precision == DOUBLE:
        return tr("So near, {floats} tell only {values} apart: there is no looking closer.", floats=floats, values=told)
    return tr(
        "So near, {floats} tell only {values} apart. As *Precision*, choose {others}.",
        floats=floats,
        values=told,
        others=tr(PRECISIONS[DOUBLE]),
    )


def floats(plan: Plan) -> str:
    """In which floats the runs are, and what becomes of a marked run where races have others, in words."""
    floats, usual = tr(PRECISIONS[plan.precision]), tr(PRECISIONS[FLOAT])
    if plan.precision == FLOAT:
        return tr("in {floats}", floats=floats)
    return tr(
        "in {floats}; a marked run opens in {usual}, and may end otherwise than its cell",
        floats=floats,
        usual=usual,
    )


def _where(plan: Plan, letter: str, found: Ends, place: int) -> str:
    """The numbers of a cell: "learning rate 0.0123, momentum 0.9"; its own would tell a rule whose name is hidden."""
    chosen = plan.choices[letter]
    own = plan if chosen.veiled else replace(of_runner(plan, letter), slots=((letter, chosen),))
    side, known = isqrt(len(found.fate)), numbers(own)
    row, column = divmod(place, side)
    apart = SIDE // side
    texts = []
    for axis, label, at in zip(through(own), labels(own).values(), (column, row), strict=True):
        texts.append(f"{in_sentence(label)} {spelled(values(axis, known[axis.name].range)[::apart], at)}")
    return ", ".join(texts)
