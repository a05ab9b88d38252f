"""The pool of training runs: computed once, kept within bounds, dropped where nobody waits, and never in the way."""

from __future__ import annotations

import time
from threading import Event

import numpy as np
import pytest

from locales import speaking
from tests.network_runs import made_up
from training.network.config import decode
from training.network.refused import Refused
from training.network.train import train
from ui.network import compute
from ui.network.compute import keys_of, sorted_out
from ui.session import changes
from ui.work import pool as pools
from ui.work.pool import Pool
from ui.work.size import size
from ui.work.told import Failure


class Visitor:
    """Somebody who asks."""


@pytest.fixture
def visitor():
    return Visitor()


def keys(query="a=sgd&b=adam&c=nesterov"):
    return list(keys_of(decode(query)[0]).values())


def settle(pool, visitor, wanted):
    pool.ask(visitor, wanted)
    assert pool.wait(visitor, wanted, 60, every=True)
    return pool.ask(visitor, wanted)


class Work:
    """Stands for training: notes what it was asked and waits until it may go on."""

    def __init__(self, answer=lambda network, choice: np.zeros(1)):
        self.asked, self.go, self.answer = [], Event(), answer

    def __call__(self, key, demand):
        self.asked.append(key[1].optimizer)
        assert self.go.wait(10)
        return self.answer(*key)


def test_what_fifty_ask_for_is_computed_once():
    work, wanted, visitors = Work(), keys(), [Visitor() for _ in range(50)]
    pool = Pool(work, threads=2)
    for visitor in visitors:
        assert set(pool.ask(visitor, wanted).values()) == {None}
    work.go.set()
    for visitor in visitors:
        assert None not in settle(pool, visitor, wanted).values()
    assert sorted(work.asked) == ["adam", "nesterov", "sgd"]


def test_one_that_is_ready_is_told_before_all_are(visitor):
    first, second = Event(), Event()
    pool = Pool(lambda key, demand: {"sgd": first, "adam": second}[key[1].optimizer].wait(10), threads=2)
    one, other = wanted = keys("a=sgd&b=adam")
    pool.ask(visitor, wanted)
    assert not pool.wait(visitor, wanted, 0.01, every=False)
    first.set()
    assert pool.wait(visitor, wanted, 10, every=False)
    found = pool.ask(visitor, wanted)
    assert found[one] is True and found[other] is None
    assert not pool.wait(visitor, wanted, 0.01, every=True)
    second.set()
    assert settle(pool, visitor, wanted)[other] is True


def test_what_nobody_waits_for_is_dropped_before_it_begins(visitor):
    work, neighbour = Work(), Visitor()
    pool = Pool(work, threads=1)
    pool.ask(visitor, keys("seed=1&a=sgd&b=adam"))
    pool.ask(neighbour, keys("seed=3&a=nesterov"))
    while not work.asked:
        time.sleep(0.001)
    wanted = keys("seed=2&a=rmsprop")
    pool.ask(visitor, wanted)
    work.go.set()
    settle(pool, visitor, wanted)
    settle(pool, neighbour, keys("seed=3&a=nesterov"))
    assert work.asked[0] == "sgd" and sorted(work.asked[1:]) == ["nesterov", "rmsprop"]


def test_who_is_gone_waits_for_nothing():
    work, stays, leaves = Work(), Visitor(), Visitor()
    pool = Pool(work, threads=1)
    pool.ask(stays, keys("a=sgd"))
    pool.ask(leaves, keys("a=adam"))
    del leaves
    pool.ask(stays, wanted := keys("a=sgd&b=nesterov"))
    work.go.set()
    settle(pool, stays, wanted)
    assert sorted(work.asked) == ["nesterov", "sgd"]


def test_a_question_is_forgotten_unless_it_is_repeated(visitor, monkeypatch):
    monkeypatch.setattr(pools, "PATIENCE", -1.0)
    work = Work()
    work.go.set()
    pool = Pool(work, threads=1)
    pool.ask(visitor, wanted := keys("a=sgd"))
    assert not pool.wait(visitor, wanted, 0.05, every=True) and work.asked == []


