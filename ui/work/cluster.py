"""A Dask cluster for chunks of maps and searches, where the command line or the environment names one.

``--workers 4`` or ``PLAYGROUND_DASK=4`` starts as many processes on this machine; an address, such as
``tcp://10.0.0.2:8786``, is that of a scheduler, whose workers run in a copy of this project.
"""

from __future__ import annotations

import argparse
import logging
import os
import pickle
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from threading import Event, Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from training.network.refused import Refused
from training.process import processor
from training.worker import Stopped
from ui.work.pool import Demand, Dropped

if TYPE_CHECKING:
    from distributed import Client
    from distributed.deploy import Cluster

NAMED = "PLAYGROUND_DASK"
MOST = 256  # processes on this machine
GLANCE = 0.05  # seconds between two looks for whether a chunk is still wanted
ROLL = 1.0  # seconds between two looks for whether any worker is left
CONNECT = 5.0  # seconds to wait for a scheduler
START = 60.0  # seconds to wait for processes on this machine
# What a scheduler on this machine does beside its work: a signal may end the app without a word. Workers end when their
# scheduler has.
ENDS_WITH = """
import os, threading, time
def watch():
    while os.getppid() == {parent}:
        time.sleep(1)
    os._exit(1)
threading.Thread(target=watch, name="ends with the app", daemon=True).start()
"""
_connecting = Lock()
_starting = Lock()
_started: list[Cluster] = []
_closed = Event()


class Gone(Exception):
    """The cluster cannot do this, as it is not there any more."""


def take(words: Sequence[str]) -> None:
    """Take what a command line names with ``--workers``, if it does, in place of what the environment names."""
    line = argparse.ArgumentParser("streamlit run app.py --", add_help=False, allow_abbrev=False)
    line.add_argument("--workers", default=os.environ.get(NAMED, ""), help="processes, or a scheduler's address")
    os.environ[NAMED] = line.parse_known_args(words)[0].workers


def client() -> Client | None:
    """The connection to the cluster; None where none is named, or none answers."""
    with _connecting:  # two pages may open at once
        connected = _connected(os.environ.get(NAMED, "").strip())
    return connected if connected is not None and connected.status == "running" else None


@cache
def _connected(where: str) -> Client | None:
    if not where:
        return None
    log = logging.getLogger(__name__)
    try:
        import distributed

        if not where.isdigit():
            return distributed.Client(where, timeout=CONNECT)
        if not 1 <= int(where) <= MOST:
            raise ValueError(f"processes are from 1 to {MOST}")
        connected = distributed.Client(_local(int(where)))
        connected.wait_for_workers(int(where), timeout=START)
        return connected
    except ImportError:
        log.warning("%s is set, but distributed is not installed: pip install distributed", NAMED)
    except (OSError, ValueError, TimeoutError, RuntimeError) as error:
        if not _closed.is_set():
            told = "%s must be a number of processes or the address of a scheduler, not %s: %s"
            log.warning(told, NAMED, where, error)
    return None


def _local(processes: int) -> Cluster:
    """Processes that are started as programs: multiprocessing would run the script of a page in each of them first."""
    from distributed.deploy.subprocess import SubprocessCluster

    with _starting:
        if _closed.is_set():
            raise RuntimeError("the app ends")
        scheduler = {"dashboard": False, "preload": ENDS_WITH.format(parent=os.getpid())}
        made = SubprocessCluster(scheduler_kwargs=scheduler, n_workers=processes, threads_per_worker=1)
        _started.append(made)
    return made


def close() -> None:
    """End the processes that were started on this machine, for good: a signal that ends the app would leave them.

    Those that are just being started are known only once they are there, and are waited for.
    """
    _closed.set()
    with _starting:
        while _started:
            _started.pop().close()


def cores() -> int:
    """How many chunks the cluster does at once, 0 where there is none."""
    connected = client()
    return sum(connected.ncores().values()) if connected else 0


def run(connected: Client, function: Callable[..., Any], arguments: tuple, demand: Demand) -> Any:
    """The result of ``function(*arguments, beat=...)``, done by some worker, and by another where that one dies.

    Raises Refused and RuntimeError as ``Worker.run`` does, Dropped where nobody waits for it any more, and Gone where
    the cluster is, or has nobody who could do it. What has begun is known when it is done.
    """
    name, future = uuid4().hex, None
    try:
        future = _submitted(connected, function, arguments, name)
        _wait(connected, future, demand)
        kind, value = future.result()
    except Dropped:
        _stop(connected, future, name)
        raise
    except Exception as error:  # of many kinds: what the work raises is none of them
        _tell(f"{type(error).__name__}: {error}")
        raise Gone from error
    except BaseException:  # an edit of whoever waits may interrupt it anywhere
        _stop(connected, future, name)
        raise
    demand.going()
    match kind:
        case "refused":
            raise value
        case "failed":
            raise RuntimeError(value)
        case "stopped":
            raise Dropped
    return value


@cache
def _tell(reason: str) -> None:
    """Say once, not for each chunk, why the cluster is of no use: pages show nothing of it."""
    logging.getLogger(__name__).warning("the cluster did not do its work, so the app does it alone: %s", reason)


def _submitted(connected: Client, function: Callable[..., Any], arguments: tuple, name: str) -> Any:
    """A task in bytes, which a worker unpacks: a scheduler opens what it passes on, and may not know this project."""
    if not connected.ncores():
        raise Gone("it has no workers")
    task = pickle.dumps(partial(_task, function, arguments, name))
    return connected.submit(lambda packed: pickle.loads(packed)(), task, key=name)


def _wait(connected: Client, future: Any, demand: Demand) -> None:
    import distributed

    looked = time.monotonic()
    while not future.done():
        with suppress(TimeoutError):
            distributed.wait(future, timeout=GLANCE)
        if demand.grace() is not None:
            raise Dropped
        if time.monotonic() > looked + ROLL:
            looked = time.monotonic()
            if not connected.ncores():
                raise Gone


def _stop(connected: Client, future: Any, name: str) -> None:
    """Tell a worker that its chunk is not wanted; of one that was not begun nothing is left."""
    import distributed

    with suppress(Exception):  # there may be nobody to be told any more
        if name in connected.who_has() or any(name in keys for keys in connected.processing().values()):
            distributed.Event(name, connected).set()
        future.cancel()


def _task(function: Callable[..., Any], arguments: tuple, name: str) -> tuple[str, Any]:
    """What a worker does: the work, until the event of its name says that it is not wanted; and what came of it."""
    import distributed

    processor.take()
    stop, looked = distributed.Event(name), time.monotonic()

    def beat(share: float | None = 0.0) -> None:
        nonlocal looked
        if time.monotonic() > looked + GLANCE:
            looked = time.monotonic()
            if stop.is_set():
                raise Stopped

    try:
        return "done", function(*arguments, beat=beat)
    except Stopped:
        return "stopped", None
    except Refused as error:
        return "refused", error
    except Exception:
        return "failed", traceback.format_exc()
    finally:
        stop.clear()  # a scheduler keeps what is set
