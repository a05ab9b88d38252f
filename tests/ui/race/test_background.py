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


@pytest.mark.parametrize(
    ("whole", "there", "setting", "begun"),
    [(False, True, "on", 1), (True, True, "on", 0), (False, False, "on", 0), (False, True, "off", 0)],
)
def test_it_begins_with_the_first_look_at_a_matrix_that_is_not_whole(whole, there, setting, begun, monkeypatch):
    started = []
    monkeypatch.setenv(background.SETTING, setting)

    class Begun:
        def __init__(self, **of_thread):
            self.start = lambda: started.append(of_thread["target"])

    monkeypatch.setattr(background, "Thread", Begun)
    monkeypatch.setattr(background.workers, "there", lambda: there)
    one = Background(compute.POOL, lambda: [])
    for _ in range(3):
        one.looked(whole)
    assert started == [one.run] * begun


def test_every_look_at_the_matrix_says_so(made, monkeypatch):
    looks = []
    monkeypatch.setattr(compute.BACKGROUND, "looked", lambda whole: looks.append(whole))
    compute.look(Guest())
    assert looks == [False]
