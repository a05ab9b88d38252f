"""The minima that count where a surface is shown in a frame, the local ones too: 128 at most, the lowest first.

Those of a registered surface in its own frame stand in a file, behind the global ones that the surface lists. In any
other frame they are searched for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import jax
import numpy as np

from surfaces.base import Frame, Sought, Surface
from surfaces.minima import APART, Function, Minima, search
from surfaces.programs import kept
from surfaces.typed import PREFIX, sloped

MOST = 128  # minima of a frame: no more, since maps keep the place of each, from 0 on, in 8 bits
ROOM = 1.15  # times the frame: so far beside it they count, too
FOUND = Path(__file__).with_name("minima.json")  # made by python -m benchmarks.minima
SIDE = 64  # starts along a side of the search for what is in the file
TOGETHER = 1_024  # points at which a registered surface is computed at a time: one program for all numbers of them
_lock = Lock()  # without it, two chunks of a map that begin at once would both search


class Known(NamedTuple):
    """Minima, and how they were ``sought``; None where they are those that the surface lists."""

    minima: Minima = ()
    sought: Sought | None = None


def minima_in(surface: Surface, frame: Frame) -> Known:
    """The minima of ``surface`` in ``frame`` (x0, x1, y0, y1), and close beside it.

    Those that the surface lists come first, then the others in the frame, the lowest first, then those beside it. What
    was found is remembered.
    """
    known = at_hand(surface, frame)
    if known is not None:
        return known
    with _lock:
        return _searched(surface, frame)


def at_hand(surface: Surface, frame: Frame) -> Known | None:
    """The same where no search is needed, else None."""
    if frame != surface.domain or (surface.sought and surface.sought.more):
        return None
    rows = minima_of_file().get(surface.name)
    if rows is None:
        return Known(surface.minima, surface.sought)
    sought = Sought(SIDE**2, len(rows) > MOST, rows[0][2], surface.smooth_at_minima)
    return Known(tuple((x, y) for x, y, _ in rows[:MOST]), sought)


@lru_cache(maxsize=256)
def _searched(surface: Surface, frame: Frame) -> Known:
    is_typed = surface.name.startswith(PREFIX)
    known = Known(*search(sloped(surface.name) if is_typed else slopes_of(surface), frame, most=MOST, reach=ROOM))
    return known if is_typed else listed_first(surface, frame, known)


def listed_first(surface: Surface, frame: Frame, known: Known) -> Known:
    """What was found, with those minima before all others that the surface lists and that were found in the frame."""
    if not known.minima:
        return known
    x0, x1, y0, y1 = frame
    apart = np.linalg.norm(np.reshape(surface.minima, (-1, 1, 2)) - known.minima, axis=2)  # (listed, found)
    same = apart <= APART * max(x1 - x0, y1 - y0)
    first = {
        int(one.argmax()): at
        for at, one in zip(surface.minima, same, strict=True)
        if one.any() and x0 <= at[0] <= x1 and y0 <= at[1] <= y1
    }
    order = [*first, *(place for place in range(len(known.minima)) if place not in first)]
    return Known(tuple(first.get(place, known.minima[place]) for place in order), known.sought)


def slopes_of(surface: Surface) -> Function:
    """Values and slopes of a registered surface in float64, as a search asks for them."""
    program, knobs = _program(surface.untuned), dict(surface.set_to)

    def function(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        found = np.empty((3, len(x)))
        for first in range(0, len(x), TOGETHER):
            here = slice(first, first + TOGETHER)
            points = np.zeros((TOGETHER, 2))
            points[: len(x[here])] = np.stack([x[here], y[here]], axis=1)
            with jax.enable_x64(True):
                value, slope = program(points, knobs)
            found[:, here] = np.column_stack([value, slope]).T[:, : len(x[here])]
        return found[0], found[1], found[2]

    return function


@kept
def _program(surface: Surface) -> Callable[[np.ndarray, dict[str, float]], Any]:
    return jax.jit(jax.vmap(jax.value_and_grad(lambda point, knobs: surface.fn(point, **knobs)), in_axes=(0, None)))


@cache
def minima_of_file() -> dict[str, list[tuple[float, float, float]]]:
    """Of each surface that has more minima than it lists x, y and the value of all of them."""
    return json.loads(FOUND.read_text(encoding="utf-8"))
