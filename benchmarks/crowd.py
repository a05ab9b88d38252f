"""All optimizers at once on one surface, 1,000 gradients each: the page in a browser, one move of it, and torch.

Moves and runs are told in processor time, which hardly changes with what else the machine does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.browser import until_it_moves
from benchmarks.engine import torch_run
from benchmarks.table import Figure, milliseconds, plain, times_of
from surfaces import find
from tests import chromium
from tests.app_server import serve
from training.outcome import judge
from training.race.config import default_choice
from training.race.descend import descend
from ui.player.component import pack
from ui.race import compute
from ui.race.all.config import STEPS, crowd
from ui.race.header import race_header

SURFACE, OTHER = "beale", "himmelblau"
PATIENCE = 300_000  # milliseconds: on a busy machine all programs take minutes to compile
TORCH = {  # this registry's name: torch's class with what makes it the same rule
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "rprop": ("Rprop", {}),
    "adagrad": ("Adagrad", {}),
    "adadelta": ("Adadelta", {}),
    "rmsprop": ("RMSprop", {"alpha": 0.9}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "adamax": ("Adamax", {}),
    "nadam": ("NAdam", {}),
    "radam": ("RAdam", {}),
    "adafactor": ("Adafactor", {}),
}


def measure() -> list[Figure]:
    """The page from an empty folder of programs, from a full one and in a warm process; then the work by itself."""
    names = [name for name in crowd(SURFACE).choices if name in TORCH]
    runners = len(crowd(SURFACE).slots)
    ours = milliseconds(times_of(lambda: [_run(name) for name in names], 11, 2, time.process_time))
    loop = milliseconds(times_of(lambda: [_torch(name) for name in names], 2, 0, time.process_time))
    move = milliseconds(times_of(_move(), 11, 2, time.process_time))
    return [
        *_pages(),
        plain(f"a move: {runners} runs, outcomes and the player's bytes anew", move, "ms"),
        plain(f"the {len(names)} rules that torch has, this engine", ours, "ms", 2),
        plain(f"the {len(names)} rules that torch has, torch's loop", loop, "ms"),
        plain("torch's time over this engine's", loop / ours, "x", 0),
    ]


def _pages() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))

        def seconds(url: str, on: str) -> float:
            before = time.monotonic()
            until_it_moves(browser, f"{url}/all?on={on}", PATIENCE)
            return time.monotonic() - before

        with serve(Path(folder)) as server:
            seconds(server.url, SURFACE)
            cold, used = time.monotonic() - server.started, server.cpu_seconds()
        with serve(Path(folder)) as server:
            seconds(server.url, SURFACE)
            stored = time.monotonic() - server.started
            warm = seconds(server.url, SURFACE)
            other = seconds(server.url, OTHER)
        browser.close()
    return [
        plain("process start to the first moving picture, no program compiled yet", cold, "s"),
        plain("processor time of the server until then", used, "s"),
        plain("process start to the first moving picture, programs on disk", stored, "s"),
        plain("a visitor of a warm process, opening to moving", warm, "s", 2),
        plain("a surface that the process has not seen, no program compiled yet", other, "s"),
    ]


def _move() -> Callable[[], object]:
    """What the server does when a number of the race changes: here the start, a little further each time."""
    race, surface = crowd(SURFACE), find(SURFACE)
    compute.compile_all((SURFACE, chosen) for chosen in race.choices.values())
    starts = iter(range(1, 1_000_000))

    def work() -> bytes:
        moved = replace(race, x=race.x + 1e-3 * next(starts))
        start = (moved.x, moved.y)
        runs = {s: descend(SURFACE, start, compute.steps_of(c, STEPS), 0, c) for s, c in moved.slots}
        lowest = compute.lowest(SURFACE)
        outcomes = {slot: judge(run, surface, moved.frame, lowest) for slot, run in runs.items()}
        return pack(race_header(moved, runs, outcomes))

    return work


def _run(name: str) -> object:
    surface = find(SURFACE)
    return descend(SURFACE, surface.start, STEPS, 0, default_choice(name, surface))


def _torch(name: str) -> object:
    surface, (kind, values) = find(SURFACE), TORCH[name]
    return torch_run(kind, {"lr": default_choice(name, surface).value("lr"), **values}, surface.start, STEPS)
