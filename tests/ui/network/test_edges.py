"""The presets of sharpness show what they promise."""

from dataclasses import replace

import numpy as np
import pytest

from training.configuration.view_links import CURVES
from training.network.config import decode, each, encode
from training.network.sharpness import sharpness
from training.network.train import train
from ui.network.page import tab
from ui.network.presets import PRESETS
from ui.race.presets import PRESETS as RACES


def measured(name):
    network = PRESETS[name].config
    return {slot: sharpness(own, network.choices[slot]) for slot, own in each(network).items()}


def test_sharpness_rises_to_two_over_the_rate_and_stays_there():
    """Cohen and others 2021: 10 at rate 0.2, 20 at 0.1, and 40 is not reached at 0.05."""
    fast, slow, slowest = measured("sharpening").values()
    assert fast.values[0, 0] < 9 and fast.values[-50:, 0].mean() == pytest.approx(10, abs=0.1)
    assert slow.values[0, 0] < 9 and slow.values[-40:, 0].mean() == pytest.approx(20, abs=0.1)
    assert slowest.values[-1, 0] == pytest.approx(25, abs=0.5) and (slowest.limit == 40).all()
    assert slow.steps[np.argmax(slow.values[:, 0] > 19.5)] < slow.steps[-1] / 2  # long enough to be seen


def test_each_opens_with_the_curves_that_its_words_are_about():
    edges = {name: PRESETS[name].curves for name in ("sharpening", "limits", "catapult")}
    assert RACES["edge_of_stability"].curves == ("sharpness",)
    assert edges == {"sharpening": ("sharpness",), "limits": ("edge",), "catapult": ("sharpness",)}
    for presets in (PRESETS, RACES):
        for preset in presets.values():
            assert {*preset.curves} <= {*CURVES} and "More" not in preset.shows


def test_each_of_four_rules_settles_at_its_own_limit():
    """Cohen and others 2022: as shares of 2 (1 + β), (2 + 2 β) / (1 + 2 β), 2, and 38 at β₁ = 0.9."""
    found = measured("limits")
    heavy, ahead = (found[slot].limit[0] for slot in "ab")
    assert (heavy, ahead) == (pytest.approx(20), pytest.approx(15)) and found["c"].limit is found["d"].limit is None
    for one in found.values():
        assert one.over[1] < 0.75 and np.nanmean(one.over[-50:]) == pytest.approx(1, abs=0.06)


def test_rates_above_the_limit_jump_and_land_where_it_is_less_sharp():
    below, *above = measured("catapult").values()
    assert below.over[0] < 1
    for one in above:
        assert one.over[0] > 1.1 and one.over[4] < 0.85 and one.values[4, 0] < 0.75 * one.values[0, 0]
        assert (one.over[4:] < 0.9).all()  # it has landed
    network = PRESETS["catapult"].config
    losses = [train(own, network.choices[slot]).losses for slot, own in each(network).items()]
    assert [loss.max() > 1.5 * loss[0] for loss in losses] == [False, True, True]
    assert all(0 < loss.argmax() * 10 <= network.steps for loss in losses[1:])  # long enough on a screen to be seen


def test_they_are_called_by_their_wave_whoever_learns_it():
    network = PRESETS["catapult"].config
    assert tab(network) == "Wave of 20 points, 30, 20 tanh: SGD lr 0.15, SGD lr 0.35, SGD lr 0.45"
    assert tab(decode(encode(network))[0]) == tab(network)
    shorter = ";".join(network.points.split(";")[:-1])
    assert tab(replace(network, points=shorter)).startswith("Own data, 30, 20 tanh")
