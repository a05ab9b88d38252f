"""The user's own data as they are read from text: a link's spelling, a spreadsheet's CSV, what a program printed.

All that is read becomes the text of a link (see ``training.data.columns``), which is the whole truth from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from locales import cached_by_language, tr
from training.data.columns import (
    CLASS,
    INPUT,
    MOST_CLASSES,
    NUMBER,
    PLAIN,
    UNUSED,
    Cell,
    Cells,
    Column,
    Table,
    assigned,
    cells_of,
    spell,
    tidy,
    unique,
    unmarked,
    written,
)
from training.data.selection import MOST_CHARACTERS, complete, first, frequent, length, sampled
from training.data.sheets import MARKS, Row, Sheet, numeric, sheet

MOST_INPUTS = 64
MOST_SENTENCES = 5
POINTS = "1,2,a;3,4,b"  # of two classes


def read(text: str) -> tuple[str, list[str]]:
    """The data of ``text`` as a link spells them, and one sentence for each thing in it that was not understood.

    ``text`` is the spelling of a link, or rows of cells with or without a first row of names. Raises ValueError, with
    a sentence, where nothing can be learned from it.
    """
    spelled, sentences = _read_once(text)
    return spelled, [*sentences]


@cached_by_language(16)  # what somebody uploads is read for its rows, and again for what there is to say
def _read_once(text: str) -> tuple[str, tuple[str, ...]]:
    found = sheet(text)
    says = any(name.startswith(MARKS) for name in found.names) if found.names else found.linked
    nothing: tuple[Table, list[str]] = Table((), ()), []
    table, problems = nothing if not found.rows else _linked(found) if says else _guessed(found)
    problems = [*found.sentences, *problems]
    sentences = [f"{problem}." for problem in problems[:MOST_SENTENCES]]
    if len(problems) > MOST_SENTENCES:
        more = len(problems) - MOST_SENTENCES
        sentences.append(tr("{more:,} more things were not understood and were left out.", more=more))
    if reason := _useless(table):
        raise ValueError(" ".join([*sentences, reason]))
    return spell(table), tuple(sentences)


@lru_cache(maxsize=64)
def table(text: str) -> Table:
    """The table that ``text`` spells, as ``read`` gives it. Raises ValueError where that has something to say."""
    spelled, sentences = read(text)
    if sentences:
        raise ValueError(sentences[0])
    found = sheet(spelled)
    return _linked(found)[0]


def _linked(found: Sheet) -> tuple[Table, list[str]]:
    """The rows of a text that says what its columns are; the first ones where they are too many."""
    columns, texts = _named(found), _texts(found)
    known = [
        column.role in (INPUT, NUMBER) or (column.role == UNUSED and all_numbers(texts[place]))
        for place, column in enumerate(columns)
    ]
    cells, problems = _read(found.rows, texts, [column.name for column in columns], known)
    return _selected(Table(columns, tuple(zip(*cells, strict=True))), problems, first)


def _guessed(found: Sheet) -> tuple[Table, list[str]]:
    """The rows of a text that does not say what its columns are, without columns that are of no use."""
    texts = _texts(found)
    names = [*map(tidy, found.names)] if found.names else _numbered(found.width)
    called = unique(name or f"column {place}" for place, name in enumerate(names, 1))
    known = [numeric(part) for part in texts]
    cells, problems = _read(found.rows, texts, called, known)
    columns = list(map(Cells, names, cells, known))
    roles = assigned(columns)
    kept, said = _kept(columns, roles)
    used = tuple(Column(called[place], roles[place].role) for place in kept)
    table = Table(used, tuple(zip(*(cells[place] for place in kept), strict=True)))
    return _selected(table, [*problems, *said], sampled)


def _texts(found: Sheet) -> list[tuple[str, ...]]:
    """The cells column by column, as they are written."""
    return list(zip(*(row.cells for row in found.rows), strict=True)) or [()] * found.width


def _read(
    rows: Sequence[Row], texts: Sequence[Sequence[str]], names: Sequence[str], known: Sequence[bool]
) -> tuple[list[tuple[Cell, ...]], list[str]]:
    """The cells column by column, and what is wrong with rows, which are left out."""
    columns: list[tuple[Cell, ...]] = []
    wrong: dict[int, str] = {}
    for name, part, numbers in zip(names, texts, known, strict=True):
        cells, found = cells_of(name, part, numbers)
        columns.append(cells)
        wrong = found | wrong
    if wrong:
        columns = [tuple(cell for row, cell in enumerate(cells) if row not in wrong) for cells in columns]
    return columns, [
        tr("{place}: {reason}; the row was left out", place=rows[row].place, reason=wrong[row]) for row in sorted(wrong)
    ]


def _selected(table: Table, problems: list[str], fitting: Callable) -> tuple[Table, list[str]]:
    for select in (complete, frequent, fitting):
        table, said = select(table)
        problems = [*problems, *said]
    return table, problems


def _named(found: Sheet) -> tuple[Column, ...]:
    """The columns of a text that says, or has no need to say, what they are used as; the last is the target."""
    if found.names is None:
        return tuple(Column(name, CLASS if name == PLAIN[-1].name else INPUT) for name in _numbered(found.width, True))
    columns = [unmarked(name) for name in found.names]
    names = unique(column.name or f"column {place}" for place, column in enumerate(columns, 1))
    targets = [place for place, column in enumerate(columns) if column.role in (CLASS, NUMBER)]
    roles = [UNUSED if place in targets[1:] else column.role for place, column in enumerate(columns)]
    return tuple(map(Column, names, roles))


def _numbered(width: int, linked: bool = False) -> list[str]:
    """The names of columns that have none."""
    if width == len(PLAIN):
        return [column.name for column in PLAIN]
    inputs = ["x"] if width == 2 else [f"x{place}" for place in range(1, width)]
    return [*inputs, PLAIN[-1].name if linked else "y"]


def all_numbers(cells: Sequence[str]) -> bool:
    """Whether all cells that have a value are numbers, and some have."""
    return numeric(cells) and not cells_of("", cells, numeric=True)[1]


def _kept(columns: Sequence[Cells], roles: Sequence[Column]) -> tuple[list[int], list[str]]:
    """The places of the columns that are of use, and what is said of the others."""
    kept, said, inputs = [], [], 0
    for place, (column, (_, role)) in enumerate(zip(columns, roles, strict=True)):
        inputs += role == INPUT
        name = column.name or tr("column {place}", place=place + 1)
        if column.unnamed and column.counts_rows():
            said.append(tr("Column {place} has no name and numbers the rows; it was left out", place=place + 1))
        elif role == UNUSED and not column.numeric and len(column.counts) > MOST_CLASSES:
            said.append(
                tr("{name} was left out: it has {words:,} different words", name=name, words=len(column.counts))
            )
        elif role == INPUT and inputs > MOST_INPUTS:
            said += [tr("Only the first {most} inputs are used", most=MOST_INPUTS)] * (inputs == MOST_INPUTS + 1)
        elif column.counts:
            kept.append(place)
    return kept, said


def _useless(table: Table) -> str:
    """Why nothing can be learned from a table, a sentence; empty where something can."""
    if table.target is None or not table.rows:
        return tr("Points of two classes are needed, such as {points}; there are none here.", points=POINTS)
    name, role = table.columns[table.target]
    if not table.inputs:
        return tr("At least one column of numbers is needed as an input, beside {name}.", name=name)
    if len({written(row[table.target]) for row in table.rows}) < 2:
        if role == CLASS:
            return tr("Points of two classes are needed, such as {points}; these are all of one class.", points=POINTS)
        return tr("{name} is the same in all rows.", name=name)
    if (size := length(spell(table))) <= MOST_CHARACTERS:
        return ""
    return tr(
        "These columns take {size:,} characters, and a link holds {most:,}: fewer columns or shorter names are needed.",
        size=size,
        most=MOST_CHARACTERS,
    )
