"""Fifty open sessions, each moving a learning rate every two seconds, alone and beside five maps; what a race sends."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from pathlib import Path

from benchmarks.sessions import Run, Visitor, visit
from benchmarks.table import Figure, at_most, percentile, plain
from tests.app_server import Server, serve

SESSIONS = 50
PAUSE = 2.0  # seconds between two moves of one session
MOVES = 10  # of each session
FIELD = "Learning rate of"
RULES = "&".join(f"{slot}={name}" for slot, name in zip("abcd", ("momentum", "adam", "rmsprop", "nadam"), strict=True))
MAPS = [
    f"surface={name}&steps=2000&{RULES}&yaxis=x" for name in ("beale", "rosenbrock", "himmelblau", "ackley", "ravine")
]
MOST = 2.0  # times as long as without maps
COMPILING = "Compiling "  # how JAX's log names each compile


def measure() -> list[Figure]:
    """Payloads of one session, then the load; compiles are counted in the server's log."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder), env={"JAX_LOG_COMPILES": "1"}) as server:
        return asyncio.run(_measure(server))


async def _measure(server: Server) -> list[Figure]:
    first, again, moved, alone = await _alone(server.url)
    visitors = await asyncio.gather(*(_opened(server.url) for _ in range(SESSIONS)))
    compiled, used = server.printed().count(COMPILING), server.cpu_seconds()
    runs = [run for of_one in await asyncio.gather(*map(_moves, visitors, range(SESSIONS))) for run in of_one]
    compiles, used = server.printed().count(COMPILING) - compiled, server.cpu_seconds() - used
    seconds = [run.seconds for run in runs]
    beside = [run.seconds for run in await _beside_maps(server.url, visitors)]
    await asyncio.gather(*(visitor.socket.close() for visitor in visitors))
    return [
        at_most("default race, for the player", first.player / 1000, 400, "kB"),
        plain("default race, for the page", first.page / 1000, "kB"),
        at_most("nothing changed, for the player", again.player / 1000, 2, "kB"),
        at_most("nothing changed, for the page", again.page / 1000, 25, "kB"),
        at_most("one rate moved, for the player", moved.player / 1000, 60, "kB"),
        at_most(f"compiles during {len(runs)} moves", compiles, 0, "", 0),
        at_most(f"a move among {SESSIONS} sessions, median", 1000 * statistics.median(seconds), 30, "ms"),
        at_most(f"a move among {SESSIONS} sessions, 95th percentile", 1000 * percentile(seconds, 0.95), 100, "ms"),
        at_most(
            f"the same beside {len(MAPS)} maps, over that without",
            percentile(beside, 0.95) / percentile(seconds, 0.95),
            MOST,
            "x",
            2,
        ),
        at_most("processor time of a move", 1000 * used / len(runs), 15, "ms"),
        plain("a move of one session alone, median", 1000 * alone, "ms"),
    ]


async def _alone(url: str) -> tuple[Run, Run, Run, float]:
    """A first run, a run in which nothing changed, one after a rate was moved; the median seconds of moves."""
    visitor = await _opened(url)
    await visitor.socket.close()
    visitor = await visit(url)
    runs = await visitor.run(), await visitor.run(), await visitor.move(FIELD, 0.012345)
    moves = [(await visitor.move(FIELD, 0.01 + 1e-4 * number)).seconds for number in range(1, 21)]
    await visitor.socket.close()
    return *runs, statistics.median(moves)


async def _opened(url: str) -> Visitor:
    visitor = await visit(url)
    await visitor.run()
    return visitor


async def _beside_maps(url: str, visitors: list[Visitor]) -> list[Run]:
    """The moves of all visitors while maps are computed for others, who look for what is done as a browser does."""
    maps = [asyncio.ensure_future(_map(url, query)) for query in MAPS]
    await asyncio.sleep(PAUSE)
    numbers = range(SESSIONS, 2 * SESSIONS)
    runs = [run for of_one in await asyncio.gather(*map(_moves, visitors, numbers)) for run in of_one]
    for one in maps:
        one.cancel()
    await asyncio.gather(*maps, return_exceptions=True)
    return runs


async def _map(url: str, query: str) -> None:
    """Open a map and look for what is done of it until cancelled."""
    visitor = await visit(url)
    try:
        await visitor.run(query, page="sensitivity")
        while True:
            await asyncio.sleep(visitor.interval)
            await visitor.poll()
    finally:
        await visitor.socket.close()


async def _moves(visitor: Visitor, number: int) -> list[Run]:
    generator = random.Random(number)
    await asyncio.sleep(PAUSE * (number % SESSIONS) / SESSIONS)
    runs = []
    for _ in range(MOVES):
        runs.append(await visitor.move(FIELD, round(generator.uniform(0.001, 0.02), 6)))
        await asyncio.sleep(max(0.0, PAUSE - runs[-1].seconds))
    return runs
