"""What the player reports, event by event: each counts once, however often assets/player/engine/outbox.js sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ui.session import session

HEARD = "heard"
MOST = 2**53  # the browser counts in floats


def take(report: Any, on_event: Callable[[Mapping[str, Any]], None]) -> None:
    """Let ``on_event`` hear of each event of ``report`` that is new. Nonsense changes nothing."""
    events = report.get("events") if isinstance(report, Mapping) else None
    for event in events if isinstance(events, (list, tuple)) else ():
        number = event.get("number") if isinstance(event, Mapping) else None
        if isinstance(number, int) and heard() < number < MOST:
            session.hold(HEARD, number)
            on_event(event)


def heard() -> int:
    """The number of the last event that came here, 0 before the first."""
    return session.own(HEARD) or 0
