"""How the server starts."""

import asyncio
import os
import sys

import app
from ui.server import upkeep


def test_nothing_else_runs_while_the_collector_names_what_there_is(monkeypatch):
    """A tuple that another thread is building meanwhile is lost."""
    order = []
    monkeypatch.setattr(upkeep.sockets, "send_at_once", lambda: order.append("look"))
    monkeypatch.setattr(upkeep.sockets, "servers", lambda: order.append("look") or [])
    monkeypatch.setattr(app.workers, "start", lambda: order.append("start"))
    monkeypatch.setattr(app.workers, "stop", lambda: order.append("stop"))
    monkeypatch.setattr(app, "warm_up", lambda: order.append(f"warm on {os.environ[app.cluster.NAMED]}"))
    monkeypatch.setenv(app.cluster.NAMED, "")
    monkeypatch.setattr(sys, "argv", ["app.py", "--workers", "3"])

    async def life():
        async with app.lifespan(app.app):
            await asyncio.sleep(0.05)

    asyncio.run(life())
    assert order == ["look", "look", "start", "warm on 3", "stop"]
