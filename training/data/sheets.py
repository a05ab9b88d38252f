"""A text as rows of cells: a link's own spelling, 1,2,a;3,4,b, a spreadsheet's CSV, or columns between spaces.

What separates the cells, and whether the first row names the columns, is found from the cells that are numbers.
"""

from __future__ import annotations

import csv
import math
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from locales import tr
from training.configuration import numbers

LONGEST_TEXT = 1_000_000  # characters
MISSING = ("", "na", "n/a", "#n/a", "nan", "null", "?")  # a cell without a value, in lower case
MARKS = ("class:", "number:", "unused:")  # before the name of a column, what it is used as
DELIMITERS = ("\t", ";", "|", ",", " ")
LOOKED_AT = 100  # rows, to find what separates the cells
MANY = 5  # columns that are counted, 0 to 4, in no row by chance


class Row(NamedTuple):
    """The cells of one row as they are written, and the place where they stand, as a sentence names it."""

    place: str
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A text as rows of ``width`` cells.

    ``names`` are those of the columns where the first row holds them, "" for one without; else None. ``linked`` says
    that the text is spelled as in a link, ``sentences`` (without their full stop) what there is to say.
    """

    names: tuple[str, ...] | None
    rows: list[Row]
    width: int
    linked: bool
    sentences: list[str]


def sheet(text: str) -> Sheet:
    """The rows of a text; those of another width than most are left out and named."""
    sentences = []
    if len(text) > LONGEST_TEXT:
        sentences.append(
            tr("The text is longer than {most:,} characters; the rest of it was left out", most=LONGEST_TEXT)
        )
    comment, lines = _lines(text[:LONGEST_TEXT])
    linked = _is_link([line for _, line in lines])
    rows = _linked_rows(lines) if linked else _csv_rows(lines, comment)
    names, rows = _headed(rows, sentences)
    width = len(names) if names else _width(rows)
    fitting = []
    for number, (place, cells) in enumerate(rows, 1):
        place = place or tr("Point {number}", number=number)
        if len(cells) == width:
            fitting.append(Row(place, cells))
        else:
            reason = tr("{width} values are needed, not {count}", width=width, count=len(cells))
            sentences.append(tr("{place}: {reason}; the row was left out", place=place, reason=reason))
    return Sheet(names, fitting, width, linked, sentences)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or what says that it is UTF-16, else as older programs for Windows write it."""
    # Spreadsheets save "Unicode text" in 16 bits, and say so with their first two bytes.
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def number(cell: str) -> float | None:
    """The finite number that a cell writes, read as the number fields do; None where it writes none."""
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return _typed(cell)
    return value if math.isfinite(value) else None


_typed = lru_cache(maxsize=1024)(numbers.read)  # the words of a column come again and again


def missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.lower() in MISSING


def numeric(cells: Sequence[str]) -> bool:
    """Whether two thirds of the cells that have a value are numbers, or more."""
    there = [cell for cell in cells if not missing(cell)]
    return bool(there) and 3 * sum(map(_valued, there)) >= 2 * len(there)


