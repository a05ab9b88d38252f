"""The training runs of networks, computed beside the pages: no visitor's page ever waits for another's, or for all.

A run is known by its runner's own network, without runners, and by one choice: plain values that decide all of it.
Whoever asks for the same gets the same, computed once. What nobody waits for any more is dropped before it begins.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import cast

import streamlit as st

from locales import tr
from locales.formats import percent
from training.choice import Choice, forms_of
from training.configuration.ranges import SEED
from training.network import crossover, devices
from training.network.config import default_network, each
from training.network.ensemble import voter
from training.network.fan import Voter, fan_of
from training.network.figures import Figures
from training.network.model import room, rows_of
from training.network.network import NO_VOTE, Network
from training.network.resolve import resolve
from training.network.run import Run
from training.process.processor import CORES
from ui.session import locks, session
from ui.work import workers
from ui.work.pool import Demand, Pool
from ui.work.told import Failure
from ui.work.visitors import Guest, Visitor

GLANCE = 0.05  # seconds between two looks at what the visitor does
POLL = 0.15  # seconds between two looks for runs that are missing
LOOK = 0.1  # seconds of these in which a run is noticed as soon as it is ready
TOGETHER = 0.4  # seconds in which runs that are ready together are drawn together

CURVES, VOTES = "curves", "votes"  # mark a repetition, of which only figures are kept, or only what it votes with
Key = tuple[Network, Choice] | tuple[Network, Choice, str]


def _train(key: Key, demand: Demand) -> Run | Figures | Voter:
    """The run of a key, of which what curves want is handed over first, or what is kept of it."""
    mark = key[2:]
    run = workers.compute(crossover.train_with, devices.crossover(), *key[:2], demand=demand, parts=not mark)
    return run.figures if CURVES in mark else voter(run) if VOTES in mark else run


def program(key: Key) -> tuple:
    """What decides the compiled program of a run: all but its numbers, of its batch the rows, of its steps the room."""
    network, chosen = key[:2]
    task, forms = resolve(network), forms_of(chosen.wrappers + chosen.schedules)
    sizes = rows_of(task.batch), room(network.steps // chosen.gradients)
    return task.trained, sizes, chosen.optimizer, chosen.options, forms


SHARE = max(2, CORES)
POOL = Pool(_train, threads=2 * SHARE, share=SHARE, program=program, name=lambda key: key[1].spec.label)


def keys_of(network: Network) -> dict[str, Key]:
    """The runs of a comparison by the letter of their runner, without those that cannot train it."""
    tasks = {slot: resolve(own) for slot, own in each(network).items()}
    return {slot: (tasks[slot].network, c.bare) for slot, c in network.slots if not tasks[slot].refusal(c)}


def repeats_of(network: Network) -> dict[str, list[Key]]:
    """The runs of each runner by its letter: from its weight seed, and from as many after it as it is repeated.

    A repetition that is a runner by itself, here or for somebody else, is not trained twice.
    """
    own, firsts = each(network), keys_of(network)
    seeds = {slot: [_seeded(key, turn) for turn in range(own[slot].repeats)] for slot, key in firsts.items()}
    known = {*firsts.values()}
    return {
        slot: [
            key if key in known or POOL.known(key) else (*key, VOTES if vote(own[slot]) else CURVES) for key in several
        ]
        for slot, several in seeds.items()
    }


def vote(own: Network) -> bool:
    """Whether the repeats of a runner vote."""
    return own.ensemble != NO_VOTE and own.repeats > 1


def _seeded(key: Key, turn: int) -> Key:
    network, chosen = key[:2]
    return replace(network, seed=(network.seed + turn) % (int(SEED.high) + 1)), chosen


def results(network: Network, visitor: Visitor | Guest) -> dict[str, Run | Failure | None]:
    """What is ready after a short moment; None for a runner that is still computing. The visitor may interrupt."""
    keys = repeats_of(network)
    if missing := [key for key, found in POOL.ask(visitor, chain(*keys.values())).items() if found is None]:
        _wait(visitor, missing, moment(missing))
    return _asked(network, keys, visitor)


def moment(missing: Iterable[Key]) -> float:
    """Seconds in which all that is missing may well be ready: none while a program of it is compiled."""
    return 0.0 if POOL.new(missing) else TOGETHER


def _asked(
    network: Network, keys: Mapping[str, Sequence[Key]], visitor: Visitor | Guest
) -> dict[str, Run | Failure | None]:
    found, own = POOL.ask(visitor, chain(*keys.values())), each(network)
    return {slot: _gathered([found[key] for key in several], vote(own[slot])) for slot, several in keys.items()}


def _gathered(found: Sequence[Run | Figures | Voter | Failure | None], votes: bool = False) -> Run | Failure | None:
    """The runs of one runner as one: the first as soon as it is there, with the fan of all once the last of them is.

    Where they vote, it has what they vote with, too.
    """
    if failure := next((one for one in found if isinstance(one, Failure)), None):
        return failure
    first = cast(Run | None, found[0])
    if first is None or None in found:
        return first
    if len(found) == 1:
        return first
    figures = [cast(Figures, one) if isinstance(one, Figures) else cast(Run | Voter, one).figures for one in found]
    voters = [voter(one) if isinstance(one, Run) else cast(Voter, one) for one in found] if votes else ()
    return first._replace(fan=fan_of(figures), voters=tuple(voters))


def sorted_out(
    network: Network, found: Mapping[str, Run | Failure | None]
) -> tuple[dict[str, Run], list[str], list[str]]:
    """The runs by letter, what is said of those that failed, and the letters of those of which some is missing: all,
    a repetition, or what happens in the layers."""
    own = each(network)
    runs = {slot: result for slot, result in found.items() if isinstance(result, Run)}
    failures = [
        locks.unnamed(result.sentence, slot, network.choices[slot])
        for slot, result in found.items()
        if isinstance(result, Failure)
    ]
    half = {slot for slot, run in runs.items() if not run.whole or (run.fan is None and own[slot].repeats > 1)}
    return runs, failures, [slot for slot, result in found.items() if result is None or slot in half]


@session.fragment(POLL)
def watch(
    network: Network, missing: Collection[str], drawn: Mapping[str, Run], visitor: Visitor | Guest, said: str
) -> None:
    """Renew the page as soon as one of the runs that are ``missing`` is ready, or what was ``said`` of them is past.

    Of those that are ``drawn`` repetitions are missing, or their layers. Curves that come before their layers are
    waited for where nothing is drawn yet; later ones are drawn with the next that is ready.
    Beside the script, which ends meanwhile: what an earlier page had below would else stay on the screen. A bar tells
    how far they are.
    """
    keys = repeats_of(network)
    end = time.monotonic() + LOOK
    while True:
        found = _asked(network, keys, visitor)  # of all, so that none is forgotten meanwhile
        runs, _, still = sorted_out(network, found)
        if {*missing} - {*still} or _more(runs, drawn) or pending(network, missing) != said:
            st.rerun()
        if time.monotonic() > end:
            break
        POOL.news(chain(*keys.values()), GLANCE)
        visitor.pause()
    if all(slot in runs and not runs[slot].whole for slot in missing):
        st.progress(1.0, tr("What happens in every layer is being computed."))
    elif share := POOL.progress(chain(*(keys[slot] for slot in missing))):
        told = tr("{done} of the steps are done, {left} are left", done=percent(share), left=percent(1 - share))
        st.progress(min(share, 1.0), told)


def _more(runs: Mapping[str, Run], drawn: Mapping[str, Run]) -> bool:
    """Whether there is more to draw than is ``drawn``: a whole run, or the first curves at all."""
    whole = {slot for slot, run in runs.items() if run.whole}
    return bool(whole - {slot for slot, run in drawn.items() if run.whole}) or bool(runs and not drawn)


def pending(network: Network, missing: Iterable[str]) -> str:
    """What the runs that are ``missing`` wait for; empty where none is."""
    letters = repeats_of(network)
    keys = [*chain(*(letters[slot] for slot in missing))]
    if keys and POOL.waits(keys):
        return tr("Waiting for an earlier training to end.")
    if POOL.new(keys):
        return tr("This structure is new to the app: it is compiled first, once.")
    own = each(network)
    weights = {resolve(own[slot]).structure.weights for slot in missing}
    if not weights:
        return ""
    counts = {"weights": max(weights), "steps": network.steps}
    if len(weights) > 1:
        return tr("Training up to {weights:,} weights for {steps:,} steps.", **counts)
    return tr("Training {weights:,} weights for {steps:,} steps.", **counts)


def warm_up() -> None:
    """Compute the comparison that opens the page, so that its programs are compiled when a visitor comes."""
    complete(default_network(), Guest())


def settle() -> None:
    """Measure from which size on a graphics card is faster, where there is one, and use that from now on."""
    if devices.gpu() is not None:
        devices.learn(workers.compute(crossover.measured, demand=Demand(lambda: None, lambda: None)))


def complete(network: Network, guest: Guest) -> dict[str, Run]:
    """All runs of a comparison by letter, without those that fail; waits until the last one is there."""
    keys = repeats_of(network)
    while (found := sorted_out(network, _asked(network, keys, guest)))[2]:
        POOL.wait(guest, chain(*keys.values()), GLANCE, every=True)
        guest.pause()
    POOL.leave(guest)
    return found[0]


def _wait(visitor: Visitor | Guest, keys: Iterable[Key], seconds: float) -> None:
    end = time.monotonic() + seconds
    keys = tuple(keys)
    while time.monotonic() < end and not POOL.wait(visitor, keys, GLANCE, every=True):
        visitor.pause()
