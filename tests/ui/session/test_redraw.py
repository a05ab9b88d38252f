"""Turns of the pages that draw themselves anew, by a clock of the test's own."""

from __future__ import annotations

from contextvars import ContextVar
from heapq import heapify, heapreplace
from types import SimpleNamespace

import pytest

import locales
from training.laws import LAWS
from ui.laws import compute as laws
from ui.network.search import compute
from ui.race import chunks
from ui.race.all import compute as cells
from ui.session import session as streamlit_session


class Pages:
    """Pages that all have more to show, and the clock by which they ask; each is known by when it was drawn."""

    def __init__(self, monkeypatch, *drawn):
        self.now, self.drawn, self.times = 0.0, [*drawn], [0] * len(drawn)
        monkeypatch.setattr(streamlit_session, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(streamlit_session.st, "rerun", lambda: self.draw(self.asks), raising=False)
        monkeypatch.setattr(streamlit_session, "_asking", {})
        monkeypatch.setattr(streamlit_session, "_asked", ContextVar("asked", default=None))
        monkeypatch.setattr(streamlit_session, "_language", lambda: locales.ENGLISH)
        self.others(0.0, -9.0)

    def others(self, last, again):
        """When any page was drawn, and when one drew itself anew."""
        streamlit_session._last, streamlit_session._again = last, again

    def ask(self, page, complete=False):
        """Whether a page that asks now is drawn."""
        self.asks, before = page, self.times[page]
        streamlit_session.hold(streamlit_session.DRAWN, self.drawn[page])
        streamlit_session.redraw(complete=complete)
        return self.times[page] > before

    def draw(self, page):
        streamlit_session.hold(streamlit_session.DRAWN, self.drawn[page])
        streamlit_session.begin()
        self.drawn[page] = self.now
        self.times[page] += 1


@pytest.fixture
def pages(session, monkeypatch):
    for name in ("_last", "_again"):  # to be as before in the end
        monkeypatch.setattr(streamlit_session, name, 0.0)
    return lambda *drawn: Pages(monkeypatch, *drawn)


@pytest.mark.parametrize(
    ("others", "again", "own", "complete", "drawn"),  # seconds ago
    [
        (0, 9, 1, False, False),
        (1, 9, 1, False, True),
        (0, 9, 6, False, True),
        (1, 0, 6, False, False),
        (0, 0, 1, True, True),
    ],
)
def test_a_page_draws_itself_anew_where_no_other_is_drawn_or_seldom_or_at_its_end(
    pages, others, again, own, complete, drawn
):
    some = pages(-own)
    some.others(-others, -again)
    assert some.ask(0, complete) == drawn


def test_pages_draw_themselves_anew_by_turns_however_they_ask(pages):
    some = pages(*range(-12, 0))
    asks = [(page / 12, page) for page in range(12)]
    heapify(asks)
    while asks[0][0] < 120:
        some.now, page = asks[0]
        some.others(some.now, streamlit_session._again)  # somebody always moves a slider
        heapreplace(asks, (some.now + 1.0 + 0.1 * some.ask(page), page))
    assert max(some.times) - min(some.times) <= 1 and sum(some.times) >= 100


def test_who_left_holds_up_nobody_for_long(pages):
    some = pages(-9, -8)
    some.others(0.0, 0.0)
    assert not some.ask(0)
    some.now = 1.1
    assert not some.ask(1)  # the first was drawn before it
    some.now = 2.1
    assert some.ask(1)


def test_who_is_drawn_for_an_edit_meanwhile_holds_up_nobody(pages):
    some = pages(-9, -8)
    some.others(0.0, 0.0)
    assert not some.ask(0)
    some.draw(0)
    some.now = 1.1
    assert some.ask(1)


def test_whose_turn_came_late_is_followed_early_but_not_at_once(pages):
    some, drawn = pages(-9, -8), []
    some.others(0.0, 0.0)
    for some.now, page in ((1.9, 0), (2.3, 1), (2.5, 1)):
        drawn.append(some.ask(page))
    assert drawn == [True, False, True]


def test_a_page_that_is_complete_leaves_others_their_turns(pages):
    some = pages(-9, -8)
    some.others(0.0, 0.0)
    assert some.ask(1, complete=True) and not some.ask(0)
    some.now = 1.1
    assert some.ask(0)


MISSING, ALL_THERE = (chunks.Seen({}, [], share, share < 1, ahead) for share, ahead in ((0.5, 2), (1.0, 0)))
FIRST, MORE, LAST = (compute.Seen({}, [said], ahead > 0, ahead) for said, ahead in (("", 2), ("a", 2), ("a", 0)))
HALF, READY = (cells.Ready({*range(size)}, set(), 2 * (3 - size)) for size in (2, 3))
WATCHES = {  # a part that watches, once there is more and once there is all
    "chunks": lambda all_there: chunks.watch.__wrapped__(
        lambda: ALL_THERE if all_there else MISSING._replace(failures=["a"]), MISSING, 9, "map"
    ),
    "cells": lambda all_there: cells.watch.__wrapped__(lambda: READY if all_there else HALF, 1, 3),
    "laws": lambda all_there: laws.watch.__wrapped__(None, 0),
    "search": lambda all_there: compute.watch.__wrapped__(None, None, FIRST),
}


@pytest.mark.parametrize("all_there", [False, True])
@pytest.mark.parametrize("watch", WATCHES)
def test_a_page_says_whether_it_is_complete(session, monkeypatch, watch, all_there):
    told, said = [], []
    monkeypatch.setattr(streamlit_session, "redraw", lambda complete: told.append(complete))
    for module in (chunks, cells, laws, compute):
        drawn = SimpleNamespace(caption=said.append, progress=lambda share, text: said.append(text))
        monkeypatch.setattr(module, "st", drawn)
    monkeypatch.setattr(laws, "look", lambda visitor: dict.fromkeys(LAWS, 1.0) if all_there else {"any": 1.0})
    monkeypatch.setattr(compute, "look", lambda *asked: LAST if all_there else MORE)
    WATCHES[watch](all_there)
    assert told == [all_there]
    assert ("Waiting while 2 other visitors have their turn." in " ".join(said)) == (watch != "laws" and not all_there)


def test_a_map_says_when_it_will_tell_how_long_it_takes(session, monkeypatch):
    said, seen = [], chunks.Seen({}, [], 0.1, True)
    monkeypatch.setattr(chunks, "st", SimpleNamespace(progress=lambda share, text: said.append(text)))
    for now in (seen, seen._replace(begun=True)):
        chunks.watch.__wrapped__(lambda now=now: now, seen, 9, "map")
    assert ["told once each optimizer has begun" in text for text in said] == [True, False]
