"""The user's own data: what a network learns from the text of a link, and edits of that text.

A link holds rows, ``1,2,a;3,4,b``: x, y and class, or any columns whose names, with what they are used as, come first
(see ``training.data.columns``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from locales import Words, tr
from locales.formats import bound, grouped
from training.configuration.counts import listed
from training.data.columns import (
    CLASS,
    INPUT,
    MOST_CLASSES,
    NUMBER,
    UNUSED,
    Cell,
    Column,
    Table,
    marked,
    spell,
    unmarked,
    written,
)
from training.data.named import NAMED
from training.data.reading import all_numbers, table
from training.data.samples import Dataset, Rng, Sample, deviations_of, noisy
from training.data.sheets import number

OWN = "own"  # the data that a link brings along
OWN_POINTS: Words = "Own points"
OWN_DATA: Words = "Own data"
SUMMARY: Words = "Points that were drawn, pasted or uploaded."
SOURCE: Words = "Drawn, pasted or uploaded"
UNIT, NARROW = 5.0, 0.1  # what inputs of the unit scale stay within, and a spread that is too small for it
FEW = 6  # inputs that a sentence names
EXAMPLE = "-1,-0.5,0;-0.6,-1,0;-1.2,0.4,0;-0.3,-0.4,0;1,0.6,1;0.5,1.1,1;1.3,-0.3,1;0.2,0.5,1"


@lru_cache(maxsize=64)
def own(text: str) -> Dataset:
    """The data set that ``text`` spells. Raises ValueError where ``read`` has something to say.

    All rows are always used: there is neither a number of examples nor a balance to choose. A number to predict that
    is not of the unit scale is learned in standard deviations from its mean.
    """
    found = table(text)
    x = np.array([[row[place] for place in found.inputs] for row in found.rows])
    target = [written(row[found.predicted]) for row in found.rows]
    names = _classes(target) if found.columns[found.predicted].role == CLASS else ()
    y = np.array([float(names.index(name) if names else name) for name in target])
    if not names and is_far(y[:, None]):
        y = (y - y.mean()) / y.std()
    order = np.argsort(y, kind="stable") if names else np.arange(len(y))
    kind = {(True, 2): "plane", (False, 1): "curve"}.get((bool(names), x.shape[1]), "table")

    def make(examples: int, noise: float, balance: float, rng: Rng) -> Sample:
        return Sample(noisy(x, noise, rng)[order], y[order], order)

    return Dataset(
        OWN,
        NAMED.get(text, OWN_POINTS if kind == "plane" else OWN_DATA),
        kind,
        SUMMARY,
        make,
        names,
        tuple(found.columns[place].name for place in found.inputs),
        examples=len(y),
        most=len(y),
        noise=0.0,
        noise_high=3.0,
        source=SOURCE,
        fixed=True,
        far=is_far(x),
    )


def _classes(names: Iterable[str]) -> tuple[str, ...]:
    """The classes: numbers in their order, then words in that of the alphabet."""
    return tuple(sorted(set(names), key=_rank))


def _rank(name: str) -> tuple[bool, float, str]:
    value = number(name)
    return value is None, value or 0.0, name


def is_far(x: np.ndarray) -> bool:
    """Whether a column of numbers (n, d) leaves the unit scale, to values beyond UNIT or a spread far below 1."""
    deviations = deviations_of(x)
    return bool((np.abs(x).max(axis=0) > UNIT).any() or ((deviations > 0) & (deviations < NARROW)).any())


def told(text: str) -> list[str]:
    """What the columns are used as, a sentence each."""
    found = table(text)
    target, inputs = found.columns[found.predicted], [found.columns[place].name for place in found.inputs]
    values = [written(row[found.predicted]) for row in found.rows]
    if target.role == CLASS:
        counts = Counter(values)
        what = ", ".join(f"{name} {grouped(counts[name])}" for name in _classes(counts))
        said = [tr("Class: {name} ({counts}).", name=target.name, counts=what)]
    else:
        low, high = (bound(end(map(float, values)), 6) for end in (min, max))
        ends = {"name": target.name, "low": low, "high": high}
        if is_far(np.array([[float(v)] for v in values])):
            said = [
                tr(
                    "Number to predict: {name}, from {low} to {high}, learned in standard deviations from its mean.",
                    **ends,
                )
            ]
        else:
            said = [tr("Number to predict: {name}, from {low} to {high}.", **ends)]
    some = (
        listed(inputs, "and")
        if len(inputs) <= FEW
        else tr("{count} columns, {first} to {last}", count=len(inputs), first=inputs[0], last=inputs[-1])
    )
    said.append(tr("Inputs: {names}.", names=some) if len(inputs) > 1 else tr("Input: {names}.", names=some))
    unused = [column.name for column in found.columns if column.role == UNUSED]
    return [*said, *([tr("Not used: {names}.", names=listed(unused, "and"))] if unused else [])]


def reach(text: str) -> str:
    """From where to where the input goes that is farthest from the unit scale, in words."""
    found = table(text)
    columns = {found.columns[place].name: np.array([row[place] for row in found.rows], float) for place in found.inputs}
    name = max(columns, key=lambda name: abs(np.log10(max(np.abs(columns[name]).max(), 1e-9))))
    low, high = (bound(float(end(columns[name])), 6) for end in (min, max))
    return tr("{name} goes from {low} to {high}", name=name, low=low, high=high)


def chosen(text: str) -> tuple[str, list[str]]:
    """What is predicted, as in ``targets``, and the names of the inputs."""
    found = table(text)
    return marked(found.columns[found.predicted]), [found.columns[place].name for place in found.inputs]


def typed(text: str) -> str:
    """The rows as a field of text has them, one a line, with what the columns are used as above them."""
    found = table(text)
    return "\n".join([",".join(map(marked, found.columns)), *(",".join(map(written, row)) for row in found.rows)])


def targets(text: str) -> list[str]:
    """What could be predicted, as ``marked`` has it: the classes or the numbers of each column that varies."""
    found, able = table(text), []
    for place, column in enumerate(found.columns):
        cells = [written(row[place]) for row in found.rows if row[place] is not None]
        if len(set(cells)) <= MOST_CLASSES or column.role == CLASS:
            able += [marked(column._replace(role=CLASS))] * (len(set(cells)) > 1)
        if column.role == NUMBER or (_numbers(found, place) and len(set(cells)) > 2):
            able.append(marked(column._replace(role=NUMBER)))
    return able


def numeric_columns(text: str) -> list[str]:
    """The names of the columns that can be inputs, beside the one that is predicted."""
    found = table(text)
    able = [place for place in range(len(found.columns)) if place != found.target and _numbers(found, place)]
    return [found.columns[place].name for place in able]


def _numbers(found: Table, place: int) -> bool:
    """Whether all cells of a column that have a value are numbers."""
    return all_numbers([written(row[place]) for row in found.rows])


def with_target(text: str, mark: str) -> str:
    """The text with another column to predict, marked as in ``targets``; the one before becomes an input if it can."""
    found, (name, role) = table(text), unmarked(mark)
    columns = []
    for place, column in enumerate(found.columns):
        if column.name == name:
            column = column._replace(role=role)
        elif place == found.target:
            column = column._replace(role=INPUT if _numbers(found, place) else UNUSED)
        columns.append(column)
    return spell(found._replace(columns=tuple(columns)))


def with_inputs(text: str, names: Sequence[str]) -> str:
    """The text with these columns as inputs."""
    found = table(text)
    roles = [c.role if c.role in (CLASS, NUMBER) else INPUT if c.name in names else UNUSED for c in found.columns]
    return spell(found._replace(columns=tuple(map(Column, (c.name for c in found.columns), roles))))


def with_points(text: str, points: Iterable[tuple[float, float, str]], emptied: bool = False) -> str:
    """The text with points (x, y, class) more, or with these alone; it must be one of two inputs and a class."""
    found = table(text)
    rows = [] if emptied else [*found.rows]
    for x, y, name in points:
        row: list[Cell] = [None] * len(found.columns)
        cells: tuple[Cell, ...] = (_float(x), _float(y), name)
        for place, value in zip(found.used, cells, strict=True):
            row[place] = value
        rows.append(tuple(row))
    return spell(found._replace(rows=tuple(rows)))


def _float(value: float) -> float:
    """A number as a float, infinite where it is a whole one of too many digits."""
    try:
        return float(value)
    except OverflowError:
        return np.inf
