"""The cells of the matrix, computed beside the pages a chunk at a time, for all visitors, and kept on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from weakref import WeakSet

import jax
import numpy as np
import optax
import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.typed import PREFIX
from training.choice import Choice
from training.many import matrix, tasks
from training.many.matrix import Cell, missing
from training.race.descend import program
from training.race.race import Race
from ui.race.all.background import Background
from ui.race.compute import COMPILED, compiling
from ui.session import session
from ui.work import executor
from ui.work.disk import Disk
from ui.work.pool import Demand
from ui.work.told import Failure, behind
from ui.work.visitors import Guest, Visitor

ROOT = Path(__file__).resolve().parent.parent.parent.parent
DECIDES = (  # sources, and what they read, that decide a cell
    *("optimizers", "surfaces", "training/race/config.py", "training/race/descend.py", "training/race/race.py"),
    "training/loop.py",
    *("training/outcome.py", "training/choice.py", "training/many/runs.py", "training/many/fates.py"),
    *("training/many/matrix.py", "training/many/blocks.py"),
)
OF_NETWORKS = (
    *("locales/formats.py", "training/many/tasks.py", "training/many/networks.py", "training/many/axes.py"),
    *("training/many/together.py", "training/many/precision.py"),
    *("training/network", "training/parts", "training/data", "training/configuration"),
    *(
        "training/process",
        "training/race/batches.py",
        "training/race/places.py",
        "training/race/repeats.py",
        "training/rules/edge.py",
    ),
)
MOST_FILES = 2_048  # some six versions of the matrix, of 3 kB a file
POLL = 1.0  # seconds between two looks for cells that are missing
MOMENT = 0.5  # seconds that a page waits for what is on disk
DISK = Disk(ROOT / ".cache" / "matrix", MOST_FILES)  # of this app alone, wherever programs are kept

Key = tuple[str, str]  # an optimizer and a family of columns
Cells = Mapping[tuple[str, str], Cell]  # by optimizer and surface


class Seen(NamedTuple):
    """What is known of the matrix: the cells that are there, of how many, what is said of chunks that failed, and how
    many other visitors come before those that are missing."""

    cells: Cells
    total: int
    failures: list[str]
    ahead: int = 0

    @property
    def size(self) -> int:
        """How much is known."""
        return len(self.cells) + len(self.failures)


@cache
def version(networks: bool = False) -> str:
    """A digest of all sources that decide the cells, those ``networks`` too, and of the libraries that run them."""
    digest = hashlib.sha256(f"jax {jax.__version__} optax {optax.__version__}".encode())
    for place in (ROOT / name for name in (*DECIDES, *(OF_NETWORKS if networks else ()))):
        files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in (".py", ".json"))
        for file in files:
            digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _compute(key: Key, demand: Demand) -> dict[str, Cell]:
    if key[1].startswith(PREFIX):  # a visitor's own, of which there may be any number
        return executor.compute(matrix.chunk_of, *key, demand=demand)
    kept = _kept(key)
    if kept is not None:
        return kept
    networks = key[1] == tasks.FAMILY
    found = executor.compute((tasks if networks else matrix).chunk_of, *key, demand=demand)
    DISK.keep(_written(found), version(networks), *key)
    return found


def _kept(key: Key) -> dict[str, Cell] | None:
    """A chunk as it is on disk."""
    return _read(DISK.find(version(key[1] == tasks.FAMILY), *key))


def _missing() -> Iterator[Key]:
    """The chunks of all visitors that are not on disk, each looked for when its turn comes."""
    return (key for key in [*matrix.chunks(), *tasks.chunks()] if _kept(key) is None)


def _written(found: Mapping[str, Cell]) -> dict[str, np.ndarray]:
    """A chunk as arrays: its surfaces, and the fields of their cells one below the other."""
    fields = {name: np.stack([getattr(cell, name) for cell in found.values()]) for name in Cell._fields}
    return {"surfaces": np.array([*found]), **fields}


def _read(kept: Mapping[str, np.ndarray] | None) -> dict[str, Cell] | None:
    try:
        rows = zip(*(kept[name] for name in Cell._fields), strict=True)  # type: ignore[index]
        cells = [Cell(str(rate), *arrays) for rate, *arrays in rows]
        return dict(zip(map(str, kept["surfaces"]), cells, strict=True))  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None


POOL = executor.pool(_compute, most_results=1_024, name=lambda key: OPTIMIZERS[key[0]].label)
BACKGROUND = Background(POOL, _missing)
_been: WeakSet[Visitor | Guest] = WeakSet()  # who has waited


def look(visitor: Visitor | Guest, seconds: float = 0.0, formula: str = "") -> Seen:
    """What is known by now; what is missing is gone on with, the column of a ``formula`` first.

    A visitor's first look waits so long for all of it, since it may be on disk.
    """
    own = matrix.typed(f"{PREFIX}{formula}") if formula else []
    shared = [*matrix.chunks(), *tasks.chunks()]
    keys = [*own, *shared]
    found = POOL.ask(visitor, keys)
    if seconds and visitor not in _been and None in found.values():
        _been.add(visitor)
        POOL.wait(visitor, keys, seconds, every=True)
        found = POOL.ask(visitor, keys)
    BACKGROUND.looked(whole=all(found[key] is not None for key in shared))
    failures = {one.sentence: None for one in found.values() if isinstance(one, Failure)}
    cells = {
        (name, surface): cell
        for (name, _), chunk in found.items()
        if isinstance(chunk, dict)
        for surface, cell in chunk.items()
    }
    total = sum(not missing(name, surface) for name in OPTIMIZERS for surface in SURFACES.values())
    total += len(tasks.chunks()) * len(tasks.TASKS) + len(own)
    return Seen(cells, total, [*failures], POOL.ahead(visitor))


def trained(visitor: Visitor | Guest, seconds: float = 0.0, name: str = "", task: str = "") -> Seen:
    """What is known of the networks that are trained, waiting so long for them: of those of the optimizer called
    ``name`` alone, if any, and of one ``task``; none where none is."""
    keys = [key for key in tasks.chunks() if name in ("", key[0])]
    found = POOL.ask(visitor, keys)
    if seconds and None in found.values():
        POOL.wait(visitor, keys, seconds, every=True)
        found = POOL.ask(visitor, keys)
    failures = [one.sentence for one in found.values() if isinstance(one, Failure)]
    known = {
        (key[0], which): cell
        for key, one in found.items()
        if isinstance(one, dict)
        for which, cell in one.items()
        if task in ("", which)
    }
    each = 1 if task else len(tasks.TASKS)
    return Seen(known, (len(keys) - len(failures)) * each + len(failures), failures, POOL.ahead(visitor))


class Ready(NamedTuple):
    """Which runs can be shown by now, and which never: their program failed to compile; how many other visitors come
    before those that are missing."""

    shown: set[str]
    failed: set[str]
    ahead: int

    @property
    def size(self) -> int:
        """How much is known."""
        return len(self.shown) + len(self.failed)


def runs_of(race: Race) -> dict[str, tuple[str, Choice]]:
    """The surface and the choice of each runner of a race, by its letter."""
    return {slot: (race.surface_name, chosen) for slot, chosen in race.slots}


def compiled(runs: Mapping[str, tuple[str, Choice]], visitor: Visitor | Guest, seconds: float = 0.0) -> Ready:
    """What is known of the runs ``(surface, choice)``, waiting so long for all; what is missing is gone on with."""
    programs = {slot: program(*run) for slot, run in runs.items()}
    missing, failed = compiling(programs.values(), visitor, seconds)
    lost = {slot for slot, part in programs.items() if part in failed}
    return Ready({slot for slot, part in programs.items() if part not in missing} - lost, lost, COMPILED.ahead(visitor))


@session.fragment(POLL)
def watch(ask: Callable[[], Seen | Ready], before: int, total: int) -> None:
    """Renew the page when there is more than there was ``before``, of so much in ``total``; say who comes first."""
    now = ask()
    if now.size > before:
        session.redraw(complete=now.size == total)
    if now.ahead:
        st.caption(behind(now.ahead))
