"""Several seeds of one configuration: the median of their curves, and the band around it."""

from dataclasses import replace

import numpy as np
import pytest

from training.network import budget
from training.network.config import allowed, decode, default_network, encode
from training.network.edits import with_value
from training.network.fan import fan_of
from training.network.figures import Figures
from training.network.model import rows_of
from training.network.resolve import resolve
from ui.network import compute
from ui.work.pool import Pool
from ui.work.visitors import Guest

NAN = np.nan
RNG = np.random.RandomState(3)
NONE = np.full(2, NAN)
LOST = (([1, NAN], NONE, [0.5, NAN], NONE), ([2, 3], NONE, [0.4, 0.3], NONE))


def test_it_is_the_median_and_the_range_of_every_row():
    runs = [Figures(*RNG.rand(len(Figures._fields), 9)) for _ in range(5)]
    fan = fan_of(runs)
    assert (fan.seeds, fan.lost) == (5, 0)
    for name in Figures._fields:
        rows = np.sort([getattr(run, name) for run in runs], axis=0)
        for part, row in ((fan.low, rows[0]), (fan.median, rows[2]), (fan.high, rows[4])):
            np.testing.assert_array_equal(getattr(part, name), row)


def test_what_is_lost_is_the_worst_and_what_nobody_has_is_nothing():
    fan = fan_of([Figures(*part, NONE, NONE, NONE) for part in LOST])
    assert (fan.seeds, fan.lost) == (2, 1)
    assert fan.high.train_loss.tolist() == [2, np.inf] and fan.low.train_loss.tolist() == [1, 3]
    assert fan.low.train_score.tolist() == [0.4, -np.inf]
    assert all(
        np.isnan(part.valid_loss).all() and np.isnan(part.valid_score).all() for part in (fan.median, fan.low, fan.high)
    )


def test_each_runner_is_trained_from_as_many_seeds_as_it_is_repeated():
    network, said = decode("seed=2147483646&repeats=3&hidden=4&a=sgd&b=adam&b.repeats=1&c=sgd&c.repeats=16")
    assert len(said) == 1 and "c.repeats" in said[0] and decode(encode(network)) == (network, [])
    keys = compute.repeats_of(network)
    assert {slot: [key[0].seed for key in several] for slot, several in keys.items()} == {
        "a": [2147483646, 2147483647, 0],
        "b": [2147483646],
        "c": [2147483646, 2147483647, 0],
    }
    assert {key[0].repeats for several in keys.values() for key in several} == {1}
    assert keys["a"][0] == compute.keys_of(replace(network, repeats=1))["a"]  # a repetition finds the run of before


def test_a_repetition_that_is_a_runner_too_is_trained_once(monkeypatch):
    pool = Pool(lambda key, demand: True, threads=1)
    monkeypatch.setattr(compute, "POOL", pool)
    network = decode("seed=5&repeats=3&hidden=4&a=sgd&b=sgd&b.seed=6&b.repeats=1")[0]
    a, b = compute.repeats_of(network).values()
    assert a[1:2] == b and compute.CURVES in a[2]
    elsewhere = [*compute.keys_of(replace(network, seed=7)).values()][:1]
    visitor = Guest()
    pool.ask(visitor, elsewhere)
    assert pool.wait(visitor, elsewhere, 10, every=True)
    assert compute.repeats_of(network)["a"][2:] == elsewhere


@pytest.mark.parametrize("hidden", [(500, 500), (3000, 3000)], ids=str)
@pytest.mark.parametrize("repeats", [1, 3, 10])
def test_repeats_share_the_work_that_is_allowed(hidden, repeats):
    """Each of them has its steps and the figures of its recorded rows."""
    network = replace(default_network("digits"), hidden=hidden, batch=64, steps=1)
    repeated = with_value(network, "repeats", repeats)
    weights = resolve(network).structure.weights
    row = min(network.examples, budget.JUDGED) / 3

    def work(steps):
        return repeats * weights * (steps * (rows_of(64) + budget.OVERHEAD) + min(steps, budget.ROWS) * row)

    most = allowed(repeated)
    assert work(most) <= budget.MOST_WORK < work(most + 1) and resolve(network) is resolve(repeated)
