"""Each preset of the network page shows what it promises, in the numbers of the app itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.network.config import decode, encode
from training.network.resolve import resolve
from training.network.train import train
from ui.network.cards import learned_nothing
from ui.network.header import ending, first_right
from ui.network.presets import PRESETS
from ui.session.page import buttons


def ends(name, slot="a"):
    """The run of one runner of a preset."""
    network = PRESETS[name].config
    return train(replace(network, slots=()), network.choices[slot])


def right(run):
    """The share of the validation part that is right at the end."""
    return float(run.figures.valid_score[-1])


def test_their_labels_differ_and_fit_their_buttons():
    assert 8 <= len(PRESETS) <= 12
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)
    assert max(len(preset.label) for preset in PRESETS.values()) <= 22


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_links_reproduce_and_one_button_is_active(preset):
    assert decode(encode(preset.config)) == (preset.config, [])
    assert [button["name"] for button in buttons(PRESETS, preset.config) if button["active"]] == [preset.name]
    assert not any(resolve(preset.config).refusal(chosen) for chosen in preset.config.choices.values())


def test_circles_need_three_hidden_units():
    assert right(ends("two_units")) < 0.9
    assert right(ends("three_units")) >= 0.99


def test_units_that_begin_alike_stay_alike():
    run = ends("constant")
    for hidden in (run.params[0]["w"], run.params[0]["b"][:, None], run.params[1]["w"].transpose(0, 2, 1)):
        assert (np.ptp(hidden, axis=-1) <= 1e-6 * np.abs(hidden).max()).all()
    assert right(run) < 0.8
    apart = replace(PRESETS["constant"].config, init="lecun", initvalue=0.0, slots=())
    assert right(train(apart, PRESETS["constant"].config.choices["a"])) > 0.95


def test_six_sigmoid_layers_do_not_learn_where_relu_does():
    sigmoid, relu = ends("sigmoid"), ends("relu")
    assert abs(right(sigmoid) - 0.5) < 0.1
    assert learned_nothing(resolve(PRESETS["sigmoid"].config), sigmoid)
    assert not learned_nothing(resolve(PRESETS["relu"].config), relu)
    assert right(relu) >= 0.99 and first_right(relu) < 200


def test_at_rate_ten_the_run_is_not_finite_within_ten_steps():
    good, poor, lost = (ends("too_fast", slot) for slot in "abc")
    assert right(good) > 0.95 and ending(good)[0] == "finished"
    assert right(poor) < 0.9 and ending(poor)[0] == "finished"
    assert ending(lost)[0] == "not finite" and 1 <= ending(lost)[1] <= 10


def test_with_one_example_a_step_the_loss_goes_up_as_often_as_down():
    run = ends("one_example")
    assert 0.4 < np.mean(np.diff(run.losses) > 0) < 0.6
    whole = replace(PRESETS["one_example"].config, batch=1024, slots=())
    calm = train(whole, PRESETS["one_example"].config.choices["a"])
    assert np.mean(np.diff(calm.losses) > 0) < 0.05
    assert np.std(run.losses[300:]) > 10 * np.std(calm.losses[300:])


def test_the_larger_the_rate_the_more_units_die():
    dead = [ends("dead", slot).layers.dead[-1][:2].mean() for slot in "abc"]
    assert dead[0] < dead[1] < dead[2]


def test_digits_are_learned():
    assert right(ends("digits")) > 0.9
