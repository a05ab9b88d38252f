"""Timing and printing shared by all benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure: what, the value with its unit, the target in words, and whether it holds (None: none)."""

    what: str
    value: str
    target: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str, digits: int = 1) -> Figure:
    """A figure that must not exceed ``limit``."""
    return Figure(what, f"{value:,.{digits}f} {unit}", f"at most {limit:,g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, digits: int = 1) -> Figure:
    """A figure that must reach ``limit``."""
    return Figure(what, f"{value:,.{digits}f} {unit}", f"at least {limit:,g} {unit}", value >= limit)


def plain(what: str, value: float, unit: str, digits: int = 1) -> Figure:
    """A figure without a target."""
    return Figure(what, f"{value:,.{digits}f} {unit}")


def times_of(
    work: Callable[[], object], rounds: int, warm: int = 1, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Seconds on the ``clock`` of each of ``rounds`` calls of ``work`` after ``warm`` calls that do not count."""
    for _ in range(warm):
        work()
    seconds = []
    for _ in range(rounds):
        before = clock()
        work()
        seconds.append(clock() - before)
    return seconds


def by_turns(*works: Callable[[], object], turns: int, rounds: int) -> list[list[float]]:
    """The times of each work in turns of ``rounds`` calls: a machine that grows slower meanwhile slows all.

    One call that does not count begins each turn, as what another work left behind slows it.
    """
    seconds = [[times_of(work, rounds) for work in works] for _ in range(turns)]
    return [[second for part in parts for second in part] for parts in zip(*seconds, strict=True)]


def milliseconds(seconds: list[float]) -> float:
    """The median of ``seconds``, in milliseconds."""
    return 1000 * statistics.median(seconds)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def render(title: str, figures: list[Figure]) -> str:
    """A table as text: one line a figure, with its goal and whether that holds."""
    marks = {True: "holds", False: "goal MISSED", None: ""}
    rows = [(f.what, f.value, f.target, marks[f.holds]) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [f"  {a:<{widths[0]}}  {b:>{widths[1]}}  {c:<{widths[2]}}  {d}".rstrip() for a, b, c, d in rows]
    return "\n".join([title, *lines])