def test_runs_are_kept_within_bounds_the_last_used_ones(visitor):
    work = Work(lambda network, choice: np.zeros(100, np.uint8))
    work.go.set()
    pool = Pool(work, threads=1, most_bytes=250)
    first, second, third = keys()
    settle(pool, visitor, [first])
    settle(pool, visitor, [second])
    settle(pool, visitor, [first])
    settle(pool, visitor, [third])
    assert len(work.asked) == 3
    assert all(found is not None for found in pool.ask(visitor, [first, third]).values())
    assert pool.ask(visitor, [second])[second] is None


def test_a_comparison_that_does_not_fit_is_complete_all_the_same(visitor, monkeypatch):
    """Of a repetition figures alone are kept, and nothing goes that somebody waits for."""
    network, begun, end = decode("hidden=4&steps=20&repeats=3&a=sgd&b=adam")[0], [], time.monotonic() + 20

    def made(function, crossover, network, choice, demand, parts):
        begun.append((network.seed, choice.optimizer))
        return made_up(network)

    def pause():
        assert time.monotonic() < end, "it never comes to its end"

    visitor.pause = pause
    monkeypatch.setattr(compute.workers, "compute", made)
    monkeypatch.setattr(compute, "POOL", pool := Pool(compute._train, threads=2, most_bytes=1))
    runs = compute.complete(network, visitor)
    assert {slot: run.fan.seeds for slot, run in runs.items()} == {"a": 3, "b": 3} and len(begun) == 6
    sizes = {key: size for key, (_, size) in pool._done.items()}
    for first, *others in compute.repeats_of(network).values():
        assert len(runs["a"].layers) and sizes[first] > 10 * max(sizes[key] for key in others)
    settle(pool, visitor, other := keys("seed=1&a=sgd"))
    assert [*pool._done] == other


def test_a_repeated_runner_is_drawn_with_its_first_seed_and_watched_until_the_last(visitor, monkeypatch):
    network, last = decode("hidden=4&steps=20&repeats=2&a=sgd&b=adam&b.repeats=1")[0], Event()
    begin, visitor.pause, drawn = network.seed, lambda: None, []

    def made(key, demand):
        run = made_up(key[0])
        return run if key[0].seed == begin else last.wait(10) and run.figures

    monkeypatch.setattr(compute, "POOL", pool := Pool(made, threads=2))
    settle(pool, visitor, keys("hidden=4&steps=20&a=sgd&b=adam"))
    monkeypatch.setattr(compute, "TOGETHER", 0)
    runs, failures, missing = sorted_out(network, compute.results(network, visitor))
    assert [*runs] == ["a", "b"] and runs["a"].fan is None and (failures, missing) == ([], ["a"])
    monkeypatch.setattr(compute.st, "rerun", lambda: drawn.append(1))
    said = compute.pending(network, missing)
    compute.watch.__wrapped__(network, missing, runs, visitor, said)
    assert not drawn
    compute.watch.__wrapped__(network, missing, {"b": runs["b"]}, visitor, said)
    assert drawn
    last.set()
    settle(pool, visitor, [key for several in compute.repeats_of(network).values() for key in several])
    runs, failures, missing = sorted_out(network, compute.results(network, visitor))
    assert runs["a"].fan.seeds == 2 and (failures, missing) == ([], [])
    refused = Failure("No.", 0.0)
    assert compute._gathered([runs["a"], None, refused]) is refused


def test_a_failure_is_told_and_tried_again_later(visitor, monkeypatch):
    def fails(key, demand):
        raise {
            "sgd": Refused("SGD is too small for this.", {"de": "SGD ist zu klein."}),
            "adam": RuntimeError("boom"),
        }.get(key[1].optimizer, ValueError("shapes (3,) and (2,)"))

    pool = Pool(fails, threads=1, name=lambda key: key[1].spec.label)
    one, other, third = wanted = keys(query := "a=sgd&b=adam&c=yogi")
    network = decode(query)[0]
    pool.ask(visitor, wanted)
    found = settle(pool, visitor, wanted)
    assert found[one].sentence == "SGD is too small for this."
    with speaking("de"):
        assert [found[one].sentence, found[other].sentence] == [
            "SGD ist zu klein.",
            "Adam ließ sich nicht berechnen.",
        ]
    assert found[other].sentence == "Adam could not be computed."
    assert found[third].sentence == "Yogi could not be computed."  # not in the words of a library
    assert sorted_out(network, {"a": found[one], "b": None}) == ({}, ["SGD is too small for this."], ["b"])
    hidden = changes.veiled(network, True)
    assert sorted_out(hidden, {"b": found[other]}) == ({}, ["B could not be computed."], [])
    monkeypatch.setattr(pools, "RETRY", -1.0)
    assert pool.ask(visitor, [one])[one] is None


