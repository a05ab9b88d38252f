"""All trials of a search as one table: a row each, in the order in which they were tried."""

from __future__ import annotations

from collections.abc import Mapping

import pandas

from locales import ENGLISH, Words, speaking, tr
from training.many.search.config import encode
from training.many.search.search import Search
from ui.looks.identity import Identity
from ui.network.search.compute import Tried, value_of
from ui.network.search.page import labels

SEARCH: Words = "Search"
TRIAL: Words = "Trial"
LABELS: tuple[Words, ...] = ("Training loss", "Validation loss", "Training score", "Validation score")
REACHED: Words = "Steps to tolerance"


def frame(search: Search, tried: Mapping[str, Tried], people: Mapping[str, Identity]) -> pandas.DataFrame:
    """The trials of all runners: who searched, the number of the trial, its numbers and its last figures."""
    parts = []
    for slot, one in tried.items():
        columns = dict(zip(labels(search).values(), one.values.T, strict=True))
        figures = dict(zip(map(tr, LABELS), one.ends, strict=False))
        if search.shows == "reached":
            figures[tr(REACHED)] = value_of(search, one.ends)
        count = len(one.values)
        who = {tr(SEARCH): [people[slot].label] * count, tr(TRIAL): range(1, count + 1)}
        parts.append(pandas.DataFrame({**who, **columns, **figures}))
    return pandas.concat(parts, ignore_index=True)


def csv_text(search: Search, tried: Mapping[str, Tried], people: Mapping[str, Identity]) -> str:
    """The same as a CSV file with English heads, whose first line is a comment with the link."""
    with speaking(ENGLISH):
        return f"# search?{encode(search)}\n{frame(search, tried, people).to_csv(index=False)}"
