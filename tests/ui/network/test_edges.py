"""The presets of sharpness show what they promise."""

import numpy as np
import pytest

from training.configuration.view_links import CURVES
from training.network.config import each
from training.network.sharpness import sharpness
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


def test_rates_above_the_limit_land_where_it_is_less_sharp():
    below, *above = measured("catapult").values()
    assert below.over[0] < 1
    for one in above:
        assert one.over[0] > 1.1 and one.over[4] < 0.85 and one.values[4, 0] < 0.75 * one.values[0, 0]
