"""The runs of a map, computed beside the pages, coarse first; what nobody looks at any more is not gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import streamlit as st

from surfaces.base import Frame
from training.choice import Choice, forms_of
from training.many.basins import CHUNKS, SIDE, Fates, cells, chunk_of
from training.race.config import Race, each, fields_of
from training.race.descend import program
from ui.looks.identity import Identity, identities
from ui.race.compute import steps_of
from ui.work import workers
from ui.work.pool import Demand, Failure, Pool
from ui.work.visitors import Guest, Visitor

PARTS = ((0,), range(1, 4), range(4, CHUNKS))  # the chunks after which every 4th, 2nd and each cell is known
SHARE = SIDE // 4  # cells along a side after the first part
POLL = 0.25  # seconds between two looks for parts that are missing
MOMENT = 0.5  # seconds that a page waits for its first pictures

# Surface, rule, frame, part; steps, seed, noise and batch.
Key = tuple[str, Choice, Frame, int, tuple[int, int, float, int]]


def _compute(key: Key, demand: Demand) -> Fates:
    surface, chosen, frame, part, rest = key
    found = [workers.compute(chunk_of, surface, chosen, frame, chunk, rest, demand=demand) for chunk in PARTS[part]]
    return Fates(*map(np.concatenate, zip(*found, strict=True)))


def _program(key: Key) -> Any:
    surface, chosen = key[:2]
    return program(surface, chosen).key, forms_of(chosen.schedules)


POOL = Pool(_compute, threads=2, program=_program, name=lambda key: key[1].spec.label)


def keys_of(race: Race) -> dict[str, list[Key]]:
    """The parts of each runner's picture, by its letter."""
    own = each(race)

    def key(letter: str, chosen: Choice, part: int) -> Key:
        one = own[letter]
        rest = (steps_of(chosen, one.steps), one.seed, one.noise, one.batch)
        return one.surface_name, chosen.bare, one.frame, part, rest

    return {letter: [key(letter, chosen, part) for part in range(len(PARTS))] for letter, chosen in race.slots}


def pictures(race: Race, visitor: Visitor | Guest) -> tuple[dict[str, Fates], list[str], list[Key]]:
    """The pictures so far by letter, row by row from y0 up; what is said of those that failed; and what is missing."""
    keys = keys_of(race)
    parts = [key for several in zip(*keys.values(), strict=True) for key in several]  # coarse ones first
    found = POOL.ask(visitor, parts)
    if None in found.values():
        POOL.wait(visitor, parts, MOMENT, every=True)
        found = POOL.ask(visitor, parts)
    failures = {one.sentence: None for one in found.values() if isinstance(one, Failure)}
    drawn = {letter: _joined([found[key] for key in several]) for letter, several in keys.items()}
    return {k: v for k, v in drawn.items() if v}, [*failures], [key for key in parts if found[key] is None]


@st.fragment(run_every=POLL)
def watch(missing: Iterable[Key], visitor: Visitor | Guest) -> None:
    """Renew the page as soon as a part that is ``missing`` is there."""
    if any(POOL.ask(visitor, missing).values()):
        st.rerun()


def _joined(parts: list[Fates | Failure | None]) -> Fates | None:
    """The picture that the parts make, as far as they are there from the first on: of SHARE, twice or four times that
    along a side."""
    there: list[Fates] = []
    for part in parts:
        if not isinstance(part, Fates):
            break
        there.append(part)
    if not there:
        return None
    places = np.concatenate([cells(chunk) for part in PARTS[: len(there)] for chunk in part])
    order = np.argsort(places)
    return Fates(*(np.concatenate(kind)[order] for kind in zip(*there, strict=True)))


def people(race: Race) -> dict[str, Identity]:
    """How the runners are told from each other."""
    return identities(fields_of(race), race)


def shares(fates: Fates) -> Mapping[int, float]:
    """Which share of the starts has each fate."""
    kinds, counts = np.unique(fates.fate, return_counts=True)
    return {int(kind): float(count / len(fates.fate)) for kind, count in zip(kinds, counts, strict=True)}
