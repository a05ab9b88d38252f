"""In which order the programs of a structure are compiled, what they hand over first, and which of two tells it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Event, Thread

import jax
import numpy as np
import pytest

from training.choice import choice
from training.network import looks
from training.network import train as engine
from training.network.config import decode
from training.network.looks import Following, Look, Looks, looks_of
from training.network.resolve import resolve
from training.network.train import train
from training.process import ending
from training.process.pieces import unheard

SMALL = decode("hidden=7,2&steps=20&a=sgd")[0]


@pytest.mark.parametrize(("cores", "waits"), [(2, True), (16, False)])
def test_on_few_cores_further_runs_compile_after_the_first(cores, waits, monkeypatch):
    monkeypatch.setattr(looks, "CORES", cores)
    of = Looks(resolve(SMALL).structure, True)

    def take_turn():
        with of.turn():
            pass

    with of.turn():
        further = Thread(target=take_turn, daemon=True)
        further.start()
        further.join(0.05 if waits else 5)
        assert further.is_alive() == waits
    further.join(5)
    assert not further.is_alive()


def test_what_curves_want_is_handed_over_before_the_layers_are_looked_into(monkeypatch):
    order, look = [], looks.Look.__call__

    def called(self, *given):
        order.append("judge" if self is of.judge else "layers")
        return look(self, *given)

    monkeypatch.setattr(looks.Look, "__call__", called)
    of = Looks(resolve(SMALL).structure, True)
    monkeypatch.setattr(engine, "looks_of", lambda *known: of)
    monkeypatch.setattr(of, "compile_beside", lambda *known: None)
    run = train(SMALL, SMALL.choices["a"], hand_over=order.append)
    assert order[0] == "judge" and order[2:] == ["layers"]
    assert run.whole and not order[1].whole
    for name in ("steps", "figures", "losses", "frames", "params"):
        jax.tree.map(np.testing.assert_array_equal, getattr(order[1], name), getattr(run, name))
    for name in ("weight_norm", "update_ratio"):
        np.testing.assert_array_equal(getattr(order[1].layers, name), getattr(run.layers, name))
    train(SMALL, SMALL.choices["a"], hand_over=order.append)
    assert order[3:] == ["judge", "layers"]  # which are as good as there


def test_a_run_of_many_pieces_hands_its_curves_over_before_the_layers_are_looked_into(monkeypatch):
    order, look, of = [], looks.Look.__call__, Looks(resolve(SMALL).structure, True)
    monkeypatch.setattr(looks.Look, "__call__", lambda self, *given: (order.append(self), look(self, *given))[1])
    monkeypatch.setattr(engine, "looks_of", lambda *known: of)
    monkeypatch.setattr(of, "compile_beside", lambda *known: None)
    run = train(replace(SMALL, steps=150), SMALL.choices["a"], hand_over=order.append)
    pieces = -(-151 // engine.AT_ONCE)
    assert len(run.steps) == 151 and order.count(of.judge) == pieces > 2
    assert order[:pieces] == [of.judge] * pieces and order[pieces + 1 :] == [of.layers] * pieces
    jax.tree.map(np.testing.assert_array_equal, order[pieces].figures, run.figures)


def test_rows_that_come_in_pieces_are_found_in_their_order():
    look = Look(lambda seen, row: seen * row, True)
    with Following(look, np.float32(3), unheard) as following:
        for first in range(0, 21, 7):
            following.bring(np.arange(first, first + 7, dtype=np.float32), 7 if first < 14 else 2)
        np.testing.assert_array_equal(following.found(), 3 * np.arange(16.0))


def test_who_waits_for_rows_looks_at_those_that_nobody_has_begun(monkeypatch):
    busy, looked = Event(), []
    with ThreadPoolExecutor(1) as other:
        monkeypatch.setattr(looks, "_beside", other)
        other.submit(busy.wait, 5)
        look = Look(lambda seen, row: seen * row, True)
        monkeypatch.setattr(Look, "__call__", lambda self, seen, rows, count: (looked.append(rows[0]), rows[:count])[1])
        with Following(look, np.float32(3), unheard) as following:
            for first in (0, 7, 14):
                following.bring(np.arange(first, first + 7, dtype=np.float32), 7)
            np.testing.assert_array_equal(following.found(), np.arange(21))
            assert looked == [14, 7, 0] and not busy.is_set()
        busy.set()


@pytest.mark.parametrize(("held", "waiting"), [(70, 10), (1, 2)])
def test_rows_wait_for_the_program_and_no_more_than_can_be_held(held, waiting, monkeypatch):
    monkeypatch.setattr(looks, "HELD", held)
    look, compiled = Look(lambda seen, row: seen * row, True), []
    compile_it = look.compile
    monkeypatch.setattr(look, "compile", lambda *given: (compiled.append(look.times), compile_it(*given)))
    with Following(look, np.float32(3), unheard) as following:
        for _ in range(waiting):
            following.bring(np.arange(7, dtype=np.float32), 7)
        assert not compiled and not look.compiled
        following.bring(np.arange(7, dtype=np.float32), 7)
        assert look.compiled and look.times == 1  # a run counts once
        assert len(following.found()) == 7 * (waiting + 1)


class Stopped(Exception):
    """Whoever follows the work wants no more of it."""


def stop(share):
    """A beat that ends the work as long as it compiles."""
    if share is None:
        raise Stopped


def test_who_is_stopped_while_another_compiles_compiles_nothing(monkeypatch):
    monkeypatch.setattr(looks, "CORES", 2)
    of, made = Looks(resolve(SMALL).structure, True), []
    look = Look(lambda seen, row: made.append(row), True)
    for turn, go in ((of.turn(), of.turn), (look._compiling, partial(look.compile, None, None))):
        entered, told = Event(), Event()

        def beat(share, entered=entered, told=told):
            if entered.is_set():  # it has waited for some time
                told.set()
                stop(share)
            entered.set()

        def wait(go=go, beat=beat):
            with pytest.raises(Stopped):
                found = go(beat)
                with found:
                    made.append("loop")

        with turn:
            other = Thread(target=wait, daemon=True)
            other.start()
            assert told.wait(5)
            other.join(5)
    assert not made and not look.compiled


def test_no_program_is_compiled_for_a_run_that_is_stopped_before(monkeypatch):
    network, made = decode("hidden=7,3&steps=20&a=sgd")[0], []
    of = Looks(resolve(network).structure, True)
    monkeypatch.setattr(engine, "looks_of", lambda *known: of)
    monkeypatch.setattr(engine, "_compiled", lambda *known: [made.append] * 2)
    with pytest.raises(Stopped):
        train(network, network.choices["a"], stop)
    assert not made and not of.wanted_by


def test_programs_are_compiled_ahead_while_a_run_wants_them_which_waits_for_that(monkeypatch):
    of, made, begun, go = Looks(resolve(SMALL).structure, True), [], Event(), Event()
    monkeypatch.setattr(ending, "_awaited", set())

    def judge(*given):
        made.append("judge" if ending._awaited else "left at the end")
        begun.set()
        go.wait(5)

    monkeypatch.setattr(of.judge, "compile", judge)
    monkeypatch.setattr(of.layers, "compile", lambda *given: made.append("layers"))

    def run():
        with of.wanted():
            of.compile_beside(None, None)
            begun.wait(5)

    stopped = Thread(target=run, daemon=True)
    stopped.start()
    assert begun.wait(5)
    for _ in range(500):
        if of.wanted_by == 0:
            break
        time.sleep(0.01)
    assert stopped.is_alive() and of.wanted_by == 0
    go.set()
    stopped.join(5)
    assert not stopped.is_alive() and made == ["judge"]  # nobody wants the other any more
    with of.wanted():
        run()
        of.compile_beside(None, None)
        of._ahead.join(5)
    assert made == ["judge", "judge", "layers"]


def test_what_is_wanted_often_is_told_by_a_fast_program_that_says_the_same(monkeypatch):
    monkeypatch.setattr(looks, "OFTEN", 2)
    of, own = looks_of(resolve(SMALL).structure, True), SMALL.choices["a"]
    of.judge.times = of.layers.times = 0
    first, slow = train(SMALL, own), (of.judge.program, of.layers.program)
    train(SMALL, own)
    end = time.monotonic() + 60
    while {of.judge.program, of.layers.program} & {*slow} and time.monotonic() < end:
        time.sleep(0.01)
    again = train(SMALL, own)
    assert not {of.judge.program, of.layers.program} & {*slow}
    jax.tree.map(np.testing.assert_array_equal, again.params, first.params)
    for now, then in zip(again.figures + again.layers, first.figures + first.layers, strict=True):
        np.testing.assert_allclose(now, then, rtol=1e-4, atol=1e-6)


def test_rules_share_the_programs():
    network = decode("hidden=6,2&steps=20&a=sgd")[0]  # which no other test makes fast

    def programs():
        of = looks_of(resolve(network).structure, True)
        return [of.judge.program, of.layers.program]

    train(network, network.choices["a"])
    known, before = programs(), [program._cache_size() for program in programs()]
    for name in ("sgd", "momentum"):
        train(network, choice(name, lr=0.01))
    assert programs() == known and [program._cache_size() for program in known] == before
