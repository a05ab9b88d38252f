"""What is said of the trials of a search: where one lies, and how they are made."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from locales import Words, in_sentence, tr, trn
from locales.formats import exact, percent
from training.configuration.counts import listed
from training.many import together
from training.many.axes import MEMORY, Axis, share
from training.many.networks import GOAL, THERE
from training.many.precision import FLOAT, PRECISIONS
from training.many.search.box import around
from training.many.search.config import VARIED, alone, sides_of
from training.many.search.search import Search
from ui.network.search import compute
from ui.network.search.compute import Tried
from ui.network.search.page import labels

LEAD: Words = (
    "Every point is a network trained with numbers of its own. Mark some and train them side by side, or one, to watch "
    "it and change its numbers by hand with *Change a number here*."
)
FINE = 1e-3  # of the way along an axis, to which a number tells where it lies
FEWEST, MOST = 4, 17  # digits of a number


def at(search: Search, one: Tried, place: int) -> str:
    """The numbers of a trial in words: "learning rate 0.0123, momentum 0.9"."""
    return ", ".join(
        f"{label} {spelled(axis, float(value))}"
        for label, axis, value in zip(*_named(search), one.values[place], strict=True)
    )


def working(search: Search, one: Tried) -> str:
    """How many trials come to the tolerance, and between which numbers around the best of them all do, in words."""
    there, count = one.ends.fate == THERE, len(one.values)
    if not count:
        return tr("No trial is done yet.")
    goal = percent(GOAL)
    if not there.any():
        return tr("No trial of {count:,} ends at a score of {goal} or more.", count=count, goal=goal)
    inside = _beside(search, one, there)
    names, _ = _named(search)
    ranges = listed([_between(*each) for each in zip(names, one.values[inside].T, strict=True)], "and")
    many = trn(
        "{there:,} of {count:,} trials ends at a score of {goal} or more.",
        "{there:,} of {count:,} trials end at a score of {goal} or more.",
        int(there.sum()),
        there=int(there.sum()),
        count=count,
        goal=goal,
    )
    if inside.sum() == 1:
        return f"{many} {tr('The best has {ranges}.', ranges=ranges)}"
    return f"{many} {tr('All {inside:,} with {ranges} do.', inside=int(inside.sum()), ranges=ranges)}"


def _beside(search: Search, one: Tried, there: np.ndarray) -> np.ndarray:
    """Which trials lie around the best of those that come to the tolerance where all do, (trials,) bools."""
    places = [share(axis, values) for axis, values in zip(_named(search)[1], one.values.T, strict=True)]
    works = np.flatnonzero(there)
    best = works[np.argmin(compute.criterion(search, one.ends)[works])]
    return around(np.stack(places, axis=1), there, int(best))


def _named(search: Search) -> tuple[list[str], list[Axis]]:
    """What the numbers that vary are called within a sentence, and their sides."""
    named = labels(search)
    sides = sides_of(search)
    return [in_sentence(named[side]) for side in sides], [VARIED.axis(search, side, 2) for side in sides]


def _between(label: str, values: np.ndarray) -> str:
    """From where to where numbers go: "learning rate 0.01 to 0.3", with all digits, so that none is outside."""
    low, high = (exact(float(end)) for end in (values.min(), values.max()))
    return f"{label} {low if low == high else tr('{low} to {high}', low=low, high=high)}"


def spelled(axis: Axis, value: float) -> str:
    """A number along an axis, with four digits or with as many as tell where along it the number lies."""
    gap = 1 - value if axis.scale == MEMORY else axis.high - axis.low
    short = [float(f"{value:.{digits}g}") for digits in range(FEWEST, MOST + 1)]
    return exact(next((one for one in short if abs(one - value) <= FINE * gap), value))


def made(search: Search, letters: Iterable[str]) -> str:
    """How the trials of these runners are made, and where one that is opened may end otherwise, in sentences."""
    own = [alone(search, letter) for letter in letters]
    trial = tr(
        "Each trial is {steps:,} gradients from the same initial weights and mini-batches unless these vary, on the "
        "{devices} in {floats}",
        steps=search.steps,
        devices=listed(sorted({*map(compute.device, own)}), "and"),
        floats=tr(PRECISIONS[search.precision]),
    )
    beside = any(compute.chunk(one) > together.FEW for one in own)
    if not beside and search.precision == FLOAT:
        return f"{trial}."
    told = {"trial": trial, "floats": tr(PRECISIONS[FLOAT])}
    if not beside:
        return tr(
            "{trial}. *Train this one* trains it in {floats}: where training is unstable, as beyond the edge of what "
            "trains, it may end otherwise, since rounding decides there.",
            **told,
        )
    return tr(
        "{trial}, side by side with others. *Train this one* trains it by itself in {floats}: where training is "
        "unstable, as beyond the edge of what trains, it may end otherwise, since rounding decides there.",
        **told,
    )
