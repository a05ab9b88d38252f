"""Sharpness along the runs of the network page, computed beside the pages, and only where it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from locales import Words, tr
from training.choice import Choice
from training.network import sharpness as network_sharpness
from training.network.network import Network
from training.network.run import Run
from training.network.sharpness import Sharpness
from ui.network import compute
from ui.network.compute import POLL, Key
from ui.session import locks, session
from ui.work import workers
from ui.work.pool import Demand, Pool
from ui.work.told import Failure
from ui.work.visitors import Guest, Visitor

FAILED: Words = "The sharpness of {name} could not be computed."
Found = Mapping[str, Sharpness | Failure | None]


def _look(key: Key, demand: Demand) -> Sharpness:
    return workers.compute(network_sharpness.sharpness, *key[:2], demand=demand)


POOL = Pool(_look, threads=2, name=lambda key: key[1].spec.label, failed=FAILED)


def results(network: Network, runs: Mapping[str, Run], visitor: Visitor | Guest) -> Found:
    """What is ready of the sharpness of these runs, by the letter of their runner; the rest is begun."""
    keys = _keys(network, runs)
    if None in POOL.ask(visitor, keys.values()).values():
        POOL.wait(visitor, keys.values(), POLL, every=True)
    found = POOL.ask(visitor, keys.values())
    return {slot: found[key] for slot, key in keys.items()}


def missing(found: Found) -> list[str]:
    """The letters of those that are still being computed."""
    return [slot for slot, one in found.items() if one is None]


def failures(network: Network, found: Found) -> list[str]:
    """What is said of those that failed, no sentence twice, and no name that is hidden."""
    failed = {slot: one.sentence for slot, one in found.items() if isinstance(one, Failure)}
    named = (locks.unnamed(sentence, slot, network.choices[slot]) for slot, sentence in failed.items())
    return [*dict.fromkeys(named)]


@session.fragment(POLL)
def watch(network: Network, runs: Mapping[str, Run], waiting: list[str], visitor: Visitor | Guest) -> None:
    """Renew the page as soon as the sharpness of one of those who are ``waiting`` is ready; a bar tells how far it is.

    Beside the script, as ``ui.network.compute.watch``.
    """
    keys = _keys(network, runs)
    found = POOL.ask(visitor, keys.values())
    if any(found[keys[slot]] is not None for slot in waiting):
        st.rerun()
    st.progress(POOL.progress(keys[slot] for slot in waiting), tr("Sharpness is being computed"))


def with_sharpness(header: Mapping[str, Any], choices: Mapping[str, Choice], found: Found | None) -> dict[str, Any]:
    """The header of a page that has a server, with what is ``found`` of the sharpness of its runners.

    ``sharpness`` is "offered" where it is None, since nobody looks at it, else "asked"; runners have ``sharpness`` as
    ``drawn`` as soon as it is there, null where it failed.
    """
    if found is None:
        return {**header, "sharpness": "offered"}
    extra = {slot: {"sharpness": _told(one, choices[slot])} for slot, one in found.items() if one is not None}
    runners = [runner | extra.get(runner["slot"], {}) for runner in header["runners"]]
    return {**header, "runners": runners, "sharpness": "asked"}


def _told(one: Sharpness | Failure, choice: Choice) -> dict[str, Any] | None:
    if isinstance(one, Failure):
        return None
    if choice.veiled:  # limits would tell the rule
        one = one._replace(limit=None, over=None, covered=None, why=locks.VEILED)
    return drawn(one, choice.gradients)


def drawn(found: Sharpness, gradients: int) -> dict[str, Any]:
    """What the player draws of it: ``at`` (frames,) counts gradients, ``top`` are the largest eigenvalues, one array
    each; ``limit``, ``over``, ``covered`` and ``why`` are as in ``Sharpness``."""
    return {
        "at": found.steps * gradients,
        "top": [np.ascontiguousarray(line, np.float32) for line in found.values.T],
        **{name: _line(getattr(found, name)) for name in ("limit", "over", "covered")},
        "why": tr(found.why),
    }


def _line(values: np.ndarray | None) -> np.ndarray | None:
    return None if values is None else np.asarray(values, np.float32)


def _keys(network: Network, runs: Mapping[str, Run]) -> dict[str, Key]:
    return {slot: key for slot, key in compute.keys_of(network).items() if slot in runs}
