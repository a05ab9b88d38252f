"""The columns of the matrix: a formula of one's own, the surfaces by family, and small networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np

from locales import tr
from locales.formats import percent
from surfaces import SURFACES, find
from surfaces.base import Frame
from training.many import matrix, networks, tasks
from training.many.fates import MOVING
from training.many.matrix import STEPS
from training.race.race import FORMULA

OUT = 255
NOWHERE = np.zeros(0, np.uint8)


@dataclass(frozen=True)
class Column:
    """A column: its cells are known by ``key``; ``missing(optimizer)`` says why there is none, ``header`` is what the
    player has of it, ``frame`` that of its paths."""

    key: str
    missing: Callable[[str], str]
    header: Mapping[str, Any]
    frame: Frame


def placed(points: np.ndarray, frame: Frame) -> np.ndarray:
    """Points (n, 2) in a frame as bytes, x and y by turns, (2 n,): 0 at its lower left, 254 at its upper right; OUT
    where they are not in it."""
    low, high = np.array(frame[::2]), np.array(frame[1::2])
    with np.errstate(all="ignore"):
        shares = (points.astype(np.float64) - low) / (high - low)
        inside = ((shares >= 0) & (shares <= 1)).all(axis=1, keepdims=True)
        return np.where(inside, np.round((OUT - 1) * shares), OUT).astype(np.uint8).ravel()


def columns_of(formula: str) -> list[Column]:
    """All columns, that of a formula first, where there is one."""
    kept = f"&{FORMULA}={quote(formula)}" if formula else ""
    own = [_surface(f"{FORMULA}:{formula}", FORMULA, kept, kept)] if formula else []
    surfaces = [_surface(name, name, "", kept) for members in matrix.families().values() for name in members]
    return [*own, *surfaces, *(_task(task, kept) for task in tasks.TASKS.values())]


def _surface(key: str, name: str, more: str, kept: str) -> Column:
    """The column of a surface: ``more`` is what the link of a race there says besides its name, ``kept`` what that of
    all runs there does."""
    known = find(key)
    header = {
        "name": name,
        "label": tr(known.label),
        "family": tr(known.family),
        "known": known.has_lowest,
        "race": f"surface={name}{more}&steps={STEPS}",
        "page": "./",
        "on": f"on={name}{kept}",
        "typed": key not in SURFACES,
        "words": {},
        "minima": placed(np.reshape(known.minima, (-1, 2)), known.domain),
    }
    return Column(key, lambda optimizer: matrix.missing(optimizer, known), header, known.domain)


def _task(task: tasks.Task, kept: str) -> Column:
    goal = percent(networks.GOAL)
    header = {
        "name": task.name,
        "label": tr(task.label),
        "family": tr(tasks.FAMILY),
        "known": True,
        "race": task.link,
        "page": "./network",
        "on": f"on={task.name}{kept}",
        "typed": False,
        "words": {
            str(MOVING): tr("below {goal} accuracy", goal=goal),
            str(networks.THERE): tr("{goal} accuracy", goal=goal),
        },
        "minima": NOWHERE,
    }
    return Column(task.name, tasks.missing, header, tasks.FRAME)
