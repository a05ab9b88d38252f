"""Downloads: one at a time for a visitor, few in all, none for who has left, and none for HEAD."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from threading import Event

import pytest
from starlette.applications import Starlette

from tests.asgi import get
from tests.demands import waits
from training.race.config import decode
from ui.pages import PAGES
from ui.server import downloads, routes
from ui.server.downloads import MOST, SIDE_BY_SIDE, Door
from ui.session import locks
from ui.work.pool import Pool


class Reader:
    """An HTTP client as the server sees it: an address, a cookie, and whether it is still there."""

    def __init__(self, host="192.0.2.1", cookie="", method="GET"):
        self.client = type("Client", (), {"host": host})
        self.cookies = {downloads.COOKIE: cookie} if cookie else {}
        self.method, self.gone = method, False

    async def is_disconnected(self):
        return self.gone


class Press:
    """Makes pages once it may."""

    def __init__(self):
        self.begun, self.dropped, self.go = [], [], Event()

    def __call__(self, config, demand):
        self.begun.append(config)
        waits(self.go, demand, config, self.dropped)
        return b"page"


@pytest.fixture
def press(monkeypatch):
    made = Press()
    monkeypatch.setattr(downloads, "FILES", Pool(made, threads=SIDE_BY_SIDE))
    monkeypatch.setattr(downloads, "DOOR", Door())
    yield made
    made.go.set()


def race(seed):
    return decode(f"seed={seed}")[0]


async def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        await asyncio.sleep(0.002)


def ask(reader, config, name="page.html"):
    return asyncio.ensure_future(downloads.answer(reader, config, name))


def test_a_visitor_has_one_at_a_time_and_is_told_so(press):
    async def scene():
        first = ask(Reader(cookie="one"), race(1))
        await until(lambda: press.begun)
        again, other = await ask(Reader(cookie="one"), race(2)), ask(Reader(cookie="two"), race(3))
        assert (again.status_code, again.body.decode(), again.headers["retry-after"]) == (429, downloads.YOURS, "5")
        press.go.set()
        assert [(await asked).body for asked in (first, other)] == [b"page"] * 2
        assert (await ask(Reader(cookie="one"), race(2))).body == b"page"

    asyncio.run(scene())
    assert press.begun == [race(1), race(3), race(2)]


def test_a_visitor_has_several_files_at_once(press):
    async def scene():
        asked = [
            ask(Reader(cookie="one"), race(seed), name) for seed, name in enumerate(("page.html", "a.csv", "b.txt"))
        ]
        await until(lambda: len(press.begun) == SIDE_BY_SIDE)
        press.go.set()
        assert {(await one).status_code for one in asked} == {200}

    asyncio.run(scene())


def test_few_are_made_at_once_and_not_many_wait(press):
    async def scene():
        asked = [ask(Reader(cookie=str(number)), race(number)) for number in range(MOST)]
        await until(lambda: len(press.begun) == SIDE_BY_SIDE)
        late = await ask(Reader(cookie="late"), race(99))
        assert (late.status_code, late.body.decode(), late.headers["retry-after"]) == (503, downloads.OTHERS, "15")
        assert len(press.begun) == SIDE_BY_SIDE
        press.go.set()
        assert {(await answer).status_code for answer in asked} == {200}

    asyncio.run(scene())
    assert race(99) not in press.begun


def test_a_class_that_asks_for_one_link_has_it_made_once(press):
    async def scene():
        asked = [ask(Reader(cookie=str(number)), race(7)) for number in range(MOST)]
        await until(lambda: press.begun)
        press.go.set()
        assert {(await answer).body for answer in asked} == {b"page"}

    asyncio.run(scene())
    assert press.begun == [race(7)]


def test_a_page_is_dropped_when_its_client_leaves(press):
    async def scene():
        reader = Reader()
        asked = ask(reader, race(1))
        await until(lambda: press.begun)
        reader.gone = True
        await asked
        await until(lambda: press.dropped == [race(1)])
        following = ask(Reader(), race(2))
        await until(lambda: race(2) in press.begun)
        press.go.set()
        assert (await following).status_code == 200

    asyncio.run(scene())


def test_head_computes_nothing(press):
    answer = asyncio.run(downloads.answer(Reader(method="HEAD"), race(1), "page.html"))
    assert answer.status_code == 200 and answer.body == b"" and not press.begun
    assert answer.headers["content-disposition"] == 'attachment; filename="page.html"'


def test_what_fails_is_a_sentence(monkeypatch):
    def fails(config, demand):
        raise RuntimeError("/a/path")

    monkeypatch.setattr(downloads, "FILES", Pool(fails, threads=1, name=lambda config: "The download"))
    answer = partial(get, Starlette(routes=routes.routes()))("/lib/export?seed=5")
    assert (answer.status, answer.text) == (500, "The download could not be computed.")


@pytest.mark.parametrize(("path", "hidden"), [("", "bf"), ("/race", "bf"), ("/network", "b")])
def test_the_link_says_who_is_hidden(press, path, hidden):
    press.go.set()
    answer = get(Starlette(routes=routes.routes()), f"/lib/export{path}?hide={','.join(hidden)}")
    assert answer.text == "page" and press.begun[0].hidden == frozenset(hidden)


@pytest.mark.parametrize("file", ["", *PAGES["race"].files])
def test_a_file_is_of_what_a_sealed_link_has(press, file):
    press.go.set()
    config, held = decode("steps=7")[0], locks.Locks(("surface",))
    link = locks.linked(PAGES["race"].encode(config), held, "race")
    answer = get(Starlette(routes=routes.routes()), f"/lib/export/race/{file}".rstrip("/") + f"?{link}")
    made = press.begun[0]
    assert answer.text == "page" and (made.config, made.file) == (config, file)
    assert made.locks == (locks.NONE if file else held)
