"""Work that lasts as long as a test wants it to."""

from collections.abc import Hashable
from threading import Event

from ui.work.pool import Demand, Dropped


def waits(go: Event, demand: Demand, key: Hashable, dropped: list) -> None:
    """Be at work until ``go`` is set; where nobody wants it any more, ``key`` is added to those ``dropped``."""
    while not go.wait(0.002):
        try:
            demand.beat()
        except Dropped:
            dropped.append(key)
            raise
