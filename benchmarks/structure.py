"""A structure that the process has not seen, nothing compiled on disk: from the edit to the runs at the browser's door.

The page of networks is warm, and a visitor gives its network other hidden layers. What counts is when the first runner
has come, with its regions and curves, and when all three have.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.hog import settled
from benchmarks.sessions import Run, Visitor, visit
from benchmarks.table import Figure, at_most
from tests.app_server import Server, serve
from tests.pages import header_text
from ui.network import compute

LINK = "v=1&steps=1000&a=sgd&b=momentum&c=adam"
LAYERS = ("31, 30, 29", "27, 26, 25", "23, 22, 21")
WITHIN = 120.0  # seconds


def measure() -> list[Figure]:
    """Medians of three structures."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        return asyncio.run(_measure(server))


async def _measure(server: Server) -> list[Figure]:
    opener = await visit(server.url)
    await opener.run()
    await settled(server)
    visitor = await visit(server.url)
    await visitor.run(LINK, page="network")
    await _ready(visitor)
    seconds = [await _edited(visitor, hidden) for hidden in LAYERS]
    for each in (opener, visitor):
        await each.socket.close()
    first, last = (statistics.median(found) for found in zip(*seconds, strict=True))
    return [
        at_most("first runner of a structure new to the process", first, 1.2, "s", 2),
        at_most("comparison of three, complete", last, 3, "s", 2),
    ]


async def _edited(visitor: Visitor, hidden: str) -> tuple[float, float]:
    """Seconds from an edit of the hidden layers to the first of its runs, and to the last."""
    field = next(one for label, one in visitor.numbers.items() if label.startswith("Hidden layers"))
    visitor.values[field.id] = hidden
    visitor.players.clear()
    before = time.perf_counter()
    await visitor.run(LINK)
    first, last = await _ready(visitor)
    return first - before, last - before


async def _ready(visitor: Visitor) -> tuple[float, float]:
    """When a player came with the first run, and when with the last; looks for them as a browser does."""
    end = time.perf_counter() + WITHIN
    while time.perf_counter() < end:
        known = [(at, _states(blob)) for at, blob in visitor.players]
        if known and set(known[-1][1]) == {"ready"}:
            return next(at for at, states in known if "ready" in states), known[-1][0]
        try:
            await asyncio.wait_for(visitor.read(Run()), compute.POLL)
        except TimeoutError:
            await visitor.ask(LINK, fragment=visitor.fragment)
    raise RuntimeError(f"The comparison was not complete within {WITHIN:g} seconds.")


def _states(blob: bytes) -> list[str]:
    return [runner["state"] for runner in header_text(blob)["runners"]]