def _lines(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The lines that say something, with their numbers, and the comment above them, which may name the columns."""
    lines = [(n, line) for n, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()]
    rest = [(n, line) for n, line in lines if not line.lstrip().startswith("#")] if len(lines) > 1 else lines
    above = [line for n, line in lines if rest and n < rest[0][0]]
    return (above[-1].lstrip("# ") if above else ""), rest


def _linked_rows(lines: Sequence[tuple[int, str]]) -> list[Row]:
    pieces = (piece for _, line in lines for piece in line.split(";") if piece.strip())
    return [Row("", tuple(cell.strip() for cell in piece.split(","))) for piece in pieces]


def _csv_rows(lines: Sequence[tuple[int, str]], comment: str) -> list[Row]:
    head = _split(lines[0][1], ",") if lines else ()
    said = len(head) > 1 and any(name.startswith(MARKS) for name in head)  # commas are how the page itself writes rows
    delimiter = "," if said else _delimiter([line for _, line in lines[:LOOKED_AT]])
    rows = [Row(tr("Line {number}", number=number), _split(line, delimiter)) for number, line in lines]
    names = _split(comment, delimiter)
    return [Row(tr("The comment"), names), *rows] if comment and len(names) == _width(rows) else rows


def _width(rows: Sequence[Row]) -> int:
    """How many cells most rows have."""
    return Counter(len(row.cells) for row in rows).most_common(1)[0][0] if rows else 0


def _is_link(lines: Sequence[str]) -> bool:
    """Whether ``;`` separates rows, not the cells of a row with decimal commas."""
    if not any(";" in line for line in lines):
        return False
    if len(lines) == 1:
        return "," in lines[0]
    pieces = [piece for line in lines for piece in line.split(";") if piece.strip()]
    return 2 * sum(map(_is_point, pieces)) > len(pieces)


def _is_point(piece: str) -> bool:
    cells = piece.split(",")
    return len(cells) > 2 and _valued(cells[0].strip()) and _valued(cells[1].strip())


def _delimiter(lines: Sequence[str]) -> str:
    """What separates the cells: that by which most of them are numbers, in rows of one width rather than of many."""

    def rank(delimiter: str) -> float:
        rows = [_split(line, delimiter) for line in lines]
        width, count = Counter(map(len, rows)).most_common(1)[0]
        return sum(_valued(cell) for cells in rows for cell in cells if len(cells) == width) * count

    best = max(DELIMITERS, key=rank) if lines else ","
    return best if lines and rank(best) else ","


def _split(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line.strip(" \r\n")], delimiter=delimiter, skipinitialspace=True))
    except (csv.Error, StopIteration):
        return (line,)
    return tuple(cell.strip() for cell in cells)


def _headed(rows: list[Row], sentences: list[str]) -> tuple[tuple[str, ...] | None, list[Row]]:
    """The names of the columns, where the first row holds them, and the rows below."""
    if len(rows) < 2:
        return None, rows
    (place, names), rest = rows[0], rows[1:]
    width = _width(rest)
    if len(names) == width - 1 and not any(map(_valued, names)):
        names = ("", *names)  # R's write.table does not name the column of row names
    columns = list(zip(*(row.cells for row in rest[:LOOKED_AT] if len(row.cells) == width), strict=True))
    if len(names) != width or not columns:
        return None, rows
    if any(name.startswith(MARKS) for name in names):
        return names, rest
    over = [(name, cells) for name, cells in zip(names, columns, strict=True) if numeric(cells)]
    if _counts(names, columns, over):
        shown = ", ".join(name for name in names if name)
        first = place or tr("The first point")
        sentences.append(tr("{place} ({names}) was read as the names of the columns", place=first, names=shown))
        return names, rest
    known = sum(_valued(name) for name, _ in over)
    words = sum(not _valued(name) and not missing(name) for name, _ in over)
    return (names, rest) if words > known else (None, rows)


def _valued(cell: str) -> bool:
    return number(cell) is not None


def _counts(names: Sequence[str], columns: Sequence[Sequence[str]], over: Sequence[tuple]) -> bool:
    """Whether a row counts the columns, 0, 1, 2, as programs name what has no name: above numbers with decimals.

    ``over`` are the names and cells of the columns of numbers. A word in such a row is none of those below it.
    """
    bare = [(name, cells) for name, cells in over if name]
    counting = [name for name, _ in bare] in ([str(i + first) for i in range(len(bare))] for first in (0, 1))
    decimal = any(not any(cell.lstrip("+-").isdigit() for cell in cells) for _, cells in bare)
    unnamed = not names[0] and all(columns[0])
    fresh = all(name not in cells for name, cells in zip(names, columns, strict=True) if name and not numeric(cells))
    return len(bare) > 1 and counting and fresh and (decimal or unnamed or len(bare) >= MANY)
