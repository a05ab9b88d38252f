"""A Dask cluster for chunks of maps and searches, where the environment names one.

``PLAYGROUND_DASK=4`` starts as many processes on this machine; an address, such as ``tcp://10.0.0.2:8786``, is that of
a scheduler, whose workers run in a copy of this project.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from training.network.train import Refused
from training.worker import Stopped
from ui.work.pool import Demand, Dropped

if TYPE_CHECKING:
    from distributed import Client

NAMED = "PLAYGROUND_DASK"
GLANCE = 0.05  # seconds between two looks for whether a chunk is still wanted
CONNECT = 5.0  # seconds to wait for a scheduler


class Gone(Exception):
    """The cluster cannot do this, as it is not there any more."""


@cache
def client() -> Client | None:
    """The connection to the cluster; None where none is named, or none answers."""
    where = os.environ.get(NAMED, "").strip()
    if not where:
        return None
    log = logging.getLogger(__name__)
    try:
        import distributed

        if not where.isdigit():
            return distributed.Client(where, timeout=CONNECT)
        local = distributed.LocalCluster(int(where), threads_per_worker=1, dashboard_address=None)
        return distributed.Client(local)
    except ImportError:
        log.warning("%s is set, but distributed is not installed: pip install distributed", NAMED)
    except (OSError, ValueError, TimeoutError) as error:
        log.warning("%s must be a number of processes or the address of a scheduler, not %s: %s", NAMED, where, error)
    return None


def cores() -> int:
    """How many chunks the cluster does at once, 0 where there is none."""
    connected = client()
    return sum(connected.ncores().values()) if connected else 0


def run(connected: Client, function: Callable[..., Any], arguments: tuple, demand: Demand) -> Any:
    """The result of ``function(*arguments, beat=...)``, done by some worker, and by another where that one dies.

    Raises what the function does, Dropped where nobody waits for it any more, and Gone where the cluster is.
    """
    import distributed

    name = uuid4().hex
    try:
        future = connected.submit(_task, function, arguments, name, key=name)
        while not future.done():
            _wait(future)
            if demand.grace() is not None:
                raise Dropped
        demand.going()
        return future.result()
    except (OSError, distributed.client.FutureCancelledError, distributed.scheduler.KilledWorker) as error:
        raise Gone from error
    except Refused:
        raise
    except BaseException:  # an edit of whoever waits may interrupt it anywhere
        distributed.Event(name, connected).set()
        raise


def _wait(future: Any) -> None:
    import distributed

    try:
        distributed.wait(future, timeout=GLANCE)
    except TimeoutError:
        return


def _task(function: Callable[..., Any], arguments: tuple, name: str) -> Any:
    """What a worker does: the work, until the event of its name says that it is not wanted."""
    import distributed

    stop, looked = distributed.Event(name), time.monotonic()

    def beat(share: float = 0.0) -> None:
        nonlocal looked
        if time.monotonic() > looked + GLANCE:
            looked = time.monotonic()
            if stop.is_set():
                stop.clear()  # a scheduler keeps what is set
                raise Stopped

    return function(*arguments, beat=beat)
