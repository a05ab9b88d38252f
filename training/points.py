"""The user's own points: their spelling in a link, ``x,y,class;x,y,class``, and how they are read from CSV text.

A class is a short name; numbers come first, in their order, then words. Coordinates are rounded to six digits, as a
link holds them.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from optimizers.base import shown
from training.samples import Dataset, Rng, Sample, noisy

OWN = "own"  # the data that a link brings along
MOST = 500
MOST_CLASSES = 6
FURTHEST = 1e6
LONGEST_NAME = 12
LONGEST_TEXT = 200_000  # characters
MOST_SENTENCES = 5
NUMBER = re.compile(r"-?\d+(\.\d+)?")
WHOLE = re.compile(r"\+?(-?\d+)(\.0*)?")  # 1.0 and +1 are how programs write the class 1
NAME = re.compile(rf"[A-Za-z0-9_.-]{{1,{LONGEST_NAME}}}")
HEADERS = (("x", "x1"), ("y", "x2"), ("class", "label", "target"))
EXAMPLE = "-1,-0.5,0;-0.6,-1,0;-1.2,0.4,0;-0.3,-0.4,0;1,0.6,1;0.5,1.1,1;1.3,-0.3,1;0.2,0.5,1"


class Point(NamedTuple):
    """A place and the name of its class."""

    x: float
    y: float
    label: str


class Row(NamedTuple):
    """The fields of one point as they are written, and the place where they stand, as a sentence names it."""

    place: str
    fields: Sequence[str]


def read(text: str) -> tuple[str, list[str]]:
    """The points of ``text`` as a link spells them, and one sentence for each thing in it that was not understood.

    ``text`` is the spelling of a link or CSV: with a header row or without, with comma, semicolon or tab. Raises
    ValueError, with a sentence, where it has no points of two classes.
    """
    points, problems = _points(text)
    sentences = [f"{problem}." for problem in problems[:MOST_SENTENCES]]
    if len(problems) > MOST_SENTENCES:
        sentences.append(f"{len(problems) - MOST_SENTENCES:,} more things were not understood and were left out.")
    if len({point.label for point in points}) < 2:
        found = "these are all of one class" if points else "there are none here"
        raise ValueError(" ".join([*sentences, f"Points of two classes are needed, such as 1,2,a;3,4,b; {found}."]))
    return spell(points), sentences


def spell(points: Iterable[Point]) -> str:
    """The points as a link has them: the shortest text that reads back as the same."""
    return ";".join(f"{_digits(point.x)},{_digits(point.y)},{point.label}" for point in points)


@lru_cache(maxsize=64)
def own(text: str) -> Dataset:
    """The data set of the points that ``text`` spells. Raises ValueError where ``read`` has something to say.

    All points are always used: there is neither a number of examples nor a balance to choose.
    """
    _, sentences = read(text)
    if sentences:
        raise ValueError(sentences[0])
    points, _ = _points(text)
    names = _names(points)
    x = np.array([(point.x, point.y) for point in points])
    y = np.array([float(names.index(point.label)) for point in points])
    order = np.argsort(y, kind="stable")

    def make(examples: int, noise: float, balance: float, rng: Rng) -> Sample:
        return Sample(noisy(x, noise, rng)[order], y[order], order)

    return Dataset(
        OWN,
        "Own points",
        "plane",
        "Points that were drawn, pasted or uploaded.",
        make,
        names,
        ("x", "y"),
        examples=len(points),
        most=len(points),
        noise=0.0,
        noise_high=3.0,
        source="Drawn, pasted or uploaded",
        fixed=True,
    )


def _names(points: Iterable[Point]) -> tuple[str, ...]:
    """The classes: numbers in their order, then words in that of the alphabet."""
    return tuple(sorted({point.label for point in points}, key=_rank))


def _rank(label: str) -> tuple[bool, float, str]:
    return (False, float(label), label) if NUMBER.fullmatch(label) else (True, 0.0, label)


def _points(text: str) -> tuple[list[Point], list[str]]:
    """The points that can be read, and what is wrong with the others: sentences without their full stop."""
    rows, problems = _rows(text[:LONGEST_TEXT])
    if len(text) > LONGEST_TEXT:
        problems.append(f"The text is longer than {LONGEST_TEXT:,} characters; the rest of it was left out")
    points: list[Point] = []
    known: set[str] = set()
    for number, row in enumerate(rows):
        if len(points) == MOST:
            problems.append(f"At most {MOST} points are used; the other {len(rows) - number:,} were left out")
            break
        try:
            points.append(_point(row.fields, known))
            known.add(points[-1].label)
        except ValueError as error:
            problems.append(f"{row.place}: {error}; the point was left out")
    return points, problems


def _point(fields: Sequence[str], known: set[str]) -> Point:
    if len(fields) != 3:
        raise ValueError(f"three values are needed, x, y and class, not {len(fields)}")
    x, y = (_coordinate(name, text) for name, text in zip("xy", fields, strict=False))
    label = fields[2].strip()
    whole = WHOLE.fullmatch(label)
    label = whole[1] if whole else label
    if not NAME.fullmatch(label):
        allowed = f"1 to {LONGEST_NAME} letters from a to z, digits, dots, dashes or underscores"
        raise ValueError(f"class must be {allowed}, not {shown(label)}")
    if label not in known and len(known) == MOST_CLASSES:
        raise ValueError(f"class must be one of the first {MOST_CLASSES} found, not {shown(label)}")
    return Point(x, y, label)


def _coordinate(name: str, text: str) -> float:
    if not abs(_number(text)) <= FURTHEST:
        raise ValueError(f"{name} must be a number from {-FURTHEST:,.0f} to {FURTHEST:,.0f}, not {shown(text.strip())}")
    return float(_digits(_number(text)))


def _number(text: str) -> float:
    """The number that ``text`` writes, NaN where it writes none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _digits(number: float) -> str:
    return f"{number + 0.0:.6g}"  # adding 0 makes -0 plain


