"""A hundred links that each want new programs: how many memory maps and how much memory the server comes to hold.

``python -m benchmarks.maps`` takes some twenty minutes, and is for that reason no part of ``python -m benchmarks``.
Linux gives a process 65,530 maps; one that asks for more ends in a segmentation fault.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sessions import visit
from benchmarks.table import Figure, at_most, plain, render
from surfaces.programs import MOST_MAPS
from tests.app_server import Server, serve

FORMULAS, STRUCTURES = 60, 40  # links
WRAPPED = ("clip=norm", "clip=value", "cautious=mean", "sam=on")
WITHIN = 600.0  # seconds for one link
GIVEN = 65_530


def links() -> Iterator[tuple[str, str]]:
    """Page and query: formulas with twelve wrapped runners each, and networks of structures of their own."""
    for number in range(FORMULAS):
        runners = "&".join(
            f"{slot}=shampoo&{slot}.{WRAPPED[place % len(WRAPPED)]}" + (f"&{slot}.lr.schedule=cosine" * (place > 3))
            for place, slot in enumerate("abcdefghijkl")
        )
        yield "", f"surface=formula&formula=x**2%2B{number + 1}*y**2&steps=50&{runners}"
    for number in range(STRUCTURES):
        yield "network", f"hidden={8 + number},8&steps=50&a=adam&b=sgd"


async def _open(server: Server) -> tuple[int, float]:
    """The most maps and the most bytes that one of the server's processes held after any of the links."""
    maps, size = 0, 0.0
    for page, query in links():
        visitor = await visit(server.url)
        await visitor.run(query, page=page, within=WITHIN)
        while visitor.fragment:  # runs of networks are missing
            await asyncio.sleep(0.5)
            visitor.fragment = ""
            await visitor.run(query, page=page)
        await visitor.socket.close()
        held = [server.held(pid) for pid in (server.process.pid, *server.children())]
        maps, size = max(maps, *(m for m, _ in held)), max(size, sum(s for _, s in held))
    return maps, size


def measure() -> list[Figure]:
    """Open all links, one after the other, on one server."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        before = server.held(server.process.pid)[1]
        maps, size = asyncio.run(_open(server))
        after = sum(server.held(pid)[1] for pid in (server.process.pid, *server.children()))
    return [
        at_most("memory maps of a process, most", maps, GIVEN / 2, "", 0),
        plain("of which compiled programs may hold", MOST_MAPS, "", 0),
        plain("memory at the start", before / 1e6, "MB", 0),
        plain("memory of all processes, most", size / 1e6, "MB", 0),
        plain("memory of all processes at the end", after / 1e6, "MB", 0),
    ]


if __name__ == "__main__":
    figures = measure()
    print(render(f"{FORMULAS + STRUCTURES} links", figures))
    sys.exit(any(figure.holds is False for figure in figures))
