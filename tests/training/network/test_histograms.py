"""Histograms of layers: joined to the bins that are drawn as numpy counts them, on axes that suit a run."""

import jax.numpy as jnp
import numpy as np
import pytest

from training.network.histograms import BINS, CELLS, Fine, common, fine, joined, suited


def recorded(*rows):
    """The fine histograms of runs: one of ``rows`` (values of each layer) after the other."""
    kept = [[_fine(np.asarray(x, np.float32)) for x in row] for row in rows]
    counts, reach = (np.array([[np.asarray(cell[i]) for cell in row] for row in kept]) for i in (0, 1))
    return Fine(counts, reach)


def _fine(x, bound=None):
    kept = fine([jnp.asarray(x)], [jnp.ones(len(x), bool)], jnp.sqrt(jnp.mean(jnp.asarray(x) ** 2))[None], [bound])
    return Fine(kept.counts[0], kept.reach[0])


def axis(kept, finite=None):
    return suited(kept, np.ones(kept.reach.shape, bool) if finite is None else finite)


def normal(size, seed=0):
    return size * np.random.RandomState(seed).randn(4000)


@pytest.mark.parametrize("size", [1e-9, 0.02, 1.0, 37.0, 4e6])
def test_joined_bins_are_those_of_numpy(size):
    x = np.concatenate([normal(size), np.zeros(100)]).astype(np.float32)
    ends = (-2.5 * size, 3.1 * size)
    found = joined(recorded([x]), ends)[0, 0]
    assert found.shape == (CELLS,) and found.sum() == pytest.approx(x.size) and found[-1] == 100
    counts, _ = np.histogram(x[x != 0], BINS, ends)
    assert np.abs(found[1:-2] - counts).sum() < 0.06 * x.size  # shares of fine bins
    beyond = [(x < ends[0]).sum(), (x > ends[1]).sum()]
    assert found[[0, -2]] == pytest.approx(beyond, abs=10)
    halves = joined(recorded([x]), (-size, size))
    assert halves[0, 0, 1 : 1 + BINS // 2].sum() == pytest.approx(((x < 0) & (x >= -size)).sum(), abs=25)


def test_bounds_are_inside_and_nothing_is_lost():
    x = np.array([-1.0, 1.0, 0.5, np.nan, np.inf, 0.0, -7.0], np.float32)
    kept = _fine(x, 1.0)
    found = joined(Fine(np.asarray(kept.counts)[None, None], np.asarray(kept.reach)[None, None]), (-1.0, 1.0))[0, 0]
    assert found[1] == found[BINS] == found[-1] == found[0] == 1 and found[-2] == 2 and found.sum() == x.size


def test_the_axis_covers_growth_but_not_what_diverges():
    low, high = axis(recorded(*[[normal(s)] for s in np.linspace(1, 10, 20)]))
    assert -low == high and 20 < high < 40
    start = [[normal(1.0)]] * 12
    assert axis(recorded(*start, *[[normal(10.0**k)] for k in range(1, 9)]))[1] <= 30
    wild = recorded(*start, [normal(1.0) * np.nan])
    finite = np.ones((13, 1), bool)
    finite[-1] = False
    assert axis(wild, finite) == axis(recorded(*start))
    assert axis(recorded([normal(1.0) * np.nan]), np.zeros((1, 1), bool)) == (-1.0, 1.0)


def test_a_signal_that_starts_tiny_has_room_for_what_it_becomes():
    rows = [[normal(0.01)]] * 15 + [[normal(2.0)]] * 5
    assert axis(recorded(*rows))[1] > 4


def test_the_axis_begins_at_zero_where_nothing_is_negative():
    x = np.maximum(normal(1.0), 0)
    low, high = axis(recorded([x, 2 * x]))
    assert low == 0 and 3 < high < 7
    assert axis(recorded([-x]))[1] == 0
    assert axis(recorded([0 * x])) == (-1.0, 1.0)
    low, high = axis(recorded([np.where(x > 0, x, -0.1)]))
    assert low == pytest.approx(-0.1, abs=0.03) and high > 2


def test_one_large_layer_leaves_the_others_their_shape():
    low, high = axis(recorded([normal(1.0), normal(1.2), normal(50.0)]))
    assert 5 < high < 12 and low == -high
    assert axis(recorded([normal(50.0), normal(50.0), normal(1.0)]))[1] > 100


def everything(kept):
    return kept, np.ones(kept.reach.shape, bool)


def test_a_common_axis_holds_every_layer_of_every_run_at_its_start():
    """Small weights make a first layer of usual size and others that are not: it is on the axis all the same."""
    fading = recorded(*[[normal(s) for s in (1.0, 1e-2, 1e-4)]] * 3)
    wide = recorded(*[[normal(s) for s in (1.0, 20.0, 20.0)]] * 3)
    assert axis(fading)[1] < 0.1
    for runs, size in (([fading], 1.0), ([fading, fading, wide], 20.0)):
        low, high = common([everything(kept) for kept in runs])
        assert -low == high and 2.2 * size < high < 4 * size
        shares = joined(fading, (low, high))[0, 0] / 4000
        assert shares[[0, -2]].sum() < 0.03 and shares.sum() == pytest.approx(1)


def test_a_run_that_grows_does_not_hide_the_others_and_one_without_numbers_counts_for_nothing():
    usual, growing = recorded(*[[normal(1.0)]] * 9), recorded(*[[normal(float(s))] for s in range(1, 90, 10)])
    runs = [everything(usual), everything(usual), everything(growing)]
    assert 5 * 2 < common(runs)[1] < 5 * 3.5
    lost = (recorded([normal(1.0) * np.nan]), np.zeros((1, 1), bool))
    assert common([*runs, lost]) == common(runs)
    assert common([lost]) == common([]) == (-1.0, 1.0)
    one_sided = recorded([np.abs(normal(1.0))])
    assert common([everything(one_sided)])[0] == 0
