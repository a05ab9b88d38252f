"""The curves of a run that come before its layers: when they are drawn, and that they are those of the whole run."""

import time
from dataclasses import replace
from threading import Event

import pytest

from tests.network_runs import made_up
from training.network.config import decode
from training.network.statistics import UNSEEN
from ui.network import compute
from ui.network.compute import keys_of, sorted_out
from ui.network.header import network_header
from ui.player.component import pack
from ui.work.pool import Pool
from ui.work.visitors import Guest

NETWORK = decode("hidden=4&steps=20&a=sgd")[0]
KEYS = [*keys_of(NETWORK).values()]


@pytest.fixture
def repeats():
    """Set once repetitions are there."""
    return Event()


@pytest.fixture
def rest(monkeypatch, repeats):
    """Set once the layers of a run are there, too."""
    ready = Event()

    def made(key, demand):
        if len(key) > 2:
            return made_up(key[0]).figures if repeats.wait(10) else None
        run = made_up(key[0])
        lengths = {name: getattr(run.layers, name) for name in ("weight_norm", "update_ratio")}
        demand.part(run._replace(layers=UNSEEN._replace(**lengths), axes=None, fine=None))
        return run if ready.wait(10) else None

    monkeypatch.setattr(compute, "POOL", Pool(made, threads=1))
    monkeypatch.setattr(compute, "TOGETHER", 0)
    monkeypatch.setattr(compute, "LOOK", 0)
    return ready


def begun(network, guest):
    """What there is of a comparison as soon as there is something."""
    end = time.monotonic() + 10
    while not (found := sorted_out(network, compute.results(network, guest)))[0]:
        assert time.monotonic() < end
        compute.POOL.news(KEYS, 0.05)
    return found


def drawn(missing, known, guest, monkeypatch, network=NETWORK):
    """Whether the page is drawn anew while some are ``missing`` and others ``known``."""
    again = []
    monkeypatch.setattr(compute.st, "rerun", lambda: again.append(1))
    compute.watch.__wrapped__(network, missing, known, guest, compute.pending(network, missing))
    return bool(again)


def test_curves_are_drawn_before_the_layers_which_change_nothing_else(rest, monkeypatch):
    guest = Guest()
    runs, failures, missing = begun(NETWORK, guest)
    assert (failures, missing) == ([], ["a"])
    first = network_header(NETWORK, runs)
    assert first["runners"][0]["state"] == "ready" and first["inside"] is None
    assert drawn(missing, {}, guest, monkeypatch)  # nothing was, before
    assert not drawn(missing, {"b": runs["a"]}, guest, monkeypatch)  # these come with what is whole
    assert not drawn(missing, runs, guest, monkeypatch)
    rest.set()
    assert compute.POOL.wait(guest, KEYS, 10, every=True) and drawn(missing, runs, guest, monkeypatch)
    runs, _, missing = sorted_out(NETWORK, compute.results(NETWORK, guest))
    whole = network_header(NETWORK, runs)
    assert missing == [] and whole.pop("inside")["slot"] == "a" and first.pop("inside") is None
    assert pack(whole) == pack(first)


def test_layers_of_the_first_seed_do_not_wait_for_its_repetitions(rest, repeats, monkeypatch):
    guest, network = Guest(), replace(NETWORK, repeats=3)
    curves, _, missing = begun(network, guest)
    assert not curves["a"].whole and not drawn(missing, curves, guest, monkeypatch, network)
    rest.set()
    assert compute.POOL.wait(guest, KEYS, 10, every=True) and drawn(missing, curves, guest, monkeypatch, network)
    runs, _, missing = sorted_out(network, compute.results(network, guest))
    assert runs["a"].whole and missing == ["a"] and not drawn(missing, runs, guest, monkeypatch, network)
    repeats.set()
