"""Which rows of a table that was read are used: those with a value in every used column, as many as a link holds.

Each function gives a table and what is to be said of it, sentences without their full stop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

import numpy as np

from locales import tr, trn
from training.configuration.counts import listed
from training.data.columns import CLASS, MOST_CLASSES, Cell, Table, spell, written
from training.data.samples import apportion

MOST = 500  # rows
MOST_CHARACTERS = 20_000  # of a link, which has some more for all else
SAFE = ",;:"  # characters that stand in a link as they are

Found = tuple[Table, list[str]]


def complete(table: Table) -> Found:
    """The rows that have a value in every column that is used."""
    used = table.used
    rows = tuple(row for row in table.rows if all(row[place] is not None for place in used))
    gone = len(table.rows) - len(rows)
    if not gone:
        return table, []
    where = [table.columns[place].name for place in used if any(row[place] is None for row in table.rows)]
    words = trn(
        "{count:,} row was left out, without a value in {names}",
        "{count:,} rows were left out, without a value in {names}",
        gone,
        names=listed(where),
    )
    return table._replace(rows=rows), [words]


def frequent(table: Table) -> Found:
    """The rows of the most frequent classes, where there are more than can be told apart."""
    place = table.target
    if place is None or table.columns[place].role != CLASS:
        return table, []
    counts = Counter(written(row[place]) for row in table.rows)
    if len(counts) <= MOST_CLASSES:
        return table, []
    kept = {name for name, _ in counts.most_common(MOST_CLASSES)}
    rows = tuple(row for row in table.rows if written(row[place]) in kept)
    words = trn(
        "{name} has {classes:,} classes: the {most} most frequent are used, and {count:,} row was left out, of other "
        "classes",
        "{name} has {classes:,} classes: the {most} most frequent are used, and {count:,} rows were left out, of other "
        "classes",
        len(table.rows) - len(rows),
        name=table.columns[place].name,
        classes=len(counts),
        most=MOST_CLASSES,
    )
    return table._replace(rows=rows), [words]


def first(table: Table) -> Found:
    """The first rows, as many as a link holds: points that are added do not take the place of others."""
    lengths = np.cumsum([length(_spelled(row)) + 1 for row in table.rows])
    head = length(spell(table._replace(rows=())))
    count = min(MOST, int(np.searchsorted(lengths, MOST_CHARACTERS - head, side="right")))
    if count >= len(table.rows):
        return table, []
    words = tr(
        "At most {count} points are used, as a link holds no more; the other {others:,} were left out",
        count=count,
        others=len(table.rows) - count,
    )
    return table._replace(rows=table.rows[:count]), [words]


def sampled(table: Table) -> Found:
    """Rows from all over the table, as many as a link holds, with the share that each class has, in their order."""
    total, place = len(table.rows), table.target
    target = place if place is not None and table.columns[place].role == CLASS else None
    known = np.array(["" if target is None else written(row[target]) for row in table.rows])
    names, strata = np.unique(known, return_inverse=True)
    least = max(2, len(names))
    room, count = MOST_CHARACTERS - length(spell(table._replace(rows=()))), min(MOST, total)
    while True:
        chosen = _spread(strata, count)
        rows = tuple(table.rows[row] for row in chosen)
        size = sum(length(_spelled(row)) + 1 for row in rows)
        if size <= room or count <= least:
            break
        count = max(least, min(count - 1, int(count * room / size)))
    if len(rows) == total:
        return table, []
    counts = {"count": len(rows), "total": total}
    if target is None:
        words = tr("{count:,} of {total:,} rows are used, from all over the table: a link holds no more", **counts)
    else:
        words = tr(
            "{count:,} of {total:,} rows are used, from all over the table, with the share that each class has: a link "
            "holds no more",
            **counts,
        )
    return table._replace(rows=rows), [words]


def _spread(strata: np.ndarray, count: int) -> np.ndarray:
    """``count`` rows at equal distances in each stratum, as many as its share."""
    if not count:
        return strata
    sizes = np.bincount(strata)
    kept = np.minimum(apportion(count, sizes, least=1), sizes)
    places = [
        np.flatnonzero(strata == number)[(2 * np.arange(few) + 1) * size // (2 * few)]
        for number, (few, size) in enumerate(zip(kept, sizes, strict=True))
    ]
    return np.sort(np.concatenate(places))


def length(text: str) -> int:
    """How many characters of a link a text takes."""
    return len(quote(text, safe=SAFE))


def _spelled(row: Iterable[Cell]) -> str:
    return ",".join(map(written, row))
