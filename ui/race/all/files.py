"""The runs of the matrix as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np

from locales import ENGLISH, speaking
from locales.formats import rounded
from training.many.files import WORDS
from training.many.matrix import DEFAULT, Cell
from ui.race.all.columns import columns_of
from ui.race.all.compute import Cells

HEADS = ("optimizer", "surface", "rate", "value", "default", "outcome", "since", "reached", "loss")


def csv_text(cells: Cells, link: str) -> str:
    """A run a line: who, where, the rate and its name, whether that is the default one, and what became of the run.

    What became of it stands in the words of its column. "" is a tolerance, or an accuracy, that is never reached. The
    first line is a comment with the link.
    """
    with speaking(ENGLISH):
        words = {column.key: column.header["words"] for column in columns_of("")}
    out = io.StringIO()
    out.write(f"# all?{link}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    for (name, surface), cell in cells.items():
        for place in range(len(cell.rates)):
            if np.isfinite(cell.rates[place]) and (cell.rate or place == DEFAULT):
                writer.writerow((name, surface, *_run(cell, place, words.get(surface, {}))))
    return out.getvalue()


def _run(cell: Cell, place: int, words: Mapping[str, str]) -> tuple[object, ...]:
    fate, reached = int(cell.fate[place]), int(cell.reached[place])
    return (
        cell.rate,
        rounded(cell.rates[place], 6) if cell.rate else "",
        int(place == DEFAULT),
        words.get(str(fate), WORDS.get(fate, f"minimum {fate + 1}")),
        int(cell.since[place]),
        "" if reached < 0 else reached,
        float(np.float32(cell.loss[place])),
    )