def test_the_key_of_a_run_holds_nothing_of_its_neighbours():
    alone, together = keys("b=adam"), keys("a=sgd&b=adam&c=adam&c.lr=0.5")
    assert together[1] == alone[0]
    assert len(set(together)) == 3


def test_a_program_is_new_until_it_was_run(visitor):
    work = Work()
    work.go.set()
    pool = Pool(work, threads=1, program=compute.program)
    (key,), (other,) = keys("a=sgd"), keys("a=sgd&hidden=8")
    assert pool.new([key])
    pool.ask(visitor, [key])
    settle(pool, visitor, [key])
    assert not pool.new([key]) and pool.new([other]) and pool.new([key, other]) and not pool.new([])
    assert not pool.new(keys("a=sgd&a.lr=0.5&seed=3&steps=20"))


def test_a_program_that_waits_for_its_turn_is_not_said_to_be_compiled(visitor):
    work, known = Work(), keys("a=sgd")
    pool = Pool(work, threads=1, program=compute.program)
    work.go.set()
    settle(pool, visitor, known)
    work.go.clear()
    again, new = keys("a=sgd&seed=3&b=adam")
    pool.ask(visitor, [again, new])
    while len(work.asked) < 2:
        time.sleep(0.001)
    assert not pool.new([again, new]) and pool.new([new])
    assert not pool.waits([again, new]) and pool.waits([new])
    work.go.set()


def test_a_program_is_not_new_any_more_as_soon_as_it_is_compiled(visitor):
    seen, (key,) = [], keys("a=sgd&hidden=5&steps=20")

    def work(key, demand):
        train(*key, demand.beat)
        seen.append(pool.new([key]))
        return np.zeros(1)

    pool = Pool(work, threads=1)
    settle(pool, visitor, [key])
    assert seen == [False]


def test_what_missing_runs_wait_for_is_said(monkeypatch):
    network = decode("a=sgd&b=adam&hidden=8&steps=200")[0]
    monkeypatch.setattr(compute, "POOL", pool := Pool(Work(), threads=1))
    assert "compiled first" in compute.pending(network, ["a", "b"])
    monkeypatch.setattr(pool, "new", lambda keys: False)
    assert compute.pending(network, ["b"]) == "Training 24 weights for 200 steps."
    assert compute.pending(network, []) == ""


def test_waiting_can_be_interrupted(visitor, monkeypatch):
    class Moved(Exception):
        pass

    def moved():
        raise Moved

    work, visitor.pause = Work(), moved
    monkeypatch.setattr(compute, "POOL", Pool(work, threads=1))
    monkeypatch.setattr(compute, "moment", lambda missing: compute.TOGETHER)
    network = decode("a=sgd")[0]
    with pytest.raises(Moved):
        compute.results(network, visitor)
    work.go.set()
    assert compute.POOL.wait(visitor, compute.keys_of(network).values(), 30.0, every=True)
    visitor.pause = lambda: None
    assert compute.results(network, visitor)["a"] is not None


def test_the_size_of_a_run_is_that_of_its_arrays():
    assert size([{"w": np.zeros((3, 4), np.float32)}, np.zeros(2, np.uint16)]) == 52
    assert size(Failure("No.", 0.0)) == 0


def test_what_is_compiled_first_is_not_waited_for(visitor, monkeypatch):
    monkeypatch.setattr(compute, "POOL", pool := Pool(lambda key, demand: made_up(key[0]), threads=2, program=repr))
    known = keys("hidden=4&steps=20&a=sgd")
    settle(pool, visitor, known)
    pool.forget(known)
    assert compute.moment(known) == compute.TOGETHER
    assert compute.moment(keys("hidden=5&steps=20&a=sgd")) == 0
