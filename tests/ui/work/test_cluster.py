"""A cluster for chunks: what comes back from it, that it loses nothing with a worker, and that it need not be there."""

from __future__ import annotations

import os
import signal
import time

import pytest

from training.network.train import Refused
from ui.work import cluster, executor
from ui.work.pool import Demand, Dropped

WANTED = Demand(lambda: None, lambda: None)


def squared(number, path, beat):
    """Says in a file which process it runs in, works for a moment, and gives the square."""
    with open(path, "a") as notes:
        notes.write(f"{number} {os.getpid()}\n")
    for _ in range(8):
        time.sleep(0.05)
        beat()
    return number**2


def refused(beat):
    raise Refused("This is too large.")


def endless(path, beat):
    while True:
        time.sleep(0.01)
        try:
            beat()
        except BaseException:
            path.write_text("stopped")
            raise


@pytest.fixture(scope="module")
def connected():
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(cluster.NAMED, "2")
        cluster.client.cache_clear()
        yield cluster.client()
        cluster.client().close()
        cluster.client.cache_clear()


def test_chunks_are_done_by_the_cluster_and_none_is_lost_with_a_worker(connected, tmp_path):
    assert cluster.cores() == 2 and executor.pool(lambda key, demand: key, 8)._threads == 2
    path = tmp_path / "notes"
    futures = [connected.submit(cluster._task, squared, (n, path), f"s{n}", key=f"s{n}") for n in range(6)]
    while not path.exists() or not path.read_text().count("\n"):
        time.sleep(0.02)
    os.kill(int(path.read_text().split()[1]), signal.SIGKILL)
    assert connected.gather(futures) == [0, 1, 4, 9, 16, 25]
    notes = [line.split() for line in path.read_text().splitlines()]
    assert len(notes) > 6 and os.getpid() not in {int(pid) for _, pid in notes}


def test_what_a_chunk_raises_comes_back_and_what_nobody_wants_stops(connected, tmp_path):
    with pytest.raises(Refused, match="too large"):
        executor.compute(refused, demand=WANTED)
    path, left = tmp_path / "end", time.monotonic() + 0.3
    with pytest.raises(Dropped):
        executor.compute(endless, path, demand=Demand(lambda: 0.1 if time.monotonic() > left else None, lambda: None))
    while not path.exists():
        time.sleep(0.02)


def test_a_scheduler_that_does_not_answer_is_told_and_done_without(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(cluster, "CONNECT", 0.2)
    for named, said in (("tcp://127.0.0.1:9", "must be a number of processes or the address"), ("nowhere:x", "not")):
        monkeypatch.setenv(cluster.NAMED, named)
        connect = cluster.client.__wrapped__
        assert connect() is None and said in caplog.text
        caplog.clear()
    monkeypatch.setattr(cluster, "client", lambda: None)
    assert executor.compute(squared, 3, tmp_path / "notes", demand=WANTED) == 9 and cluster.cores() == 0
