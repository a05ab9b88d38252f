"""The shelves of the player: what a browser gets of them, and for how long."""

import numpy as np
import pytest
from starlette.applications import Starlette

from tests.asgi import get
from ui.player import component
from ui.player.component import HOLD, shelf_of, shelved
from ui.server.routes import routes

APP = Starlette(routes=[route for route in routes() if route.path.startswith("/lib/shelf")])
PAGES = 400


@pytest.fixture
def now(monkeypatch):
    """The seconds that have passed, with no shelf held yet."""
    passed = [0.0]
    monkeypatch.setattr(component.time, "monotonic", lambda: passed[0])
    component._held.clear()
    yield passed
    component._held.clear()


def shelves(count, first=0):
    return [shelf_of("others", [np.full(3, first + value, np.float32)]) for value in range(count)]


def test_a_browser_gets_a_shelf_by_its_digest_however_many_pages_run_meanwhile(now):
    first, *others = shelves(2 * PAGES)
    assert shelved(first.digest) == first.blob != others[0].blob
    assert get(APP, f"/lib/shelf/{others[0].digest}").content == others[0].blob
    assert get(APP, "/lib/shelf/nothing").status == 404


def test_a_shelf_that_no_run_names_is_held_for_a_time(now):
    kept = [np.zeros(3, np.float32)]
    named, (left,) = shelf_of("others", kept), shelves(1, 1)
    now[0] = HOLD
    assert shelf_of("others", kept) is named and shelved(left.digest) == left.blob
    now[0] = HOLD + 1
    shelves(1, 2)
    assert shelved(left.digest) is None and shelved(named.digest) == named.blob


def test_shelves_are_held_by_bytes_and_the_last_in_any_case(now, monkeypatch):
    first, second, third = shelves(3)
    monkeypatch.setattr(component, "MOST_BYTES", len(second.blob) + len(third.blob))
    fourth = shelves(1, 3)[0]
    assert [shelved(one.digest) is None for one in (first, second, third, fourth)] == [True, True, False, False]
    monkeypatch.setattr(component, "MOST_BYTES", 1)
    last = shelves(1, 4)[0]
    assert [*component._held.values()] == [last]
