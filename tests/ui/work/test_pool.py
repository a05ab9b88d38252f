"""Turns between visitors: nobody waits for all that another wants, and who has left is worked for no more."""

from __future__ import annotations

import time
from threading import Event

import pytest

from tests.demands import waits
from training.process.pieces import MOMENT
from ui.work import pool as pools
from ui.work.pool import AT_ONCE, SOON, Demand, Dropped, Pool
from ui.work.told import behind

WAIT = 10.0


class Visitor:
    def __init__(self):
        self.there = True

    def here(self):
        return self.there


class Work:
    """Notes what is begun, and goes on until it may end or is dropped."""

    def __init__(self):
        self.begun, self.dropped, self.go = [], [], Event()

    def __call__(self, key, demand):
        self.begun.append(key)
        waits(self.go, demand, key, self.dropped)
        return True


def until(condition):
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.002)


def test_a_visitor_with_much_to_do_leaves_room_for_others():
    work, hog, other = Work(), Visitor(), Visitor()
    pool = Pool(work, threads=3, share=2)
    pool.ask(hog, ["h1", "h2", "h3", "h4"])
    until(lambda: len(work.begun) == 2)
    pool.ask(other, ["o1"])
    until(lambda: "o1" in work.begun)
    assert sorted(work.begun) == ["h1", "h2", "o1"]
    work.go.set()


def test_visitors_take_turns():
    order, gate, one, other = [], Event(), Visitor(), Visitor()

    def work(key, demand):
        assert gate.wait(WAIT)
        order.append(key)
        return True

    pool = Pool(work, threads=1)
    pool.ask(one, [f"a{n}" for n in range(3)])
    until(lambda: pool.waits(["b0"]))
    pool.ask(other, ["b0", "b1"])
    gate.set()
    assert pool.wait(one, ["a0", "a1", "a2"], WAIT, every=True) and pool.wait(other, ["b0", "b1"], WAIT, every=True)
    assert order == ["a0", "b0", "a1", "b1", "a2"]


def test_who_waits_is_told_how_many_come_before():
    gate, visitors = Event(), [Visitor() for _ in range(4)]
    pool = Pool(lambda key, demand: gate.wait(WAIT), threads=1)
    pool.ask(visitors[0], ["a0", "a1"])
    until(lambda: pool.waits([]))
    for name, visitor in zip("bcd", visitors[1:], strict=True):
        pool.ask(visitor, [f"{name}0"])
    assert [pool.ahead(one) for one in visitors] == [0, 1, 1, 1] and pool.ahead(Visitor()) == 0
    for served, visitor in enumerate(visitors[:0:-1]):  # who was served last comes last
        pool._served[visitor] = 1.0 + served
    assert [pool.ahead(one) for one in visitors] == [0, 3, 2, 1]
    pool.ask(visitors[2], ["c0", "a0"])  # what is done for another is done for this one, too
    visitors[3].there = False
    assert [pool.ahead(one) for one in visitors[:3]] == [0, 2, 0]
    gate.set()
    words = [behind(count) for count in range(3)]
    assert words == ["", "Waiting while 1 other visitor has a turn.", "Waiting while 2 other visitors have their turn."]


def test_work_ends_as_soon_as_who_asked_for_it_has_left():
    work, leaves = Work(), Visitor()
    pool = Pool(work, threads=1)
    pool.ask(leaves, ["long", "waiting"])
    until(lambda: work.begun)
    leaves.there = False
    until(lambda: work.dropped == ["long"])
    until(lambda: not pool.waits([]))
    assert work.begun == ["long"]


def test_work_ends_for_who_wants_something_else_or_goes_to_another_page():
    work, visitor = Work(), Visitor()
    pool = Pool(work, threads=1)
    pool.ask(visitor, ["first"])
    until(lambda: work.begun)
    pool.ask(visitor, ["second"])
    until(lambda: work.dropped == ["first"] and "second" in work.begun)
    pool.leave(visitor)
    until(lambda: work.dropped == ["first", "second"])


def test_work_goes_on_while_another_waits_for_the_same():
    work, leaves, stays = Work(), Visitor(), Visitor()
    pool = Pool(work, threads=1)
    pool.ask(leaves, ["same"])
    pool.ask(stays, ["same"])
    until(lambda: work.begun)
    leaves.there = False
    time.sleep(0.02)
    work.go.set()
    assert pool.wait(stays, ["same"], WAIT, every=True) and not work.dropped


def test_what_is_asked_for_while_it_is_stopped_is_begun_again():
    begun, stopping, goes, visitor = [], Event(), Event(), Visitor()

    def work(key, demand):
        begun.append(key)
        if len(begun) == 1:
            until(lambda: demand.grace() is not None)
            stopping.set()
            goes.wait(WAIT)
            raise Dropped
        return True

    pool = Pool(work, threads=1)
    pool.ask(visitor, ["key"])
    until(lambda: begun)
    pool.leave(visitor)
    assert stopping.wait(WAIT)
    pool.ask(visitor, ["key"])
    goes.set()
    assert pool.wait(visitor, ["key"], WAIT, every=True) and begun == ["key", "key"]


