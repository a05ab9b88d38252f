"""The trials of a search as tables: the best of each runner, and all, in the order in which they were tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas

from locales import ENGLISH, Words, speaking, tr
from locales.formats import grouped, percent, plain
from training.many import files
from training.many.fates import LOST
from training.many.networks import GOAL, THERE, Ends
from training.many.search.config import alone, by_loss, encode, judged, sides_of
from training.many.search.search import Search
from training.many.search.shown import SHOWS
from ui.looks.identity import Identity
from ui.network.search.compute import Tried, value_of
from ui.network.search.header import best
from ui.network.search.page import labels
from ui.network.search.words import at

SEARCH: Words = "Search"
TRIAL: Words = "Trial"
LABELS: tuple[Words, ...] = ("Training loss", "Validation loss", "Training score", "Validation score")
REACHED: Words = "Steps to tolerance"


def best_trials(search: Search, tried: Mapping[str, Tried]) -> tuple[list[str], dict[str, list[str]]]:
    """The heads, that of the runners first, and the cells of each: its best trial with the score of that, where it was
    found, how many come to the tolerance and how many are lost."""
    judge, goal = tr(SHOWS[judged(search)]), percent(GOAL)
    score = tr(LABELS[3] if by_loss(replace(search, shows="outcome")) == "valid" else LABELS[2])
    more = [] if judge == score else [score]
    heads = [tr("Search"), judge, *more, tr("at"), tr("Found in trial"), tr("Score of {goal} or more", goal=goal)]
    found = {}
    for slot, one in tried.items():
        place, fate = best(search, one), one.ends.fate
        cells = [tr("none"), *("" for _ in more), "", ""]
        if place >= 0:
            scored = [percent(float(one.ends.score[place])) for _ in more]
            value = plain(value_of(search, one.ends)[place], 3)
            cells = [value, *scored, at(alone(search, slot), one, place), grouped(place + 1)]
        there = tr("{there:,} of {count:,}", there=int((fate == THERE).sum()), count=len(fate))
        found[slot] = [*cells, there, grouped(int((fate == LOST).sum()))]
    return [*heads, tr("Not finite")], found


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


def arrays(search: Search, tried: Mapping[str, Tried]) -> dict[str, np.ndarray]:
    """All trials as columns by their names in links: the runner's letter, the number of the trial, its numbers and what
    became of it, (trials,) each, and the link."""
    counts = [len(one.values) for one in tried.values()]
    numbers = np.concatenate([one.values for one in tried.values()]).T
    ends = Ends(*(np.concatenate(part) for part in zip(*(one.ends for one in tried.values()), strict=True)))
    return {
        "runner": np.repeat([*tried], counts),
        "trial": np.concatenate([np.arange(1, count + 1) for count in counts]),
        **{str(getattr(search, f"{side}axis")): column for side, column in zip(sides_of(search), numbers, strict=True)},
        **ends._asdict(),
        files.LINK: np.array(f"search?{encode(search)}"),
    }


def npz_bytes(search: Search, tried: Mapping[str, Tried]) -> bytes:
    """These as an NPZ file."""
    return files.npz_bytes(arrays(search, tried))


def parquet_bytes(search: Search, tried: Mapping[str, Tried]) -> bytes:
    """These as a Parquet file."""
    return files.rows_bytes(arrays(search, tried))
