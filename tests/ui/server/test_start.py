"""How the server starts, and how it ends."""

import asyncio
import os
import sys

import pytest

import app
from training.process import ending
from ui.network import compute as network_compute
from ui.race import compute as race_compute
from ui.server import upkeep, warmup


@pytest.fixture
def live(monkeypatch):
    """Starts the app by a command line and ends it, with what happens meanwhile, in order: ``live.order``."""
    order = []
    monkeypatch.setattr(upkeep.sockets, "send_at_once", lambda: order.append("look"))
    monkeypatch.setattr(upkeep.sockets, "servers", lambda: order.append("look") or [])
    monkeypatch.setattr(app.workers, "start", lambda: order.append("start"))
    monkeypatch.setattr(app.ending, "begin", lambda: order.append("end"))
    monkeypatch.setattr(app.workers, "stop", lambda: order.append("stop"))
    monkeypatch.setattr(app.cluster, "close", lambda: order.append("close"))
    monkeypatch.setattr(app, "warm_up", lambda: order.append(f"warm on {os.environ[app.cluster.NAMED]}"))
    monkeypatch.setenv(app.cluster.NAMED, "2")

    def run(*line, end=None):
        monkeypatch.setattr(sys, "argv", [*line])

        async def life():
            async with app.lifespan(app.app):
                await asyncio.sleep(0.05)
                if end:
                    raise end

        asyncio.run(life())

    run.order = order
    return run


def test_nothing_else_runs_while_the_collector_names_what_there_is(live):
    """A tuple that another thread is building meanwhile is lost."""
    live(app.__file__, "--workers", "3")
    assert live.order == ["look", "look", "start", "warm on 3", "end", "stop", "close"]


def test_what_it_started_ends_with_it_however_that_ends(live):
    with pytest.raises(asyncio.CancelledError):
        live(app.__file__, end=asyncio.CancelledError)
    assert live.order[-3:] == ["end", "stop", "close"]


def test_words_for_another_server_are_not_for_the_app(live):
    live("/usr/bin/uvicorn", "app:app", "--workers", "4")
    assert "warm on 2" in live.order


def test_the_end_waits_for_what_is_being_made_ready_but_not_for_quiet(monkeypatch):
    monkeypatch.setattr(ending, "_awaited", set())
    awaited = []
    for where, name in ((race_compute, "warm_up"), (network_compute, "warm_up"), (network_compute, "settle")):
        monkeypatch.setattr(where, name, lambda: awaited.append(len(ending._awaited)))
    monkeypatch.setattr(warmup.cluster, "client", lambda: None)
    monkeypatch.setattr(warmup.quiet, "wait", lambda: awaited.append(len(ending._awaited)))
    warmup.warm_up()
    assert awaited == [1, 0, 1, 0, 0]
