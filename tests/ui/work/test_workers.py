"""The process for long work: what comes back from it, and that it ends whatever nobody waits for."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from io import BytesIO
from queue import Empty, SimpleQueue
from types import SimpleNamespace

import numpy as np
import pytest

from surfaces import programs
from training.choice import choice
from training.network import train as training
from training.network.config import decode
from training.network.crossover import train_with
from training.network.devices import crossover
from training.network.refused import Refused
from training.race.descend import compiled, descend, install, program
from training.worker import TELL
from ui.work import workers
from ui.work.pool import AT_ONCE, Demand, Dropped
from ui.work.workers import Lost, Process, Worker

SMALL = decode("a=sgd&hidden=3&steps=20")[0]


def wanted(said=None):
    return Demand(lambda: None, lambda: None if said is None else said.append(1))


def echo(*values, beat):
    beat()
    return values


def compiling(beat):
    beat(None)
    return "compiled"


def slow(beat):
    for share in (0.25, 0.5, 1.0):
        time.sleep(1.5 * TELL)
        beat(share)
        beat(share)  # too soon to be told


def by_parts(beat, hand_over):
    hand_over("curves")
    return "layers"


def refuse(beat):
    raise Refused("This is too large.", {"de": "Das ist zu groß."})


def fail(beat):
    return 1 / 0


def misfit(beat):
    return np.ones(3) + np.ones(2)


def deaf(seconds, beat):
    """Work that never looks whether it is wanted, as a compiler does."""
    beat()
    time.sleep(seconds)


def late(begun, end, beat):
    """Work that says by a file that it compiles, until another one ends that, and looks then whether it is wanted."""
    open(begun, "w").close()
    while not os.path.exists(end):
        time.sleep(0.01)
    for _ in range(5):
        time.sleep(0.03)  # a word of whoever wants it again may be on the way
    beat()
    return "late"


class Edit(BaseException):
    """What interrupts the script of a visitor."""


def paced(path, beat):
    """Work in small steps, which leaves a file where it is stopped."""
    try:
        while True:
            beat()
            time.sleep(0.01)
    finally:
        open(path, "w").close()


def fatal(path, beat):
    """End the process at the first try, as a fault in a compiled program does."""
    if not os.path.exists(path):
        open(path, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return "second"


def last_loss(found, beat):
    install("beale", choice("newton"), found)
    return float(descend("beale", (1.0, 1.5), 5, 0, choice("newton")).loss[-1])


@pytest.fixture(scope="module")
def worker():
    started = Worker()
    yield started
    started.stop()


def test_what_a_task_gives_or_refuses_comes_back(worker):
    said = []
    assert worker.run(echo, (1, "two"), wanted(said)) == (1, "two") and said == [1]
    with pytest.raises(Refused, match=r"^This is too large\.$") as refused:
        worker.run(refuse, (), wanted())
    assert refused.value.told == {"de": "Das ist zu groß."}
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        worker.run(fail, (), wanted())
    with pytest.raises(RuntimeError, match="ValueError"):  # a library's words are for the log
        worker.run(misfit, (), wanted())


def test_how_much_is_done_is_told_from_time_to_time(worker):
    shares = []
    worker.run(slow, (), Demand(lambda: None, lambda: None, shares.append))
    assert shares == [0.25, 0.5, 1.0]


def test_what_compiles_is_not_said_to_be_under_way(worker):
    said = []
    assert worker.run(compiling, (), wanted(said)) == "compiled" and not said


def test_a_run_there_has_the_digits_of_one_here(worker):
    chosen = SMALL.choices["a"]
    there = worker.run(train_with, (crossover(), SMALL, chosen), wanted())
    np.testing.assert_array_equal(there.losses, training.train(SMALL, chosen).losses)


def test_a_program_that_was_compiled_there_runs_here_with_the_same_digits(worker, monkeypatch):
    chosen, text = choice("momentum", lr=0.003), "formula:x**2 + 3*y**2 + x*y"
    found = worker.run(compiled, (text, chosen), wanted())
    assert not program(text, chosen).ready
    here = descend(text, (1.0, 1.5), 30, 0, chosen)
    monkeypatch.setattr(programs, "PROGRAMS", programs.Programs(programs.maps, programs.MOST_MAPS))
    install(text, chosen, found)
    assert program(text, chosen).ready
    np.testing.assert_array_equal(descend(text, (1.0, 1.5), 30, 0, chosen).params, here.params)


def test_a_program_that_calls_lapack_runs_in_a_process_that_has_lowered_none(monkeypatch):
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)  # what was loaded from there cannot be handed on
    one, other = Worker(), Worker()
    try:
        found = one.run(compiled, ("beale", choice("newton")), wanted())
        assert other.run(last_loss, (found,), wanted()) == pytest.approx(
            float(descend("beale", (1.0, 1.5), 5, 0, choice("newton")).loss[-1]), rel=1e-6
        )
    finally:
        one.stop()
        other.stop()


def test_what_does_not_stop_is_ended_and_the_next_process_is_there(worker):
    before, end = worker.start(), time.monotonic() + 0.5
    leaving = Demand(lambda: None if time.monotonic() < end else 0.0, lambda: None)
    with pytest.raises(Dropped):
        worker.run(deaf, (600,), leaving)
    assert before.ended and worker.start() is not before
    assert worker.run(echo, (3,), wanted()) == (3,)


def test_what_is_wanted_again_before_it_stops_goes_on(worker, tmp_path):
    """Left for a look, wanted again, and left for another one: neither may end the process."""
    process, begun, end = worker.start(), tmp_path / "begun", tmp_path / "end"

    def looks():
        while not begun.exists():
            yield None
        yield 0.2
        longer = time.monotonic() + 0.3
        while time.monotonic() < longer:
            yield None
        yield 0.2
        yield None  # it is told so after this look
        end.touch()
        while True:
            yield None

    away = Demand(partial(next, looks()), lambda: None)
    assert worker.run(late, (str(begun), str(end)), away) == "late" and worker.start() is process


def test_an_edit_that_interrupts_who_waits_stops_the_task(worker, tmp_path):
    begun, path = [], tmp_path / "stopped"

    def grace():
        if begun:
            raise Edit

    with pytest.raises(Edit):
        worker.run(paced, (str(path),), Demand(grace, lambda: begun.append(1)))
    end = time.monotonic() + 10
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert path.exists() and not worker.start().ended


def test_a_worker_that_was_stopped_starts_no_further_process(monkeypatch):
    """At the end of the app tasks are lost that somebody still waits for."""
    stopping, made = Worker(), []
    monkeypatch.setattr(workers, "Process", lambda: made.append(Process()) or made[-1])
    process = stopping.start()
    end = Demand(lambda: None, stopping.stop)  # as soon as the task has begun
    with pytest.raises(Dropped):
        stopping.run(deaf, (600,), end)
    with pytest.raises(Dropped):
        stopping.run(echo, (1,), wanted())
    assert made == [process] and process.ended


class Clock:
    """Time that passes only while somebody waits at an inbox in which there is nothing; also that inbox."""

    def __init__(self):
        self.now, self.ended = 0.0, None

    def get(self, timeout):
        if self.ended is not None:
            return "lost", None
        self.now += timeout + 1e-6  # a wait takes a bit longer
        raise Empty

    def end(self):
        self.ended = self.now


@pytest.mark.parametrize("left", [0.0, 0.005, 0.015, 0.02, 0.033])
def test_a_process_is_ended_soon_enough_that_its_work_stops_in_a_fifth_of_a_second(left, monkeypatch):
    clock, worker = Clock(), Worker()
    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(worker, "start", lambda: None)
    process = SimpleNamespace(tasks={7: clock}, stopping=set(), send=lambda *message: None, end=clock.end)
    demand = Demand(lambda: AT_ONCE if clock.now > left else None, lambda: None)
    with pytest.raises(Lost):
        worker._wait(process, 7, clock, demand)
    assert AT_ONCE < clock.ended - left < 0.09


def test_a_message_that_cannot_be_read_ends_the_process_and_what_waits_for_it():
    process, inbox, ended = Process.__new__(Process), SimpleQueue(), []
    process._popen = SimpleNamespace(stdout=BytesIO(b"cnowhere\nnothing\n."), kill=lambda: ended.append(1), wait=list)
    process.tasks = {1: inbox}
    process._read()
    assert inbox.get_nowait() == ("lost", None) and ended


def test_a_neighbour_is_not_ended_with_it(worker):
    process = worker.start()
    process.tasks[-1] = object()  # somebody else's task
    process.stopping.add(5)
    process.tasks[5] = object()
    worker._end(process)
    assert not process.ended
    del process.tasks[-1], process.tasks[5]


def test_a_task_whose_process_ended_is_tried_once_more(worker, tmp_path):
    assert worker.run(fatal, (str(tmp_path / "tried"),), wanted()) == "second"


def test_without_a_process_work_is_done_here():
    assert not workers.there() and workers.compute(echo, 1, demand=wanted()) == (1,)


def test_a_part_comes_before_the_rest(worker):
    order = []
    demand = Demand(lambda: None, lambda: None, part=order.append)
    order.append(worker.run(by_parts, (), demand, parts=True))
    order.append(workers.compute(by_parts, demand=demand, parts=True))
    assert order == ["curves", "layers", "curves", "layers"]
