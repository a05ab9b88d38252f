"""Whose weights can be mixed, and what is shown of the line between them."""

import numpy as np

from tests.network_runs import made_up
from training.network.between import Barrier
from training.network.config import decode, each
from ui.network import between
from ui.network.between import FIRST, cells, measured, places


def made(link):
    network = decode(link)[0]
    return network, {slot: made_up(own, seed) for seed, (slot, own) in enumerate(each(network).items())}


def test_those_are_mixed_whose_layers_and_examples_are_the_same():
    network, runs = made("hidden=5&steps=20&a=adam&b=adam&b.hidden=6&c=adam&c.seed=9&d=adam&d.dataseed=3&e=sgd")
    found = places(network, runs)
    ended = [slot for slot, frame in found.values() if frame == -1]
    assert ended == ["a", "c", "e"] and [FIRST.format(runner=name) for name in [*found][:3]] == [*found][3:]
    del runs["c"], runs["e"]
    assert places(network, runs) == {}


def test_the_ends_of_the_line_are_the_losses_of_the_runners(monkeypatch):
    network, runs = made("hidden=5&steps=20&a=adam&b=sgd")
    monkeypatch.setattr(between.workers, "compute", lambda work, *given, demand: work(*given, beat=beats.append))
    beats = list[float]()
    there = measured(network, runs, ("a", -1), ("b", 0))
    back = measured(network, runs, ("b", 0), ("a", -1))
    assert np.allclose(there.train, back.train[::-1], rtol=1e-5) and np.isfinite(there.valid).all()
    assert there.train[0] != there.train[-1] and beats[0] == 0 and beats[-1] == 1


def test_a_row_says_what_stands_between():
    assert cells(Barrier(0.001, 0.002, 1.25, 1.2485, 1.5)) == ("0.00100", "1.25", "0.00200", "1.25", "1.50")
