"""Reference trajectories, computed with published packages in float64, packed small.

``traces.json.xz`` lists for each trace its id, variant, problem, start, hyperparameters and the number of points;
``points.xz`` holds the points as second differences, along the run, of whole multiples of ``GRAIN``.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
GRAIN = 2.0**-22  # a quarter of a millionth; the comparison allows two millionths


@dataclass(frozen=True)
class Golden:
    """One reference run; ``points`` has shape (rows, 2), or (rows, 6) for the matrix problem."""

    id: str
    variant: str
    problem: str
    start: tuple[float, ...]
    hyper: dict
    points: np.ndarray


@cache
def traces() -> tuple[Golden, ...]:
    """All traces, in the order of the reference file."""
    index = json.loads(lzma.decompress((FOLDER / "traces.json.xz").read_bytes()))
    planes = np.frombuffer(lzma.decompress((FOLDER / "points.xz").read_bytes()), np.uint8).reshape(8, -1)
    differences = np.ascontiguousarray(planes.T).view(np.int64).ravel()
    goldens, at = [], 0
    for entry in index:
        width, rows = len(entry["start"]), entry.pop("rows")
        columns = differences[at : at + width * rows].reshape(width, rows)
        at += width * rows
        goldens.append(Golden(**entry, points=np.cumsum(np.cumsum(columns, axis=1), axis=1).T * GRAIN))
    return tuple(goldens)
