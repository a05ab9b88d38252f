"""The runs of a map, computed beside the pages, coarse first; what nobody looks at any more is not gone on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from surfaces.base import Frame
from training.choice import Choice, forms_of
from training.many.basins import CHUNKS, SIDE, Fates, cells, chunk_of
from training.race.config import Race, each
from training.race.descend import program
from ui.race.compute import counting, steps_of
from ui.work import workers
from ui.work.pool import Demand, Failure, Pool
from ui.work.visitors import Guest, Visitor

STAGES = (1, 4, CHUNKS)  # after so many chunks every 4th, 2nd and each cell along a side is known
KEPT = 4_096  # chunks, of some 5 kB each: those of 64 maps of four runners
POLL = 0.25  # seconds between two looks for parts that are missing
MOMENT = 0.5  # seconds that a page waits for its first pictures

# Surface, rule, frame, chunk; steps, seed, noise and batch.
Key = tuple[str, Choice, Frame, int, tuple[int, int, float, int]]


def _compute(key: Key, demand: Demand) -> Fates:
    return workers.compute(chunk_of, *key, demand=demand)


def _program(key: Key) -> Any:
    surface, chosen = key[:2]
    return program(surface, chosen).key, forms_of(chosen.schedules)


# One thread a visitor, as a map takes its threads for seconds: with one visitor's two nobody else would see a chunk.
POOL = Pool(_compute, threads=2, share=1, most_results=KEPT, program=_program, name=lambda key: key[1].spec.label)


class Seen(NamedTuple):
    """What is known of a map: its pictures by letter, row by row from y0 up, of every 4th, 2nd or each cell along a
    side; what is said of runners that failed; which share of the chunks is done, and whether some are still missing."""

    pictures: dict[str, Fates]
    failures: list[str]
    done: float
    missing: bool

    @property
    def stage(self) -> tuple:
        """What the page shows of it: another one when a picture is finer."""
        return {letter: len(found.fate) for letter, found in self.pictures.items()}, self.failures, self.missing


def keys_of(race: Race) -> dict[str, list[Key]]:
    """The chunks of each runner's picture, by its letter."""
    own = each(race)

    def key(letter: str, chosen: Choice, chunk: int) -> Key:
        one = own[letter]
        seed = counting(one.surface_name, one.seed, one.noise, one.batch)
        rest = (steps_of(chosen, one.steps), seed, one.noise, one.batch)
        return one.surface_name, chosen.bare, one.frame, chunk, rest

    return {letter: [key(letter, chosen, chunk) for chunk in range(CHUNKS)] for letter, chosen in race.slots}


def look(race: Race, visitor: Visitor | Guest, seconds: float = 0.0) -> Seen:
    """What is known of the map by now, waiting so long for all of it; what is missing is gone on with."""
    keys = keys_of(race)
    chunks = [key for several in zip(*keys.values(), strict=True) for key in several]  # coarse ones first
    found = POOL.ask(visitor, chunks)
    if seconds and None in found.values():
        POOL.wait(visitor, chunks, seconds, every=True)
        found = POOL.ask(visitor, chunks)
    failures = {one.sentence: None for one in found.values() if isinstance(one, Failure)}
    drawn = {letter: _joined([found[key] for key in several]) for letter, several in keys.items()}
    done = sum(isinstance(found[key], Fates) for key in chunks) / max(1, len(chunks))
    return Seen({k: v for k, v in drawn.items() if v}, [*failures], done, None in found.values())


@st.fragment(run_every=POLL)
def watch(race: Race, visitor: Visitor | Guest, before: Seen) -> None:
    """Say how much is done, and renew the page as soon as it has more to show than ``before``."""
    now = look(race, visitor)
    if now.stage != before.stage:
        st.rerun()
    st.caption(f"Computing: {now.done:.0%} of {SIDE * SIDE * len(race.slots):,} runs are done.")


def _joined(chunks: Sequence[Fates | Failure | None]) -> Fates | None:
    """The picture that the chunks make, as far as all of a stage are there."""
    there = next((place for place, one in enumerate(chunks) if not isinstance(one, Fates)), len(chunks))
    count = max((stage for stage in STAGES if stage <= there), default=0)
    if not count:
        return None
    order = np.argsort(np.concatenate([cells(chunk) for chunk in range(count)]))
    return Fates(*(np.concatenate(kind)[order] for kind in zip(*chunks[:count], strict=True)))


def shares(fates: Fates) -> Mapping[int, float]:
    """Which share of the starts has each fate."""
    kinds, counts = np.unique(fates.fate, return_counts=True)
    return {int(kind): float(count / len(fates.fate)) for kind, count in zip(kinds, counts, strict=True)}
