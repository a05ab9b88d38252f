"""A grid of runs as a file that others read: CSV for a sheet, NPZ for numpy, Parquet.

The link of the map is in all, and where they are given the minima (k, 2), in whose list an outcome is a place.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from locales import Words
from locales.formats import rounded
from training.many.fates import LEFT, LOST, MOVING, RESTING
from training.many.networks import Ends

OF_RACES = ("loss", "outcome", "since", "reached")
LINK, MINIMA = "link", "minima"
OF_ALL = (LINK, MINIMA)  # what is no column
WORDS: Mapping[int, Words] = {
    RESTING: "at rest elsewhere",
    MOVING: "still moving",
    LEFT: "outside the frame",
    LOST: "not finite",
}


def csv_text(found: Mapping[str, np.ndarray]) -> str:
    """What ``training.many.grid`` found, a run a line: its numbers and what became of it.

    Of a race the outcome stands in words, with where a minimum lies, and "" is a tolerance that is never reached. The
    first line is the link, behind a #.
    """
    columns, minima = _columns(found), found.get(MINIMA, ())
    out = io.StringIO()
    out.write(f"# {found[LINK]}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(_written(name, column, minima) for name, column in columns.items()), strict=True))
    return out.getvalue()


def _columns(found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The numbers of every run, and what became of it, by name: (runs,) each."""
    axes = [name for name in found if name not in (*OF_RACES, *Ends._fields, *OF_ALL)]
    along = dict(zip(axes, np.meshgrid(*(found[name] for name in axes)), strict=True))
    return {name: (along[name] if name in along else found[name]).ravel() for name in found if name not in OF_ALL}


def _written(name: str, column: np.ndarray, minima: Sequence[Any] | np.ndarray) -> Iterator[Any]:
    reached = [f"minimum {place} at {rounded(x, 6)} {rounded(y, 6)}" for place, (x, y) in enumerate(minima, 1)]
    for value in column:
        if name == "outcome":
            yield WORDS.get(int(value)) or (reached[value] if reached else f"minimum {value + 1}")
        elif name in ("since", "reached"):
            yield "" if value < 0 else int(value)
        else:
            yield float(value)


def parquet_bytes(found: Mapping[str, np.ndarray]) -> bytes:
    """The same columns as numbers in a Parquet file, a run a row, with link and minima, as JSON, in its metadata."""
    return rows_bytes({**_columns(found), **{name: found[name] for name in OF_ALL if name in found}})


def rows_bytes(columns: Mapping[str, np.ndarray]) -> bytes:
    """Columns of equal length, the link and maybe minima as such a file."""
    import pyarrow  # here, since it takes a third of a second, and a grid needs none
    import pyarrow.parquet

    table = pyarrow.table({name: pyarrow.array(column) for name, column in columns.items() if name not in OF_ALL})
    about = {LINK: str(columns[LINK])}
    if MINIMA in columns:
        about[MINIMA] = json.dumps(columns[MINIMA].tolist())
    out = io.BytesIO()
    pyarrow.parquet.write_table(table.replace_schema_metadata(about), out)
    return out.getvalue()


def npz_bytes(found: Mapping[str, np.ndarray]) -> bytes:
    """The same arrays by the same names, as ``numpy.load`` reads them."""
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **found)
    return out.getvalue()
