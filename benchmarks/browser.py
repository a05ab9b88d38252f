"""In a headless Chromium: frames a second while the largest race plays, and the time to the first moving picture."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.engine import RUNNERS
from benchmarks.table import Figure, at_least, at_most
from tests import chromium
from tests.app_server import serve
from training.race.config import LETTERS

DESK = {"width": 1440, "height": 900}
STEPS = 20_000
SECONDS = 6  # of counting frames
COUNT_FRAMES = """(seconds) => new Promise((resolve) => {
  let frames = 0, first = null;
  const tick = (now) => {
    first ??= now;
    if (now - first >= 1000 * seconds) { resolve(1000 * frames / (now - first)); return; }
    frames += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""
MOVED = "() => Number(document.querySelector('[data-testid=player], .op-crowd')?.dataset.step ?? 0) > 0"
SETTLE = 2_000  # milliseconds from the race to the count: loading is measured by itself
HUGE = "() => Number(document.querySelector('[data-testid=player], .op-crowd')?.dataset.steps ?? 0) === STEPS".replace(
    "STEPS", str(STEPS)
)


def measure() -> list[Figure]:
    """One app started twice with the same caches; the second start is the one that counts."""
    path = chromium.find()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        with serve(Path(folder)) as server:
            until_it_moves(browser, server.url)
        with serve(Path(folder)) as server:
            until_it_moves(browser, server.url)
            start = time.monotonic() - server.started
            before = time.monotonic()
            until_it_moves(browser, server.url)
            second = time.monotonic() - before
            frames = _frames(browser, server.url)
        browser.close()
    return [
        at_most("process start to the first moving picture", start, 5, "s", 2),
        at_most("second visitor, opening to moving", second, 2, "s", 2),
        at_least(f"frames a second, {len(RUNNERS)} runners x {STEPS:,} steps", frames, 50, ""),
    ]


def until_it_moves(browser: Browser, url: str, timeout: int = 60_000) -> None:
    """A new visitor, with nothing in the browser's cache, waits for the first step and leaves."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(MOVED, timeout=timeout, polling="raf")
    context.close()


def _frames(browser: Browser, url: str) -> float:
    names = [name for (name, _), _, _ in RUNNERS]
    slots = "&".join(f"{letter}={name}&{letter}.lr=0.001" for letter, name in zip(LETTERS, names, strict=True))
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{url}/?v=1&surface=beale&steps={STEPS}&{slots}")
    page.wait_for_function(HUGE, timeout=60_000)
    page.wait_for_timeout(SETTLE)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.wait_for_function(MOVED, timeout=60_000)
    return page.evaluate(COUNT_FRAMES, SECONDS)
