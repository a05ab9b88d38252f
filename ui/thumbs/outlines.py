"""Small geometry for pictures: the outlines of the region above a level, and curves with fewer points."""

from __future__ import annotations

import numpy as np

Point = tuple[float, float]
# Which edges of a cell the outline crosses, by the corners above the level (bit 0: lower left, then counterclockwise);
# edges: 0 bottom, 1 right, 2 top, 3 left. Each pair leads from where the outline enters the cell to where it leaves it,
# with the region above at its left.
_CROSSINGS = {
    1: ((0, 3),),
    2: ((1, 0),),
    3: ((1, 3),),
    4: ((2, 1),),
    5: ((0, 1), (2, 3)),
    6: ((2, 0),),
    7: ((2, 3),),
    8: ((3, 2),),
    9: ((0, 2),),
    10: ((1, 2), (3, 0)),
    11: ((1, 2),),
    12: ((3, 1),),
    13: ((0, 1),),
    14: ((3, 0),),
}
_APART = {5: ((0, 3), (2, 1)), 10: ((1, 0), (3, 2))}  # the same where the middle of the cell is below the level


def outlines(z: np.ndarray, level: float) -> list[list[Point]]:
    """Closed outlines of where ``z`` (rows, columns) is above ``level``, as points (column, row) between the cells.

    Outside the grid counts as below, so that outlines follow the border where the region reaches it.
    """
    padded = np.pad(np.where(np.isfinite(z), z, np.inf), 1, constant_values=-np.inf)
    leads: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for row in range(padded.shape[0] - 1):
        for column in range(padded.shape[1] - 1):
            for start, end in _cell(padded, row, column, level):
                leads[_edge(row, column, start)] = _edge(row, column, end)
    closed = []
    while leads:
        first = at = next(iter(leads))
        points = []
        while at in leads:
            points.append(_crossing(padded, at, level))
            at = leads.pop(at)
        assert at == first, "an outline has no end"
        closed.append(points)
    return closed


def simplified(points: np.ndarray, tolerance: float) -> np.ndarray:
    """The points (n, 2) that keep a curve within ``tolerance`` of itself, by the rule of Douglas and Peucker."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        chord, offsets = points[end] - points[start], points[start + 1 : end] - points[start]
        length = float(chord @ chord)
        along = np.clip(offsets @ chord / length, 0, 1) if length > 0 else np.zeros(len(offsets))
        away = np.hypot(*(offsets - along[:, None] * chord).T)
        if away.max() > tolerance:
            middle = start + 1 + int(away.argmax())
            keep[middle] = True
            spans += [(start, middle), (middle, end)]
    return points[keep]


def _cell(z: np.ndarray, row: int, column: int, level: float) -> tuple[tuple[int, int], ...]:
    corners = z[row, column], z[row, column + 1], z[row + 1, column + 1], z[row + 1, column]
    case = sum(1 << i for i, corner in enumerate(corners) if corner > level)
    if case in _APART and not sum(corners) / 4 > level:
        return _APART[case]
    return _CROSSINGS.get(case, ())


def _edge(row: int, column: int, side: int) -> tuple[int, int, int]:
    """An edge by the grid point where it begins and its direction, 0 along the row or 1 along the column."""
    return {0: (row, column, 0), 1: (row, column + 1, 1), 2: (row + 1, column, 0), 3: (row, column, 1)}[side]


def _crossing(z: np.ndarray, edge: tuple[int, int, int], level: float) -> Point:
    """Where the level crosses an edge of the padded grid, in columns and rows of the grid without its border."""
    row, column, upwards = edge
    a, b = z[row, column], z[row + upwards, column + 1 - upwards]
    # Beside an infinite corner, the outline runs through the finite one.
    share = (
        0.5 if np.isinf(a) and np.isinf(b) else 0.0 if np.isinf(b) else 1.0 if np.isinf(a) else (level - a) / (b - a)
    )
    return column - 1 + share * (1 - upwards), row - 1 + share * upwards
