"""A cluster for chunks: what comes back from it, that it loses nothing with a worker, and that it need not be there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from training.network.refused import Refused
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
    raise Refused("This is too large.", {"de": "Das ist zu groß."})


def failed(beat):
    raise PermissionError("not here")


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
        patched.setattr(cluster, "_closed", Event())
        patched.setitem(sys.modules, "__main__", SimpleNamespace(__file__=__file__, __spec__=None))  # as Streamlit does
        yield cluster.client()
        cluster.close()
        cluster._connected.cache_clear()


def test_chunks_are_done_by_the_cluster_and_none_is_lost_with_a_worker(connected, tmp_path):
    assert cluster.cores() == 2 and executor.pool(lambda key, demand: key, 8)._threads == 2
    path = tmp_path / "notes"
    futures = [cluster._submitted(connected, squared, (n, path), f"s{n}") for n in range(6)]
    while not path.exists() or not path.read_text().count("\n"):
        time.sleep(0.02)
    os.kill(int(path.read_text().split()[1]), signal.SIGKILL)
    assert connected.gather(futures) == [("done", n**2) for n in range(6)]
    notes = [line.split() for line in path.read_text().splitlines()]
    assert len(notes) > 6 and os.getpid() not in {int(pid) for _, pid in notes}


def test_what_a_chunk_raises_comes_back_and_what_nobody_wants_stops(connected, tmp_path):
    with pytest.raises(Refused, match="too large") as reason:
        executor.compute(refused, demand=WANTED)
    assert reason.value.told == {"de": "Das ist zu groß."}
    with pytest.raises(RuntimeError, match="PermissionError: not here"):
        executor.compute(failed, demand=WANTED)
    path, left = tmp_path / "end", time.monotonic() + 0.3
    with pytest.raises(Dropped):
        executor.compute(endless, path, demand=Demand(lambda: 0.1 if time.monotonic() > left else None, lambda: None))
    while not path.exists():
        time.sleep(0.02)


def test_a_scheduler_needs_nothing_of_this_project(connected):
    assert cluster._submitted(connected, squared, (3, os.devnull), "s9").result() == ("done", 9)
    known = connected.run_on_scheduler(lambda: [name for name in sys.modules if name.startswith(("ui", "training"))])
    assert not known


def test_its_scheduler_ends_with_the_app_however_that_ends(connected):
    assert "ends with the app" in connected.run_on_scheduler(lambda: [thread.name for thread in threading.enumerate()])
    orphan = f"{cluster.ENDS_WITH.format(parent=os.getpid() + 1)}\ntime.sleep(60)"
    assert subprocess.run([sys.executable, "-c", orphan], check=False).returncode == 1


def test_what_a_cluster_that_is_gone_should_do_is_done_without_it(connected, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(connected, "ncores", dict)  # a scheduler without workers
    assert executor.compute(squared, 2, tmp_path / "notes", demand=WANTED) == 4
    assert "the app does it alone: Gone: it has no workers" in caplog.text
    monkeypatch.undo()
    scheduler = connected.run_on_scheduler(os.getpid)
    cluster.close()
    with pytest.raises(ProcessLookupError):
        os.kill(scheduler, 0)
    connected.close()
    with pytest.raises(cluster.Gone):
        cluster.run(connected, squared, (3, tmp_path / "notes"), WANTED)
    monkeypatch.setenv(cluster.NAMED, "2")
    assert cluster.client() is None and cluster.cores() == 0
    assert executor.compute(squared, 3, tmp_path / "notes", demand=WANTED) == 9
    assert {line.split()[1] for line in (tmp_path / "notes").read_text().splitlines()} == {str(os.getpid())}


def test_what_is_just_being_started_is_ended_too_and_nothing_is_started_after(monkeypatch):
    starts, goes_on, order = Event(), Event(), []

    def started(**of_cluster):
        starts.set()
        assert goes_on.wait(10)
        order.append("started")
        return SimpleNamespace(close=lambda: order.append("closed"))

    monkeypatch.setattr(cluster, "_closed", Event())
    monkeypatch.setattr("distributed.deploy.subprocess.SubprocessCluster", started)
    starting, closing = Thread(target=cluster._local, args=[2]), Thread(target=cluster.close)
    starting.start()
    assert starts.wait(10)
    closing.start()
    assert cluster._closed.wait(10)
    goes_on.set()
    starting.join()
    closing.join()
    with pytest.raises(RuntimeError, match="ends"):
        cluster._local(2)
    assert order == ["started", "closed"] and not cluster._started


def test_the_command_line_counts_before_the_environment(monkeypatch):
    monkeypatch.setenv(cluster.NAMED, "2")
    for words, named in (
        ([], "2"),
        (["--workers", "tcp://10.0.0.2:8786"], "tcp://10.0.0.2:8786"),
        (["another", "--workers=3", "--work=5"], "3"),
    ):
        cluster.take(words)
        assert os.environ[cluster.NAMED] == named


@pytest.mark.parametrize("named", ["tcp://127.0.0.1:9", "nowhere:x", "0", "257"])
def test_what_names_no_cluster_is_told(named, monkeypatch, caplog):
    monkeypatch.setattr(cluster, "CONNECT", 0.2)
    monkeypatch.setattr(cluster, "_closed", Event())
    assert cluster._connected.__wrapped__(named) is None
    assert f"must be a number of processes or the address of a scheduler, not {named}" in caplog.text
    assert cluster._connected("") is None
