"""The application: pages, routes of the player, what begins and ends with it. Start it with `streamlit run app.py`."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

# Compiled programs stay on disk between starts. JAX reads this when it is imported; without the zero it keeps nothing.
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(Path(__file__).resolve().parent / ".cache" / "jax"))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1")
# Threads of numpy wait for each other in a busy loop: where visitors outnumber cores, one is six times faster.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A graphics card may be shared with others: JAX takes the memory that it needs there, and not three quarters at once.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import streamlit as st

from training.process import ending
from ui.server import failure, process
from ui.server.gate import GATE
from ui.server.routes import routes
from ui.server.upkeep import upkeep
from ui.server.warmup import warm_up
from ui.work import cluster, workers


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Prepare what the first visitor needs while the server already answers."""
    if Path(sys.argv[0]).resolve() == Path(__file__).resolve():  # another server's words are not for the app
        cluster.take(sys.argv[1:])
    try:
        async with upkeep():  # which looks around while nothing else runs in this process
            workers.start()
            Thread(target=warm_up, name="warm-up", daemon=True).start()
            yield
    finally:
        ending.begin()
        workers.stop()
        cluster.close()


process.prepare()
app = st.App("ui/main.py", routes=routes(), middleware=GATE, lifespan=lifespan, on_script_error=failure.told)