def _rows(text: str) -> tuple[list[Row], list[str]]:
    """The rows of a text in one of the spellings, and what is remarkable about them."""
    lines = [(number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()]
    pieces = [piece for _, line in lines for piece in line.split(";") if piece.strip()]
    if ";" in text and any(_spells_point(piece) for piece in pieces):
        return [Row(f"Point {number}", piece.split(",")) for number, piece in enumerate(pieces, 1)], []
    return _table([(f"Line {number}" if len(lines) > 1 else "Point 1", line) for number, line in lines])


def _spells_point(text: str) -> bool:
    """Whether ``text`` is a point as a link has it; two numbers with decimal commas are not."""
    fields = text.split(",")
    return len(fields) == 3 and not any(math.isnan(_number(field)) for field in fields[:2])


def _table(lines: Sequence[tuple[str, str]]) -> tuple[list[Row], list[str]]:
    """The rows of CSV lines (place, text): three columns by the names of the header row, else the first three."""
    if not lines:
        return [], []
    first = lines[0][1]
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    rows = [Row(place, _split(line, delimiter)) for place, line in lines]
    columns, sentences = (0, 1, 2), []
    names = [field.strip().lower() for field in rows[0].fields]
    header = len(rows) > 1 and all(math.isnan(_number(field)) for field in rows[0].fields[:2])
    named = [next((names.index(word) for word in words if word in names), None) for words in HEADERS]
    if header and None not in named:
        columns = tuple(named)
    elif len(names) > 3:
        sentences.append(f"Only the first three of {len(names)} columns are used, as x, y and class")
    return [Row(row.place, _pick(row.fields, columns)) for row in rows[header:]], sentences


def _split(line: str, delimiter: str) -> list[str]:
    try:
        fields = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except (csv.Error, StopIteration):
        return [line]
    # Where commas do not separate fields they stand before decimals.
    return fields if delimiter == "," else [field.replace(",", ".") for field in fields]


def _pick(fields: Sequence[str], columns: Sequence[int]) -> Sequence[str]:
    return [fields[column] for column in columns] if max(columns) < len(fields) else fields
