"""A class: thirty students' browsers, and how long what they predict takes to the teacher's screen."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from playwright.sync_api import Page, sync_playwright

from benchmarks.sessions import Visitor, visit
from benchmarks.table import Figure, at_most
from tests import chromium
from tests.app_server import serve

STUDENTS = 30
STEP = "edge.1"  # of a lesson, whose question has choices
WITHIN = 15.0  # seconds in which the students of a class answer, one here, one there
LOOK = 2.0  # seconds between two looks of a student's page
LIMIT = 2.0  # seconds
WATCH = """() => {
  window.counted = [];
  const look = () => {
    const [, count] = document.querySelector(".st-key-lesson").innerText.match(/(\\d+) of \\d+ answered/) ?? [0, 0];
    if (Number(count) !== window.counted.at(-1)?.[0]) window.counted.push([Number(count), Date.now() / 1000]);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@dataclass
class Student:
    """A browser that came to a class by its address: its session, and the query of the page that it was led to."""

    visitor: Visitor
    query: str

    async def answer(self, place: int) -> None:
        """Choose the answer at a place, counted from the first and from there again after the last."""
        question = self.visitor.question
        assert question is not None
        self.visitor.values[question.id] = question.options[place % len(question.options)]
        await self.visitor.run(self.query)

    async def look(self) -> None:
        """Look where the class is, as its page does."""
        await self.visitor.run(self.query, fragment=self.visitor.fragment)


async def student(url: str, code: str) -> Student:
    """A new browser at the address of a class."""
    cookie, query = await asyncio.to_thread(_led, url, code)
    visitor = await visit(url, cookie)
    await visitor.run(query)
    return Student(visitor, query)


def _led(url: str, code: str) -> tuple[str, str]:
    """The cookie of a new browser, and the query to which the address of a class on the page of races leads it."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    opener.open(f"{url}/_stcore/health").close()
    with opener.open(f"{url}/class/{code}") as answer:
        return "; ".join(f"{one.name}={one.value}" for one in jar), urlsplit(answer.url).query


async def answered(url: str, code: str, pauses: Sequence[float]) -> list[float]:
    """So many students as there are ``pauses`` come, and then answer, each after its own in seconds.

    Returns when each of them sent its answer, as seconds since 1970, in order.
    """
    students = await asyncio.gather(*(student(url, code) for _ in pauses))

    async def take_part(one: Student, place: int, pause: float) -> float:
        end = time.monotonic() + pause
        while (left := end - time.monotonic()) > LOOK:
            await asyncio.sleep(LOOK)
            await one.look()
        await asyncio.sleep(max(0.0, left))
        sent = time.time()
        await one.answer(place)
        return sent

    sent = await asyncio.gather(*(take_part(one, place, pauses[place]) for place, one in enumerate(students)))
    await asyncio.gather(*(one.visitor.socket.close() for one in students))
    return sorted(sent)


def apart(url: str, code: str, pauses: Sequence[float]) -> list[float]:
    """``answered`` in a thread of its own, as another loop runs where a browser is driven."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, answered(url, code, pauses)).result()


def measure() -> list[Figure]:
    """A class that answers within some seconds, and one of which all answer at the same moment."""
    generator = random.Random(1)
    spread = [generator.uniform(0, WITHIN) for _ in range(STUDENTS)]
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        code = asked(page, server.url)
        one_by_one = _until_shown(page, server.url, code, spread)
        page.get_by_role("button", name="Clear answers").click()
        page.get_by_text("0 of").wait_for()
        at_once = _until_shown(page, server.url, code, [0.0] * STUDENTS)
        browser.close()
    return [
        at_most(
            f"{STUDENTS} answers in {WITHIN:g} s on the teacher's screen, median",
            statistics.median(one_by_one),
            LIMIT,
            "s",
        ),
        at_most("the slowest of them", max(one_by_one), LIMIT, "s"),
        at_most(f"{STUDENTS} at the same moment, all of them", max(at_once), LIMIT, "s"),
    ]


def asked(page: Page, url: str) -> str:
    """Open the step of a lesson as its teacher and ask the class; the code of the class."""
    page.goto(f"{url}/lib/lesson/{STEP}")
    page.get_by_role("button", name="Ask the class").click()
    page.get_by_text("0 of 0 answered").wait_for()
    return page.locator(".class p").inner_text().rsplit("/", 1)[1]


def _until_shown(page: Page, url: str, code: str, pauses: Sequence[float]) -> list[float]:
    """Seconds from the n-th answer that was sent until so many stood on the teacher's screen, for each n."""
    page.evaluate(WATCH)
    sent = apart(url, code, pauses)
    page.wait_for_function(f"() => window.counted.at(-1)?.[0] === {len(pauses)}")
    counted = page.evaluate("() => window.counted")
    return [next(at for count, at in counted if count > n) - when for n, when in enumerate(sent)]
