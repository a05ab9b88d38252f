"""From opening a page of maps to the first coarse picture of each of its runners, in a process with its programs."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from pathlib import Path

from benchmarks.hog import settled
from benchmarks.sessions import visit
from benchmarks.table import Figure, at_most
from tests.app_server import Server, serve
from training.many.search import search

OPENING = {"basins": "steps=300", "sensitivity": "steps=200", "search": search.OPENING}
STEPS = re.compile(r"steps=(\d+)")
ROUNDS = 5  # of each page, with fewer steps every time: nothing of the picture is known
BOUND = 1.0  # seconds


def measure() -> list[Figure]:
    """The longest of each page, on one server."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        return asyncio.run(_measure(server))


async def _measure(server: Server) -> list[Figure]:
    await settled(server)
    return [await _longest(server.url, page) for page in OPENING]


async def _longest(url: str, page: str) -> Figure:
    runners = await _whole(url, page)
    seconds = [await _first(url, page, _shorter(page, number), runners) for number in range(1, ROUNDS + 1)]
    return at_most(f"default map of {page}, runners: {runners}, longest of {ROUNDS}", max(seconds), BOUND, "s", 2)


def _shorter(page: str, number: int) -> str:
    """The link of the map with which a page opens, of so many steps less."""
    return STEPS.sub(lambda found: f"steps={int(found[1]) - number}", OPENING[page])


async def _whole(url: str, page: str) -> int:
    """Look at the default map until all of it is there, which compiles what it needs; how many runners it has."""
    visitor = await visit(url)
    await visitor.run(page=page)
    while visitor.fragment:  # which looks for what is missing
        await asyncio.sleep(visitor.interval)
        visitor.fragment = ""
        await visitor.run(page=page)
    await visitor.socket.close()
    return _pictures(visitor.players[-1][1])


async def _first(url: str, page: str, query: str, runners: int) -> float:
    """Seconds until a new visitor has a picture of each runner, as coarse as it may be."""
    visitor, before = await visit(url), time.perf_counter()
    await visitor.run(query, page=page)
    while _pictures(visitor.players[-1][1]) < runners:
        await asyncio.sleep(visitor.interval)
        await visitor.run(query, page=page)
    await visitor.socket.close()
    return visitor.players[-1][0] - before


def _pictures(data: bytes) -> int:
    """Of how many runners there is anything in the header of a page's pictures, see ``ui.player.component.pack``."""
    header = json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])
    return sum(bool(runner["fate"]) for runner in header["runners"])
