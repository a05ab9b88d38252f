"""The columns of the matrix: a formula of one's own, the surfaces by family, and small networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from surfaces import SURFACES, find
from training.many import matrix, tasks
from training.many.matrix import STEPS
from training.many.runs import MOVING
from training.race.config import FORMULA


@dataclass(frozen=True)
class Column:
    """A column: its cells are known by ``key``; ``missing(optimizer)`` says why there is none, ``header`` is what the
    player has of it."""

    key: str
    missing: Callable[[str], str]
    header: Mapping[str, Any]


def columns_of(formula: str) -> list[Column]:
    """All columns, that of a formula first, where there is one."""
    own = [_surface(f"{FORMULA}:{formula}", FORMULA, f"{FORMULA}&{FORMULA}={quote(formula)}")] if formula else []
    surfaces = [_surface(name, name, name) for members in matrix.families().values() for name in members]
    return [*own, *surfaces, *map(_task, tasks.TASKS.values())]


def _surface(key: str, name: str, link: str) -> Column:
    known = find(key)
    header = {
        "name": name,
        "label": known.label,
        "family": known.family,
        "known": bool(known.minima),
        "race": f"surface={link}&steps={STEPS}",
        "page": "./",
        "on": f"on={link}",
        "typed": key not in SURFACES,
        "words": {},
    }
    return Column(key, lambda optimizer: matrix.missing(optimizer, known), header)


def _task(task: tasks.Task) -> Column:
    header = {
        "name": task.name,
        "label": task.label,
        "family": tasks.FAMILY,
        "known": True,
        "race": task.link,
        "page": "./network",
        "on": "",
        "typed": False,
        "words": {str(MOVING): f"below {tasks.GOAL:.0%} accuracy"},
    }
    return Column(task.name, tasks.missing, header)
