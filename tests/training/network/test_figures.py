"""In which order the programs of a structure are compiled, and which of two tells its figures."""

import time
from threading import Thread

import jax
import numpy as np
import pytest

from training.network import figures
from training.network.config import decode
from training.network.resolve import resolve
from training.network.train import train


@pytest.mark.parametrize(("cores", "waits"), [(2, True), (16, False)])
def test_on_few_cores_further_runs_leave_them_to_the_figures(cores, waits, monkeypatch):
    monkeypatch.setattr(figures, "CORES", cores)
    structure = resolve(decode("hidden=3")[0]).structure
    monkeypatch.setattr(figures, "_looks", lambda *known: looks)
    looks = figures._Looks(None)
    looks.begun = True
    further = Thread(target=figures.compile_beside, args=(structure, None, None), daemon=True)
    with looks.compiling:
        further.start()
        further.join(0.05 if waits else 5)
        assert further.is_alive() == waits
    further.join(5)
    assert not further.is_alive() and not looks.compiling.locked()


def test_what_is_wanted_often_is_told_by_a_fast_program_that_says_the_same(monkeypatch):
    monkeypatch.setattr(figures, "OFTEN", 2)
    network = decode("hidden=7,2&steps=20&a=sgd")[0]
    looks, own = figures._looks(resolve(network).structure, True), network.choices["a"]
    first, slow = train(network, own), looks.program
    train(network, own)
    end = time.monotonic() + 60
    while looks.program is slow and time.monotonic() < end:
        time.sleep(0.01)
    again = train(network, own)
    assert looks.program is not slow
    jax.tree.map(np.testing.assert_array_equal, again.params, first.params)
    for now, then in zip(again.figures + again.layers, first.figures + first.layers, strict=True):
        np.testing.assert_allclose(now, then, rtol=1e-4, atol=1e-6)
