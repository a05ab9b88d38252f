"""Basins of attraction: from every start of a frame, which minimum an optimizer reaches, and after how many steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from surfaces import Known, find, minima_in
from surfaces.base import Frame
from training.choice import Choice
from training.many import order
from training.many.fates import LEFT, LOST, MOVING, RESTING, padded
from training.many.runs import STARTS, ends
from training.race.descend import drawn, given

__all__ = ["LEFT", "LOST", "MOVING", "RESTING", "Fates", "Same", "cells", "chunk_of", "fates", "starts"]

SIDE = 128  # starts along each side of a whole picture
TOGETHER = 4_096  # starts of a chunk
CHUNKS = SIDE * SIDE // TOGETHER
LISTS = (1, 4, 16, 128)  # how long lists of minima are made: each length compiles


class Same(NamedTuple):
    """What is the same for all runs: how many updates, and what their gradients are drawn with."""

    steps: int
    seed: int = 7
    noise: float = 0.0
    batch: int = 0


class Fates(NamedTuple):
    """What became of starts, each (starts,): ``fate`` is the place of a minimum, or MOVING, LEFT, LOST or RESTING;
    ``steps`` when it was reached, or the run gone, see :class:`training.many.fates.Ends`. The minima are those that are
    ``known`` in the frame."""

    fate: np.ndarray
    steps: np.ndarray
    known: Known = Known()


def cells(chunk: int) -> np.ndarray:
    """Which cells of the picture a chunk has, rows from y0 up: (TOGETHER,), each SIDE * row + column."""
    return order.cells(chunk, SIDE, CHUNKS)


def starts(frame: Frame, chunk: int) -> np.ndarray:
    """The starts of a chunk, the middles of its cells: (TOGETHER, 2)."""
    row, column = np.divmod(cells(chunk), SIDE)
    x0, x1, y0, y1 = frame
    return np.stack([x0 + (column + 0.5) / SIDE * (x1 - x0), y0 + (row + 0.5) / SIDE * (y1 - y0)], axis=1)


def fates(
    surface: str,
    choice: Choice,
    frame: Frame,
    points: np.ndarray,
    same: Same,
    beat: Callable[[float], None] = lambda share: None,
) -> Fates:
    """Run ``choice`` from each of ``points`` (n, 2), all with the same updates and draws; see ``descend``.

    ``beat`` is that of :func:`training.many.runs.ends`. Numbers compile nothing, the number of points does,
    and which of LISTS has room for the minima.
    """
    about = given(surface, choice, (0.0, 0.0), same.steps, drawn(surface, same.seed, same.noise, same.batch))
    about = about._replace(start=np.asarray(points, about.start.dtype))
    known = minima_in(find(surface), frame)
    minima = padded(known.minima, next(length for length in LISTS if length >= len(known.minima)))
    found = ends(surface, choice, frame, STARTS, about, beat=beat, minima=minima)
    return Fates(found.fate, found.since, known)


def chunk_of(
    surface: str,
    choice: Choice,
    frame: Frame,
    chunk: int,
    same: Same,
    beat: Callable[[float], None] = lambda share: None,
) -> Fates:
    """The fates of one chunk of a picture."""
    return fates(surface, choice, frame, starts(frame, chunk), same, beat)
