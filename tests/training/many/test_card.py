"""Grids of races on a graphics card, in whose place the processor stands, with the program that a card is given.

Where its arrays are is for :mod:`tests.training.network.test_devices`, what only a card shows for benchmarks gpu.
"""

from dataclasses import replace

import jax
import numpy as np
import pytest
from jax import export

from training.many import grids, races, runs, together
from training.many.blocks import MARK
from training.many.fates import Ends
from training.many.precision import DOUBLE, FLOAT, precise
from training.network import devices
from training.network.config import default_network
from training.process import pieces
from training.race.config import decode

BEALE, BATCHES = "surface=beale&a=adam", "surface=regression_raw&a=momentum&batch=8"
CARD, RATES = jax.devices("cpu")[0], np.geomspace(1e-4, 1e-2, 9)


class _Enough(Exception):
    """What is asked was seen; nothing is to be run."""


def _race(query):
    return decode(f"steps=30&{query}")[0]


def test_a_grid_of_races_goes_to_the_card_where_there_is_work_for_it_in_as_few_parts_as_find_room(monkeypatch):
    parts = []

    def noted(race, own, beat, card):
        parts.append((len(own["x"]), card))
        return Ends(*np.stack([own["x"]] * 4))

    def asked(query, device):
        parts.clear()
        found = grids.grid(_race(query), ("x", 0, 1, 10), ("y", 0, 1, 100), device=device)
        assert (found["loss"] == found["x"]).all()
        return parts

    monkeypatch.setattr(races, "runs", noted)
    monkeypatch.setattr(devices, "RACES", 100_000)
    chunks, whole = [(races.TOGETHER, None)] * 4, [(1_000, CARD)]
    assert asked(BEALE, "gpu") == chunks  # there is none
    monkeypatch.setattr(devices, "gpu", lambda: CARD)
    assert asked(BEALE, "cpu") == asked(BATCHES, "cpu") == chunks
    assert asked(BEALE, "gpu") == whole
    assert asked(BEALE, "") == chunks  # 1,000 evaluations a step
    assert asked(BATCHES, "") == asked(BATCHES, "auto") == whole  # 100,000
    monkeypatch.setattr(races, "MOST_ON_CARD", 20_000)
    assert asked(BEALE, "gpu") == [(334, CARD)] * 3  # eight numbers of its own and three times fourteen: 400 find room
    with pytest.raises(ValueError, match="device must be one of auto, cpu, gpu, not tpu"):
        asked(BEALE, "tpu")


@pytest.mark.parametrize(
    ("field", "device", "wanted"), [("gpu", "", "gpu"), ("gpu", "cpu", "cpu"), ("cpu", "auto", "auto")]
)
def test_a_grid_of_trainings_is_made_where_it_is_asked_or_else_its_network_says(field, device, wanted, monkeypatch):
    def asked(network, own, beat, looks):
        assert network.device == wanted
        raise _Enough

    monkeypatch.setattr(together, "all_ends", asked)
    with pytest.raises(_Enough):
        grids.grid(replace(default_network(), device=field), ("lr", 0.01, 0.1, 2), device=device)


def test_the_room_on_a_card_counts_tables_and_examples():
    def held(query, *names):
        race = _race(query)
        which, given = races._given(race, {name: np.array([1, 2]) for name in names})
        return runs.held(race.surface_name, race.slots[0][1], race.frame, which, given)

    noisy = f"{BEALE}&noise=0.1"
    assert held(f"{BEALE}&a.lr.schedule=cosine", "lr") > held(BEALE, "lr") + races.SHORT
    assert held(noisy, "seed") == held(noisy, "lr") + 2 * (races.SHORT + 1)
    assert held("surface=regression_raw&a=adam", "x") == held(BEALE, "x") + 100 * runs.OF_EXAMPLE
    assert held("surface=regression_raw&a=levenberg", "x") > 100**2
    several = {"noise": np.array([0.0, 0.1]), "seed": np.array([1, 2])}  # the first one draws nothing
    assert races._on_card(_race(BEALE), several, 10**6) < 10**5 < races._on_card(_race(BEALE), {"lr": RATES}, 10**6)


def test_races_on_a_card_end_as_on_the_processor_tell_their_share_and_end_where_nobody_waits(monkeypatch):
    own, shares = {"lr": RATES, "batch": np.arange(4, 40, 4)}, []
    here = races.runs(_race(BATCHES), own)
    monkeypatch.setattr(pieces, "MOMENT", 0)
    there = races.runs(_race(BATCHES), own, shares.append, CARD)
    np.testing.assert_allclose(there.loss, here.loss, rtol=1e-4)
    assert here.loss.std() > 0.01 and len(shares) == 31 and shares == sorted(shares) and shares[-1] == 1

    def left(share):
        if share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        races.runs(_race(BATCHES), own, left, CARD)


@pytest.mark.parametrize(
    ("query", "precision"),
    [(BEALE, FLOAT), (BATCHES, DOUBLE), ("surface=rosenbrock&a=bfgs", FLOAT), ("surface=bowl&a=soap", DOUBLE)],
)
def test_a_grid_of_races_can_be_compiled_for_cuda_without_marks_for_the_processor(query, precision, monkeypatch):
    def lowered(kernel, *values):
        text = export.export(kernel._program, platforms=["cuda"])(*values).mlir_module()
        assert kernel._lanes == runs.ALL and not any(mark in text for mark in MARK)
        raise _Enough

    monkeypatch.setattr(runs.Kernel, "__call__", lowered)
    with precise(precision), pytest.raises(_Enough):
        races.runs(_race(query), {"lr": RATES}, card=CARD)
