"""All trials of a search as one table: a row each, in the order in which they were tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas

from locales import Words
from training.many.search.config import encode
from training.many.search.search import Search
from ui.looks.identity import Identity
from ui.network.search.compute import Tried
from ui.network.search.page import labels

SEARCH: Words = "Search"
TRIAL: Words = "Trial"
LABELS: tuple[Words, ...] = ("Training loss", "Validation loss", "Training score", "Validation score")


def frame(
    search: Search, tried: Mapping[str, Tried], people: Mapping[str, Identity], told: Callable[[str], str] = str
) -> pandas.DataFrame:
    """The trials of all runners: who searched, the number of the trial, its numbers and its last figures.

    ``told`` makes the heads of English ones, which a file has.
    """
    parts = []
    for slot, one in tried.items():
        columns = dict(zip(map(told, labels(search).values()), one.values.T, strict=True))
        figures = dict(zip(map(told, LABELS), one.ends, strict=True))
        count = len(one.values)
        who = {told(SEARCH): [people[slot].label] * count, told(TRIAL): range(1, count + 1)}
        parts.append(pandas.DataFrame({**who, **columns, **figures}))
    return pandas.concat(parts, ignore_index=True)


def csv_text(search: Search, tried: Mapping[str, Tried], people: Mapping[str, Identity]) -> str:
    """The same as a CSV file, whose first line is a comment with the link."""
    return f"# ?{encode(search)}\n{frame(search, tried, people).to_csv(index=False)}"
