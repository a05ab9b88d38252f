"""What the columns of a table are used as: inputs, the class or number to predict, or nothing.

A table is spelled ``1,2,a;3,4,b``, or with the names of its columns first: ``width,unused:id,class:kind;1.5,7,a``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from locales import formats, tr
from optimizers.base import shown
from training.data.sheets import MARKS, missing, number

INPUT, CLASS, NUMBER, UNUSED = "input", "class", "number", "unused"
MOST_CLASSES = 10  # as many as have a colour and a shape
LONGEST_NAME, END = 40, 12  # characters, and those of a longer name's end that are kept
FURTHEST = 1e12
TARGETS = ("class", "label", "target", "species", "y")  # the names of what is to be predicted, the surest first
CLASSES = TARGETS[:4]  # a number called so is that of a class
COUNTERS = ("id", "index", "no", "nr", "row", "#")
SEPARATORS = str.maketrans(dict.fromkeys(',;"', " "))


Cell = float | str | None  # a number, a word, no value


class Column(NamedTuple):
    """The name of a column and what it is used as."""

    name: str
    role: str = INPUT


class Table(NamedTuple):
    """Columns and rows of cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def target(self) -> int | None:
        """The place of the column that is to be predicted."""
        return next((place for place, column in enumerate(self.columns) if column.role in (CLASS, NUMBER)), None)

    @property
    def predicted(self) -> int:
        """The same of a table that has such a column, as every one that was read."""
        assert self.target is not None
        return self.target

    @property
    def inputs(self) -> list[int]:
        """The places of the columns from which it is predicted."""
        return [place for place, column in enumerate(self.columns) if column.role == INPUT]

    @property
    def used(self) -> list[int]:
        """The places of both."""
        return [*self.inputs, *([] if self.target is None else [self.target])]


PLAIN = (Column("x"), Column("y"), Column("class", CLASS))  # what a table without names has


@dataclass(frozen=True)
class Cells:
    """One column as it was read: its name and its cells, all of them numbers where it is ``numeric``."""

    name: str
    cells: tuple[Cell, ...]
    numeric: bool

    @cached_property
    def counts(self) -> Counter[Cell]:
        """How often each value occurs."""
        return Counter(cell for cell in self.cells if cell is not None)

    @property
    def present(self) -> int:
        """How many cells have a value."""
        return self.counts.total()

    @property
    def unnamed(self) -> bool:
        """Whether the first row of a text has no name for it; pandas writes that as "Unnamed: 0"."""
        return not self.name or self.name.startswith("Unnamed:")

    def is_class(self) -> bool:
        """Whether these are better understood as classes than as numbers."""
        few = 2 if self.name.casefold() not in CLASSES else MOST_CLASSES
        return not self.numeric or len(self.counts) <= min(MOST_CLASSES, max(few, self.present // 2))

    def counts_rows(self) -> bool:
        """Whether each row has the next whole number, and the name is empty or that of a counter."""
        if not self.numeric or (not self.unnamed and self.name.casefold() not in COUNTERS):
            return False
        whole = len(self.counts) == len(self.cells) and all(
            isinstance(value, float) and value.is_integer() for value in self.counts
        )
        return whole and (self.unnamed or bool((np.diff(np.array(self.cells, float)) == 1).all()))


def tidy(text: str) -> str:
    """A name in any script on one line, without what separates cells and rows.

    A long one is shortened inside: names that begin alike mostly differ at their ends.
    """
    plain = unicodedata.normalize("NFC", text).translate(SEPARATORS)
    shown = "".join(" " if letter.isspace() else letter for letter in plain if _shows(letter))
    name = " ".join(shown.lstrip("# ").split())
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - END - 1].rstrip()}…{name[-END:].lstrip()}"


def _shows(letter: str) -> bool:
    """Whether a letter is not one of those that control a screen, the direction of text or an encoding."""
    return letter.isspace() or unicodedata.category(letter)[0] != "C"


@lru_cache(maxsize=1024)  # the words of a column come again and again
def label(text: str) -> str | None:
    """The name of a class, None where there is none: a number has one spelling, 1 for 1.0, +1 and 1.0e+00."""
    value = number(text)
    name = tidy(text) if value is None or abs(value) > FURTHEST else written(value)
    if name.startswith(MARKS):
        name = tidy(name.replace(":", " ", 1))  # in a first row it would be that of a column
    return None if missing(name) else name


def written(cell: Cell) -> str:
    """A cell as a link holds it: whole numbers, which may be those of classes, with all digits, others with six."""
    if not isinstance(cell, float):
        return cell or ""
    return formats.spell(cell) if cell.is_integer() else formats.rounded(cell, 6)


def cells_of(name: str, texts: Sequence[str], numeric: bool) -> tuple[tuple[Cell, ...], dict[int, str]]:
    """The cells of a column, and by row what is wrong with those that are no number where they should be."""
    if not numeric:
        return tuple(map(label, texts)), {}
    cells = tuple(map(number, texts))
    ends = {"name": name, "low": formats.grouped(-FURTHEST), "high": formats.grouped(FURTHEST)}
    wrong = {
        row: tr("{name} must be a number from {low} to {high}, not {value}", **ends, value=shown(texts[row]))
        for row, cell in enumerate(cells)
        if (not missing(texts[row]) if cell is None else abs(cell) > FURTHEST)
    }
    return cells, wrong


def assigned(columns: Sequence[Cells]) -> tuple[Column, ...]:
    """What each column is used as where nobody has said it."""
    target = _target(columns)
    found = []
    for place, column in enumerate(columns):
        if place == target:
            role = CLASS if column.is_class() else NUMBER
        else:
            useless = not column.numeric or column.counts_rows() or 2 * column.present <= len(column.cells)
            role = UNUSED if useless else INPUT
        found.append(Column(column.name, role))
    return tuple(found)


def _target(columns: Sequence[Cells]) -> int | None:
    """The column with the name of a target, or the last one of words, or else of numbers."""
    names = [column.name.casefold() for column in columns]
    able = [place for place, column in enumerate(columns) if len(column.counts) > 1]
    named = [names.index(word) for word in TARGETS if word in names and names.index(word) in able]
    if named and not (names[named[0]] == "y" and "x" in names and len(names) > 2):
        return named[0]
    words = [place for place in able if not columns[place].numeric]
    few = [place for place in words if len(columns[place].counts) <= MOST_CLASSES]
    often = [place for place in words if 2 * len(columns[place].counts) <= columns[place].present]
    rest = [place for place in able if columns[place].numeric and not columns[place].counts_rows()]
    return next((places[-1] for places in (few, often, rest) if places), None)


def unique(names: Iterable[str]) -> list[str]:
    """The names, those that are there already with a number behind them."""
    found: list[str] = []
    for name in names:
        fresh, count = name, 1
        while fresh in found:
            count += 1
            fresh = f"{name[: LONGEST_NAME - 4]} {count}"
        found.append(fresh)
    return found


def spell(table: Table) -> str:
    """The table as a link has it."""
    head = [] if table.columns == PLAIN else [",".join(map(marked, table.columns))]
    return ";".join([*head, *(",".join(map(written, row)) for row in table.rows)])


def marked(column: Column) -> str:
    """The name of a column with what it is used as, where it is no input."""
    return column.name if column.role == INPUT else f"{column.role}:{column.name}"


def unmarked(text: str) -> Column:
    """The column of a name as ``marked`` has it."""
    role, colon, name = text.partition(":")
    return Column(tidy(name), role) if colon and role in (CLASS, NUMBER, UNUSED) else Column(tidy(text))
