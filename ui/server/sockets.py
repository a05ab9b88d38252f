"""The connections of the server: answers leave at once, what never asks is closed, and there is room for a school."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from uvicorn.server import Server

TCP = (socket.AF_INET, socket.AF_INET6)
DESCRIPTORS = 65_536
PATIENCE = 20.0  # seconds for a connection to say what it wants
ROUND = 5.0  # seconds between two looks at them
EXHAUSTED = "socket.accept() out of system resource"
SILENCE = 60.0  # seconds in which that is not said again


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the TCP sockets of this process; the connections that they accept inherit it.

    An answer leaves in two parts, its head and its body. With Nagle's algorithm the body waits until the browser has
    acknowledged the head, which it puts off by 40 ms. asyncio turns the algorithm off by itself, but not where the
    listening socket was made without naming the protocol, as Streamlit's is; only the garbage collector knows that one.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and found.type == socket.SOCK_STREAM and found.family in TCP:
            with suppress(OSError):  # a closed one
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def make_room() -> int:
    """Let this process open as many files and sockets as the system allows it, and return how many these are.

    The usual 1,024 are gone with 500 visitors. Then asyncio would tell of each connection that it cannot accept, by the
    thousand: once a minute is enough.
    """
    log = logging.getLogger("asyncio")
    if not any(isinstance(known, _Seldom) for known in log.filters):
        log.addFilter(_Seldom())
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS refuses more than its own bound
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def servers() -> list[Server]:
    """The servers of this process: Streamlit keeps its own to itself, and only the garbage collector knows it."""
    return [found for found in gc.get_objects() if type(found) is Server]


async def close_silent(servers: Sequence[Server]) -> None:
    """Close connections that do not say what they want, as long as the server runs.

    Uvicorn waits for the rest of a request as long as it takes: half a line from each of a thousand clients keeps it
    from all others. A request of which the head is there is the gate's to time.
    """
    since: WeakKeyDictionary[Any, tuple[object, float]] = WeakKeyDictionary()
    while True:
        await asyncio.sleep(ROUND)
        for server in servers:
            for waiting in silent(list(server.server_state.connections), since, time.monotonic()):
                waiting.transport.abort()


def silent(connections: Iterable[Any], since: WeakKeyDictionary[Any, tuple[object, float]], now: float) -> list[Any]:
    """Which connections have been without a request for too long; ``since`` holds from which request and time on."""
    found = []
    for connection in connections:
        cycle = getattr(connection, "cycle", connection)  # a connection of another protocol is its own
        if cycle is connection or not (cycle is None or cycle.response_complete):
            since.pop(connection, None)
            continue
        last, start = since.setdefault(connection, (cycle, now))
        if last is not cycle:
            since[connection] = cycle, now
        elif now - start >= PATIENCE:
            found.append(connection)
    return found


class _Seldom(logging.Filter):
    """Lets the news that no connection can be accepted through once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.last = -SILENCE

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        if not record.getMessage().startswith(EXHAUSTED):
            return True
        if record.created - self.last < SILENCE:
            return False
        self.last = record.created
        return True
