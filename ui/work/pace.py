"""How long work takes that is drawn while it goes on, at the pace that it has shown."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from locales import tr


class Pace(NamedTuple):
    """What a look at work of many runs found: which work it was, whether all of its runners had begun, which share of
    it was done, and when that was, in seconds."""

    what: Hashable
    begun: bool
    done: float
    since: float


def paced(known: Pace | None, now: Pace) -> Pace:
    """What the pace of work is measured from: that all of its runners have begun, since they compile before."""
    return now if known is None or known.what != now.what or not known.begun or now.done < known.done else known


def left(pace: Pace, done: float, now: float) -> str:
    """How long the rest will take if it goes on at its pace, in words; "" while nothing tells."""
    if done <= pace.done or not pace.begun or done >= 1:
        return ""
    seconds = (now - pace.since) * (1 - done) / (done - pace.done)
    if seconds < 60:
        return tr("About {count} s left.", count=max(1, round(seconds)))
    return tr("About {count} min left.", count=round(seconds / 60))
