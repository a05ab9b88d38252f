"""What the server does for itself while it runs: it closes silent connections and bounds the programs on disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from ui.server import sockets

PROGRAMS = Path(__file__).resolve().parent.parent.parent / ".cache" / "jax"
MOST_BYTES = 512 * 2**20
HOLD = 0.8  # the share that stays, so that not every new program makes room for itself
ROUND = 600.0  # seconds


@asynccontextmanager
async def upkeep() -> AsyncIterator[None]:
    """Do all of it as long as the block runs; no other thread may run when it begins.

    What the garbage collector names is looked through then, and a tuple that another thread is just building is lost by
    being named: a SystemError there.
    """
    sockets.send_at_once()
    tasks = [asyncio.create_task(sockets.close_silent(sockets.servers())), asyncio.create_task(_trim_often())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def trim(folder: Path, most: int) -> int:
    """Delete compiled programs until ``most`` bytes hold them, those unused for longest first; returns how many.

    Each typed formula leaves programs behind, and JAX keeps them for ever, or locks the folder at every look into it.
    """
    found = []
    for path in folder.glob("*-cache"):
        with suppress(OSError):  # gone meanwhile
            known = path.stat()
            found.append((max(known.st_atime, known.st_mtime), known.st_size, path))
    left, gone = sum(size for _, size, _ in found), 0
    if left <= most:
        return 0
    for _, size, path in sorted(found):
        if left <= HOLD * most:
            break
        for part in (path, path.with_name(path.name.removesuffix("-cache") + "-atime")):
            with suppress(OSError):
                part.unlink()
        left, gone = left - size, gone + 1
    return gone


async def _trim_often() -> None:
    """Keep our own folder within bounds; another one that somebody named may be shared, and is theirs to keep."""
    while os.environ.get("JAX_COMPILATION_CACHE_DIR") == str(PROGRAMS):
        await asyncio.to_thread(trim, PROGRAMS, MOST_BYTES)
        await asyncio.sleep(ROUND)
