"""A grid of trials as lines: the final loss of each runner over the number across, whatever the number up is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from locales import in_sentence, tr
from training.many.across import across
from training.many.axes import LOG
from training.many.search.config import ROWS, alone, by_loss, sides_of
from training.many.search.points import shape
from training.many.search.search import Search
from training.many.search.shown import SHOWS
from ui.looks.identity import identities
from ui.network.search.compute import Tried
from ui.network.search.page import labels
from ui.widgets import across as charts


def found_of(search: Search, letter: str, one: Tried) -> charts.Line | None:
    """What the losses of one runner are over the number across; None where its trials are no whole grid of two."""
    own = alone(search, letter)
    alike = own.xscale == search.xscale
    if own.method != "grid" or len(sides_of(own)) != 2 or not alike or len(one.values) < one.planned:
        return None
    columns, rows = shape(own)
    kind = by_loss(search)
    loss, start = (np.reshape(getattr(one.ends, f"{kind}_{when}"), (rows, columns)) for when in ("loss", "start"))
    before = np.median(start, axis=0)
    numbers = one.values[:columns, 0]
    return charts.Line(identities(ROWS, search)[letter], numbers, across(numbers, loss, before), before)


def lines(search: Search, tried: Mapping[str, Tried]) -> None:
    """The chart of all runners that have one."""
    found = [found_of(search, letter, one) for letter, one in tried.items()]
    if drawn := [one for one in found if one is not None]:
        named = labels(search)
        what = in_sentence(tr(SHOWS[by_loss(search)]))
        charts.lines(drawn, (named["x"], named["y"]), log=search.xscale == LOG, what=what)
