"""Laws, measured beside the pages."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from locales import Words, tr
from training.laws import LAWS
from training.laws.law import Measured
from ui.session import session
from ui.work import workers
from ui.work.pool import Demand, Pool
from ui.work.told import Failure
from ui.work.visitors import Guest, Visitor

POLL = 0.3  # seconds between two looks
MOMENT = 0.3  # seconds that the page waits for what is measured already

LAW: Words = "This law"

Found = dict[str, Measured | Failure | None]


def measured(name: str, beat: Callable[[float], None] = lambda share: None) -> Measured:
    """What a law's measurement gives; ``beat`` is called before it."""
    beat(0.0)
    return LAWS[name].measured()


def _compute(name: str, demand: Demand) -> Measured:
    return workers.compute(measured, name, demand=demand)


POOL = Pool(_compute, threads=1, name=lambda name: LAW)


def look(visitor: Visitor | Guest, seconds: float = 0.0) -> Found:
    """What is known of all laws by now; what is missing is gone on with."""
    found = POOL.ask(visitor, LAWS)
    if seconds and None in found.values():
        POOL.wait(visitor, LAWS, seconds, every=True)
        found = POOL.ask(visitor, LAWS)
    return found


@session.fragment(POLL)
def watch(visitor: Visitor | Guest, known: int) -> None:
    """Say how many are measured, and renew the page when there are more than were ``known``."""
    found = look(visitor)
    now = sum(value is not None for value in found.values())
    if now != known:
        session.redraw(complete=now == len(LAWS))
    st.progress(now / len(LAWS), tr("{now} of {all} laws are measured", now=now, all=len(LAWS)))