def test_who_left_gives_less_time_than_who_changed_their_mind():
    graces, visitor = [], Visitor()

    def work(key, demand):
        for _ in range(2):
            until(lambda: demand.grace() not in (None, *graces))
            graces.append(demand.grace())
        raise Dropped

    pool = Pool(work, threads=1)
    pool.ask(visitor, ["key"])
    until(lambda: pool.waits([]))
    pool.leave(visitor)
    until(lambda: graces == [SOON])
    visitor.there = False
    until(lambda: graces == [SOON, AT_ONCE])


def test_a_beat_says_that_all_is_compiled():
    said = []
    Demand(lambda: None, lambda: said.append(1)).beat()
    assert said == [1]


def test_a_beat_of_work_that_compiles_says_nothing_but_ends_what_nobody_wants():
    said, graces = [], [None, AT_ONCE]
    demand = Demand(lambda: graces.pop(0), lambda: said.append("going"), lambda share: said.append(share))
    demand.beat(None)
    with pytest.raises(Dropped):
        demand.beat(None)
    assert not said and not graces


def test_how_much_is_done_is_told_until_the_last_is_ready():
    go = Event()

    def work(key, demand):
        demand.beat(key)
        return go.wait(WAIT)

    pool, visitor = Pool(work, threads=2), Visitor()
    keys = [0.25, 0.5, 0.125]  # the third has no thread yet
    assert pool.progress([]) == pool.progress(keys) == 0
    pool.ask(visitor, keys)
    until(lambda: pool.progress(keys) == 0.25)
    go.set()
    assert pool.wait(visitor, keys, WAIT, every=True)
    assert pool.progress(keys) == 1 and not pool._progress


def test_who_leaves_while_the_pool_looks_for_work_takes_no_thread_along():
    looks = iter([True])
    leaves, other = Visitor(), Visitor()
    leaves.here = lambda: next(looks, False)
    pool = Pool(lambda key, demand: demand.beat() or True, threads=1)
    pool.ask(leaves, ["nobody's"])
    until(lambda: next(looks, None) is None)
    pool.ask(other, ["key"])
    assert pool.wait(other, ["key"], WAIT, every=True)


def test_results_without_bytes_are_bounded_too(monkeypatch):
    monkeypatch.setattr(pools, "MOST_RESULTS", 3)
    pool, visitor = Pool(lambda key, demand: True, threads=1), Visitor()
    for number in range(6):
        pool.ask(visitor, [number])
        assert pool.wait(visitor, [number], WAIT, every=True)
    assert [*pool._done] == [*pool._programs] == [3, 4, 5]


def test_what_is_next_is_found_without_a_look_at_all_that_waits():
    looks = []

    class Key(int):
        def __hash__(self):
            looks.append(self)
            return int(self)

    pool, visitors, going = (
        Pool(lambda key, demand: going.wait(WAIT), threads=1),
        [Visitor() for _ in range(5)],
        Event(),
    )
    for number, visitor in enumerate(visitors):
        pool.ask(visitor, map(Key, range(1_000 * number, 1_000 * number + 256)))
    until(lambda: pool.waits([]))
    looks.clear()
    assert pool._next() is not None and len(looks) < 10
    going.set()
    pool._queue.clear()


def test_what_was_left_for_something_else_does_not_pile_up_while_there_is_always_work(monkeypatch):
    monkeypatch.setattr(pools, "PATIENCE", 6 * WAIT)
    looks = []
    going, first, stays, wanders = Event(), Visitor(), Visitor(), Visitor()
    pool = Pool(lambda key, demand: going.wait(WAIT), threads=1)
    pool.ask(first, ["long"])
    until(lambda: pool.waits([]))
    pool.ask(stays, range(-100, 0))
    monkeypatch.setattr(pool, "_there", lambda there=pool._there: looks.append(1) or there())
    for place in range(100):
        now = range(10 * place, 10 * place + 10)
        pool.ask(wanders, now)
        assert len(pool._queue) <= pools.FEWEST_SWEPT and {*range(-100, 0), *now} <= {*pool._queue}
    assert 2 <= len(looks) <= 8
    pool.ask(first, range(1_000, 2_000))
    assert len(pool._queue) >= 1_100
    pool.leave(first)
    going.set()
    assert pool.wait(stays, range(-100, 0), WAIT, every=True)


def test_a_piece_of_a_run_ends_before_its_process_is_ended():
    assert MOMENT < AT_ONCE


def test_a_part_that_is_handed_over_is_shown_until_the_rest_is_there():
    visitor, first, rest = Visitor(), Event(), Event()

    def work(key, demand):
        assert first.wait(WAIT)
        demand.part("a part")
        assert rest.wait(WAIT)
        return "whole"

    pool = Pool(work, threads=1)
    assert pool.ask(visitor, ["key"]) == {"key": None}
    for go, found in ((first, "a part"), (rest, "whole")):
        began = time.monotonic()
        pool.news(["key"], 0.01)  # nothing
        go.set()
        pool.news(["key"], WAIT)
        assert time.monotonic() < began + WAIT / 2
        until(lambda found=found: pool.ask(visitor, ["key"]) == {"key": found})
        assert pool.wait(visitor, ["key"], 0.0, every=True) == (found == "whole")
