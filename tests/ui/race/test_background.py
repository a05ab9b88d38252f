"""The rest of the matrix, made while nobody looks."""

import pytest

from training.many import matrix, tasks
from ui.race.all import background, compute
from ui.race.all.background import Background
from ui.work.disk import Disk
from ui.work.pool import Pool
from ui.work.visitors import Guest

CHUNKS = [("sgd", "Valleys"), ("adam", "Valleys"), ("adam", "Bowls"), ("lion", "Bowls")]


@pytest.fixture
def made(monkeypatch, tmp_path):
    """The chunks that are made, of which the first is on disk and another one fails."""
    found = []

    def chunk_of(name, family, beat):
        found.append((name, family))
        if name == "lion":
            raise ValueError
        return {}

    monkeypatch.setattr(compute, "DISK", Disk(tmp_path, 9))
    monkeypatch.setattr(compute, "POOL", Pool(compute._compute, 2, share=1))
    monkeypatch.setattr(matrix, "chunk_of", chunk_of)
    monkeypatch.setattr(matrix, "chunks", lambda: CHUNKS)
    monkeypatch.setattr(tasks, "chunks", lambda: [])
    monkeypatch.setattr(compute, "_written", lambda found: {name: [] for name in ("surfaces", *matrix.Cell._fields)})
    compute._compute(CHUNKS[0], compute.Demand(lambda: None, lambda: None))
    found.clear()
    return found


def test_what_is_not_on_disk_is_made_once_and_kept(made, monkeypatch):
    waits = []
    monkeypatch.setattr(background.quiet, "wait", lambda most: waits.append(most))
    Background(compute.POOL, compute._missing).run()
    assert made == CHUNKS[1:] and len(waits) == 3 and [*compute._missing()] == CHUNKS[3:]  # what failed is no file


def test_it_gives_way_to_who_looks_and_to_who_uses_a_page(made, monkeypatch):
    now, done = [100.0], []

    def pass_by(seconds):
        now[0] += seconds
        done.append(("slept", len(made)))

    monkeypatch.setattr(background.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(background.time, "sleep", pass_by)
    monkeypatch.setattr(background.quiet, "wait", lambda most: done.append(("quiet", len(made))))
    one = Background(compute.POOL, lambda: [CHUNKS[1]])
    one.looked(whole=False)
    one._give_way()
    assert done == [("slept", 0), ("quiet", 0)] and now == [100.0 + background.PATIENCE]


@pytest.fixture
def begun(monkeypatch):
    """What is begun in threads, none of which runs."""
    found = []

    class Begun:
        def __init__(self, **of_thread):
            self.start = lambda: found.append(of_thread["target"])

    monkeypatch.setattr(background, "Thread", Begun)
    monkeypatch.setattr(background.workers, "there", lambda: True)
    return found


@pytest.mark.parametrize(
    ("whole", "there", "setting", "times"),
    [(False, True, "on", 1), (True, True, "on", 0), (False, False, "on", 0), (False, True, "off", 0)],
)
def test_it_begins_with_the_first_look_at_a_matrix_that_is_not_whole(whole, there, setting, times, begun, monkeypatch):
    monkeypatch.setenv(background.SETTING, setting)
    monkeypatch.setattr(background.workers, "there", lambda: there)
    one = Background(compute.POOL, lambda: [])
    for _ in range(3):
        one.looked(whole)
    assert begun == [one.run] * times


def test_a_look_at_which_it_did_not_begin_or_after_which_it_failed_is_not_the_last(begun, monkeypatch):
    def missing():
        raise OSError

    one = Background(compute.POOL, missing)
    one.looked(whole=True)
    one.looked(whole=False)
    assert begun == [one.run]
    with pytest.raises(OSError):
        one.run()
    one.looked(whole=False)
    assert begun == [one.run] * 2


def test_what_it_makes_is_no_visitor_behind_whom_others_wait(monkeypatch):
    looking, told = Guest(), []

    def work(key, demand):
        pool.ask(looking, ["looked at"])
        told.append(pool.ahead(looking))
        return True

    pool = Pool(work, threads=1)
    monkeypatch.setattr(background.quiet, "wait", lambda most: None)
    Background(pool, lambda: ["missing"]).run()
    assert told[0] == 0


def test_every_look_at_the_matrix_says_so_and_a_column_of_ones_own_is_not_gone_on_with(made, monkeypatch):
    looks = []
    monkeypatch.setattr(compute.BACKGROUND, "looked", lambda whole: looks.append(whole))
    compute.look(Guest())
    compute.POOL.ask(looking := Guest(), CHUNKS)
    assert compute.POOL.wait(looking, CHUNKS, 10, every=True)
    monkeypatch.setattr(matrix, "typed", lambda family: [("sgd", family)])
    monkeypatch.setattr(compute.POOL, "ask", lambda visitor, keys: {key: compute.POOL._ready(key) for key in keys})
    compute.look(Guest(), formula="x**2")
    assert looks == [False, True]
