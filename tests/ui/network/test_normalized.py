"""The presets of normalization show what they promise."""

import json
from dataclasses import replace
from pathlib import Path

from benchmarks.golden_lessons import GOLDEN
from training.network.config import decode, each
from ui.network.presets import PRESETS

TABLE = json.loads(Path(__file__).parents[2].joinpath("batch_norm.json").read_text())


def test_the_table_is_of_the_presets():
    """It is made by benchmarks/batch_norm.py, as its training takes minutes."""
    made_of = [PRESETS[name].config for name in ("bn_high_lr", "bn_small_batch", "bn_at_test")]
    assert [decode(link)[0] for link in TABLE["links"]] == made_of


def test_batch_norm_learns_from_weights_with_which_nothing_else_does():
    """P2-20: losses without and with it. From He's weights tanh learns faster without."""
    deep = TABLE["deep"]
    without, normed = deep["relu 1"]
    assert without is None and normed < 0.02
    for start in ("relu 0.01", "relu Xavier", "tanh 1"):
        assert deep[start][0] > 3 * deep[start][1]
    assert deep["tanh He"][0] < deep["tanh He"][1]


def test_batch_norm_bears_a_rate_at_which_training_without_it_is_lost():
    """It is made by benchmarks/golden_lessons.py."""
    preset, found = PRESETS["bn_high_lr"].config, json.loads(GOLDEN.read_text())["normalization.1"]
    assert decode(found["link"])[0] == preset
    lost = {each(preset)[slot].norm: bool(gone) for slot, gone in found["values"].items()}
    assert lost == {"none": True, "batch": False} and len({one.value("lr") for _, one in preset.slots}) == 1


def test_running_averages_of_few_examples_fail_at_the_test():
    scores = [TABLE["small"][size][0] for size in ("2", "4", "8", "32", "128")]
    assert scores == sorted(scores) and scores[0] < 0.65 and scores[-1] > 0.99


def test_one_training_has_three_tests():
    own = each(PRESETS["bn_at_test"].config).values()
    assert [one.normtest for one in own] == ["running", "epoch", "batch"]
    assert len({replace(one, normtest="running", slots=()) for one in own}) == 1
    found, shows = TABLE["tests"], PRESETS["bn_at_test"].shows
    assert min(found["running"], found["epoch"]) > 0.8 > 0.65 > found["batch"]
    assert "four in five" in shows and "three in five" in shows


def test_the_normalizations_are_as_many_as_the_preset_says():
    norms = [one.norm for one in each(PRESETS["norms"].config).values()]
    assert len({*norms} - {"none"}) == 5 and PRESETS["norms"].label == "Five normalizations"
