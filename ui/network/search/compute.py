"""The trials of a search, computed beside the pages."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from locales import tr
from training.many import together
from training.many.axes import put
from training.many.networks import Ends
from training.many.search import points
from training.many.search.config import alone, judged, network_of, sides_of
from training.many.search.search import Search
from training.many.search.shown import LOOKS
from training.network import devices
from training.network.network import Network
from training.network.resolve import resolve
from ui.network.compute import program
from ui.network.search.refusals import lacking, refusals
from ui.session import locks, session
from ui.work import cluster, executor
from ui.work.pace import Pace, left, paced
from ui.work.pool import Demand
from ui.work.told import Failure, behind
from ui.work.visitors import Guest, Visitor

KEPT = 4_096  # chunks, of some 16 kB each with their keys where they are made side by side, else of 0.5 kB
POLL = 0.3  # seconds between two looks for trials that are missing
MOMENT = 0.4  # seconds that the page waits for its first trials
PACE = "search.pace"  # a name of its own among what the session holds
NONE = Ends(*np.zeros((len(Ends._fields), 0), np.float32))
CRITERIA = {"valid": "valid_loss", "train": "train_loss", "score": "valid_score", "reached": "reached"}


@dataclass(frozen=True)
class Key:
    """Some trials: a network of one runner in which what varies stands at its lowest value, what each has of it, in
    which floats, and how often it is looked at each.

    ``values`` are the bytes of float64 numbers, (trials, names). Every look hashes each key several times, so that is
    done once.
    """

    network: Network
    names: tuple[str, ...]
    values: bytes
    precision: str
    looks: int = 1

    @cached_property
    def _hash(self) -> int:
        return hash((self.network, self.names, self.values, self.precision, self.looks))

    def __hash__(self) -> int:
        return self._hash

    @property
    def own(self) -> dict[str, np.ndarray]:
        """What each trial has, by name, (trials,) each."""
        return dict(zip(self.names, np.frombuffer(self.values).reshape(-1, len(self.names)).T, strict=True))


class Tried(NamedTuple):
    """The trials of a runner that are known, in the order in which they are tried: their shares of the way along the
    sides and their numbers, both (trials, sides), what became of them, and how many there will be."""

    shares: np.ndarray
    values: np.ndarray
    ends: Ends
    planned: int


class Seen(NamedTuple):
    """What is known of a search: trials by letter of the runners that can search, what is said of those that cannot or
    that failed, whether some are missing, how many other visitors come before those, and how many trials the work that
    is done of the missing ones comes to."""

    tried: dict[str, Tried]
    failures: list[str]
    missing: bool
    ahead: int = 0
    begun: float = 0.0

    @property
    def done(self) -> int:
        """How many trials are known."""
        return sum(len(one.values) for one in self.tried.values())


def _compute(key: Key, demand: Demand) -> Ends:
    work = key.network, key.own, key.precision, key.looks
    return executor.compute(together.trained_with, devices.crossover(), *work, demand=demand)


def _program(key: Key) -> Any:
    ((_, chosen),) = key.network.slots
    many = len(key.own[key.names[0]]) > together.FEW
    return "last figures", many, key.precision, *program((key.network, chosen))


POOL = executor.pool(
    _compute,
    most_results=KEPT,
    program=_program,
    name=lambda key: key.network.slots[0][1].spec.label,
)


def criterion(search: Search, ends: Ends) -> np.ndarray:
    """By what trials are told apart, the lower the better, (trials,): infinite where a run was lost."""
    found = value_of(search, ends)
    return np.where(np.isfinite(found), -found if search.shows == "score" else found, np.inf)


def value_of(search: Search, ends: Ends) -> np.ndarray:
    """What trials are told apart by, (trials,): not finite where there is none, as where a tolerance is not reached."""
    found = getattr(ends, CRITERIA[judged(search)])
    return np.where(found >= 0, found, np.nan) if search.shows == "reached" else found


def look(search: Search, visitor: Visitor | Guest, seconds: float = 0.0) -> Seen:
    """What is known by now, waiting so long for all of it; what is missing is gone on with.

    A round that is decided by the one before is asked for as soon as that is known.
    """
    results: dict[Key, Ends | Failure | None] = {}
    refused = refusals(search)
    left_out = {*refused, *lacking(search)}
    own = {letter: alone(search, letter) for letter, _ in search.slots if letter not in left_out}
    while True:
        plans = {letter: _plan(one, results) for letter, one in own.items()}
        keys = [key for turn in _turns([keys for keys, _ in plans.values()]) for key in turn]
        if all(key in results for key in keys):
            break
        results = POOL.ask(visitor, keys)
        if seconds and None in results.values():
            POOL.wait(visitor, keys, seconds, every=True)
            results, seconds = POOL.ask(visitor, keys), 0.0
    failed = [
        locks.unnamed(one.sentence, letter, search.choices[letter])
        for letter, (keys, _) in plans.items()
        for one in map(results.get, keys)
        if isinstance(one, Failure)
    ]
    failures = dict.fromkeys([*refused.values(), *failed])
    tried = {letter: one for letter, (_, one) in plans.items()}
    begun = sum(len(key.own[key.names[0]]) * POOL.progress([key]) for key in keys if results[key] is None)
    return Seen(tried, [*failures], None in results.values(), POOL.ahead(visitor), begun)


def _turns(several: Sequence[Sequence[Key]]) -> list[list[Key]]:
    """The keys of all runners by turns, so that none waits for all of another's."""
    longest = max(map(len, several), default=0)
    return [[keys[turn] for keys in several if turn < len(keys)] for turn in range(longest)]


