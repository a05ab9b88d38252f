"""Ten visitors who move a rate, alone and beside one who wants much: large networks, or all optimizers at once.

All are measured on one server by turns, so that what else the machine does meets them alike. How long work goes on for
somebody who has left is read off the processor time of the process that does it.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.load import FIELD
from benchmarks.sessions import Visitor, visit
from benchmarks.table import Figure, at_most, percentile, plain
from tests.app_server import Server, serve

OTHERS = 10
PAUSE = 0.5  # seconds between two moves of one of the others
ROUND = 8.0  # seconds of moves
TURNS = 3  # of a round without and one with
WARM = 40.0  # seconds at most until the app has prepared what the pages open with
NETWORK = f"data=digits&hidden={','.join(['512'] * 12)}&batch=1024&" + "&".join(f"{slot}=adam" for slot in "abcdef")
SURFACES = ("himmelblau", "ackley", "eggholder")  # of all optimizers at once, one a turn: each is new to the server
MOST = 2.0  # times as long as without
STOPS = 0.2  # seconds
QUIET = 0.5  # seconds without work after which it is over


def measure() -> list[Figure]:
    """The others' moves without and with each of the two, and how long work goes on for who has left."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        return asyncio.run(_measure(server))


async def _measure(server: Server) -> list[Figure]:
    others = [await _opened(server.url) for _ in range(OTHERS)]
    await settled(server)
    found: dict[str, list[float]] = {"alone": [], "network": [], "all": []}
    stops = []
    for turn in range(TURNS):
        found["alone"] += await _round(others)
        found["network"] += await _beside(server, others, lambda turn=turn: _train(server, turn), stops)
        found["all"] += await _beside(server, others, lambda turn=turn: _all(server, SURFACES[turn]), [])
    await asyncio.gather(*(other.socket.close() for other in others))
    alone = percentile(found["alone"], 0.95)
    return [
        plain(f"a move of {OTHERS} visitors, median", 1000 * statistics.median(found["alone"]), "ms"),
        plain("95th percentile", 1000 * alone, "ms"),
        *_compared("beside six networks of 12 layers of 512", found["network"], alone),
        *_compared("beside all optimizers at once on a new surface", found["all"], alone),
        at_most("work for a visitor who has left, longest", max(stops), STOPS, "s", 2),
    ]


def _compared(what: str, seconds: list[float], alone: float) -> list[Figure]:
    beside = percentile(seconds, 0.95)
    return [
        plain(f"95th percentile {what}", 1000 * beside, "ms"),
        at_most("over that without", beside / alone, MOST, "x", 2),
    ]


async def _opened(url: str) -> Visitor:
    visitor = await visit(url)
    await visitor.run()
    return visitor


async def settled(server: Server) -> None:
    """Wait until the server has done what it prepares after its start."""
    end = time.monotonic() + WARM
    while time.monotonic() < end:
        before = server.cpu_seconds() + _used(server)
        await asyncio.sleep(8)
        if server.cpu_seconds() + _used(server) - before < 0.5:
            return


async def _round(others: list[Visitor]) -> list[float]:
    """The seconds of each move of all others, for as long as a round takes."""
    return [seconds for of_one in await asyncio.gather(*map(_moves, others, range(OTHERS))) for seconds in of_one]


async def _moves(visitor: Visitor, number: int) -> list[float]:
    await asyncio.sleep(PAUSE * number / OTHERS)
    end, seconds = time.monotonic() + ROUND, []
    while time.monotonic() < end:
        seconds.append((await visitor.move(FIELD, round(random.uniform(0.001, 0.02), 6))).seconds)
        await asyncio.sleep(max(0.0, PAUSE - seconds[-1]))
    return seconds


async def _beside(
    server: Server, others: list[Visitor], hog: Callable[[], Awaitable[None]], stops: list[float]
) -> list[float]:
    """A round beside somebody who then leaves; notes for how many seconds the work goes on."""
    greedy = asyncio.ensure_future(hog())
    await asyncio.sleep(1)
    seconds = await _round(others)
    worker = server.children()
    greedy.cancel()
    await asyncio.gather(greedy, return_exceptions=True)
    stops.append(await _stopped(server, worker))
    return seconds


async def _stopped(server: Server, workers: list[int]) -> float:
    """For how many seconds from now on the processes work."""
    left = last = time.monotonic()
    used = server.cpu_seconds(workers)
    while time.monotonic() < last + QUIET:
        await asyncio.sleep(0.01)
        if (now := server.cpu_seconds(workers)) > used:
            used, last = now, time.monotonic()
    return last - left


def _used(server: Server) -> float:
    return server.cpu_seconds(server.children())


async def _train(server: Server, turn: int) -> None:
    """Open the page of the large networks and look for what is ready, as a browser does, until cancelled."""
    visitor = await visit(server.url)
    try:
        await visitor.run(f"{NETWORK}&seed={turn}", page="network")
        while True:
            await asyncio.sleep(0.25)
            await visitor.poll()
    finally:
        await visitor.socket.close()


async def _all(server: Server, surface: str) -> None:
    """Open all optimizers on a surface and look for what is compiled, as a browser does, until cancelled."""
    visitor = await visit(server.url)
    try:
        await visitor.run(f"on={surface}", page="all", within=300)
        while True:
            await asyncio.sleep(1)
            await visitor.poll()
    finally:
        await visitor.socket.close()
