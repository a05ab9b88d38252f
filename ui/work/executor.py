"""Where the chunks of maps and searches are done: on a cluster if one is named, else in the process beside the app."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from ui.work import cluster, workers
from ui.work.pool import Demand, Pool

THREADS = 2


def compute(function: Callable[..., Any], *arguments: Any, demand: Demand) -> Any:
    """``function(*arguments, beat=...)``, see ``workers.compute``."""
    connected = cluster.client()
    if connected is not None:
        try:
            return cluster.run(connected, function, arguments, demand)
        except cluster.Gone:
            pass
    return workers.compute(function, *arguments, demand=demand)


def pool(
    work: Callable[[Any, Demand], Any],
    most_results: int,
    program: Callable[[Any], Hashable] = lambda key: key,
    name: Callable[[Any], str] = lambda key: "This",
) -> Pool:
    """A pool of which a visitor has half: a map takes its threads for seconds, and nobody else would see a chunk."""
    threads = max(THREADS, cluster.cores())
    return Pool(work, threads, share=threads // 2, most_results=most_results, program=program, name=name)