def _plan(one: Search, results: Mapping[Key, Ends | Failure | None]) -> tuple[list[Key], Tried]:
    """The keys of all trials of a runner that are decided so far, and those that are known."""
    sides, planned = len(sides_of(one)), points.count(one)
    keys: list[Key] = []
    tried, values, found = np.zeros((0, sides)), np.zeros((0, sides)), NONE
    while True:
        shares = points.tried(one, criterion(one, found))
        if len(shares) == len(tried):
            planned = len(tried)
            break
        fresh, more = _round(one, shares[len(tried) :].tobytes())
        keys += more
        tried, values = shares, np.concatenate([values, fresh])
        found = _found([results.get(key) for key in keys])
        if len(found.train_loss) < len(values):
            break
    there = len(found.train_loss)
    return keys, Tried(tried[:there], values[:there], found, planned)


@lru_cache(maxsize=64)
def _round(one: Search, shares: bytes) -> tuple[np.ndarray, list[Key]]:
    """The numbers of trials at such shares, both (trials, sides), and their keys: every look wants them."""
    names, (network, size) = _names(one), _placed(one)
    values = points.point(one, np.frombuffer(shares).reshape(-1, len(names)))
    chunks = [values[first : first + size] for first in range(0, len(values), size)]
    return values, [
        Key(network, names, part.tobytes(), one.precision, LOOKS if one.shows == "reached" else 1) for part in chunks
    ]


def chunk(one: Search) -> int:
    """How many trials of the search of one runner are done together."""
    return _placed(one)[1]


def device(one: Search) -> str:
    """The name of the device that the trials of the search of one runner are computed on."""
    network, _ = _placed(one)
    return devices.name(network.device, resolve(network).structure, network.batch)


@lru_cache(maxsize=64)
def _placed(one: Search) -> tuple[Network, int]:
    """The network of the trials of one runner with the device of all of them, and how many are done together.

    Nobody knows which devices a cluster has, so there it is the processor.
    """
    network, names, trials = _bare(one), _names(one), points.count(one)
    placed = "cpu" if cluster.client() else together.device(network, names, trials)
    network = replace(network, device=placed)
    return network, together.chunk(network, names, trials)


def _names(one: Search) -> tuple[str, ...]:
    return tuple(str(getattr(one, f"{side}axis")) for side in sides_of(one))


def _found(results: Sequence[Ends | Failure | None]) -> Ends:
    """What is known of the trials before the first that is missing."""
    there = next((place for place, one in enumerate(results) if not isinstance(one, Ends)), len(results))
    parts = [NONE, *(one for one in results[:there] if isinstance(one, Ends))]
    return Ends(*map(np.concatenate, zip(*parts, strict=True)))


def _bare(one: Search) -> Network:
    """All of the network of one runner that decides its trials: what varies stands at its lowest value."""
    network = network_of(one)
    for side in sides_of(one):
        network = put(network, network.slots[0][0], getattr(one, f"{side}axis"), getattr(one, f"{side}from"))
    ((_, chosen),) = network.slots
    return replace(network.trained, slots=(("a", chosen.bare),))


@session.fragment(POLL)
def watch(search: Search, visitor: Visitor | Guest, before: Seen) -> None:
    """Say how much is done, and renew the page when more is known than ``before``."""
    now = look(search, visitor)
    if (now.done, now.failures, now.missing) != (before.done, before.failures, before.missing):
        session.redraw(complete=not now.missing)
    planned = sum(one.planned for one in now.tried.values())
    share = min(1.0, (now.done + now.begun) / max(1, planned))
    begun = all(len(one.values) for one in now.tried.values())
    pace = paced(session.own(PACE), Pace(search, begun, share, time.monotonic()))
    session.hold(PACE, pace)
    said = tr("{done:,} of {planned:,} trials are done", done=now.done, planned=planned)
    rest = behind(now.ahead) or left(pace, share, time.monotonic())
    st.progress(share, f"{said}. {rest}" if rest else said)
