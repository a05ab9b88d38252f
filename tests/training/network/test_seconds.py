"""The time of a run is that of its training steps."""

from __future__ import annotations

import time
from dataclasses import replace

from training.choice import choice
from training.network import looks
from training.network import train as engine
from training.network.config import default_network
from training.network.train import train
from training.process import pieces
from training.process.pieces import Watch, in_pieces

ADAM = choice("adam", lr=0.01)


def slowed(monkeypatch, before):
    """Have all that trains call ``before(first, end)`` ahead of each piece of its steps, in the time of these."""
    real = engine._compiled.__wrapped__

    def compiled(*given):
        begun, further = real(*given)

        def step(*more):
            before(*more[2:4])
            return further(*more)

        return begun, step

    monkeypatch.setattr(engine, "_compiled", compiled)


def test_the_time_of_a_run_is_that_of_its_steps_alone(monkeypatch):
    network = replace(default_network(), steps=60)
    train(network, ADAM)
    slow = []

    def pause(share):
        slow.append(time.sleep(0.005))

    began = time.perf_counter()
    usual = train(network, ADAM).seconds
    assert 0 < usual < time.perf_counter() - began
    monkeypatch.setattr(pieces, "MOMENT", 0.0)
    found = looks.Following.found
    monkeypatch.setattr(looks.Following, "found", lambda self: (pause(1), found(self))[1])
    began = time.perf_counter()
    paused = train(network, ADAM, pause).seconds  # waits after every step, and as it looks into the layers
    assert len(slow) >= 63 and paused < time.perf_counter() - began - len(slow) * 0.005


def test_compiling_is_no_part_of_the_time(monkeypatch):
    compiled = []

    def compiling(first, end):
        if not compiled:
            time.sleep(0.5)
        compiled.append((first, end))

    slowed(monkeypatch, compiling)
    began = time.perf_counter()
    run = train(replace(default_network(), steps=5), ADAM)
    assert run.seconds < time.perf_counter() - began - 0.5
    assert compiled[0] == (0, 0) and compiled[-1][1] == 6


def test_what_else_the_machine_does_meanwhile_is_no_part_of_the_time(monkeypatch):
    slept = []

    def busy(first, end):
        if end and len(slept) < 4:
            slept.append(time.sleep(0.2))

    slowed(monkeypatch, busy)
    run = train(replace(default_network(), steps=500), ADAM)
    assert len(slept) == 4 and run.seconds < 0.2 * 4


def test_what_a_rule_does_at_times_only_is_part_of_the_time():
    dear = []

    def renewing(carry, first, end):
        for _ in range(first // 10, end // 10):
            dear.append(time.sleep(0.002))
        return carry

    watch = Watch(renewing)
    in_pieces(watch, None, 0, 1000, lambda done: None)
    assert len(dear) == 100 and watch.of(1000) > 0.002 * 90
    short = Watch(renewing)
    in_pieces(short, None, 0, 50, lambda done: None)
    assert short.of(50) > 0.002 * 5
