"""Each preset of the network page shows what it promises, in the numbers of the app itself."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.golden_lessons import LONG
from tests.network_runs import said_of, trained
from training.network.between import barrier, line
from training.network.config import decode, each, encode
from training.network.resolve import resolve
from training.network.train import train
from ui.lessons.answers import answer, apart
from ui.lessons.book import lessons
from ui.lessons.card import config_of
from ui.lessons.quantities import OF_PAGES
from ui.network.cards import learned_nothing, rows
from ui.network.facts import of_runs
from ui.network.milestones import ending, first_right
from ui.network.page import PAGE
from ui.network.presets import PRESETS
from ui.session.page import buttons


@cache
def ends(name, slot="a"):
    """The run of one runner of a preset, with what is found in its layers where the preset is about them."""
    return run_of(PRESETS[name].config, slot, train if name in ("dead", "tanh_starts", "raw_inputs") else trained)


@cache
def run_of(network, slot, made=trained):
    """The run of one runner of a comparison."""
    return made(each(network)[slot], network.choices[slot])


def right(run):
    """The share of the validation part that is right at the end."""
    return float(run.figures.valid_score[-1])


def test_their_labels_differ_and_fit_their_buttons():
    assert 8 <= len(PRESETS) <= 50
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)
    assert max(len(preset.label) for preset in PRESETS.values()) <= 22


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_links_reproduce_and_one_button_is_active(preset):
    assert decode(encode(preset.config)) == (preset.config, [])
    assert [button["name"] for button in buttons(PRESETS, preset.config) if button["active"]] == [preset.name]
    own, choices = each(preset.config), preset.config.choices
    assert not any(resolve(own[slot]).refusal(chosen) for slot, chosen in choices.items())


def test_circles_need_three_hidden_units():
    assert right(ends("two_units")) < 0.9
    assert right(ends("three_units")) >= 0.99


def test_units_that_begin_alike_stay_alike():
    run = ends("constant")
    for hidden in (run.params[0]["w"], run.params[0]["b"][:, None], run.params[1]["w"].transpose(0, 2, 1)):
        assert (np.ptp(hidden, axis=-1) <= 1e-6 * np.abs(hidden).max()).all()
    assert right(run) < 0.8
    apart = replace(PRESETS["constant"].config, init="lecun", initvalue=0.0, slots=())
    assert right(trained(apart, PRESETS["constant"].config.choices["a"])) > 0.95


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
    said = said_of(PRESETS["too_fast"].config, {"c": lost})["c"]
    assert said.startswith("Not finite") and "a smaller learning rate" in said


def test_with_one_example_a_step_the_loss_goes_up_as_often_as_down():
    run = ends("one_example")
    assert 0.4 < np.mean(np.diff(run.losses) > 0) < 0.6
    whole = replace(PRESETS["one_example"].config, batch=1024, slots=())
    calm = trained(whole, PRESETS["one_example"].config.choices["a"])
    assert np.mean(np.diff(calm.losses) > 0) < 0.05
    assert np.std(run.losses[300:]) > 10 * np.std(calm.losses[300:])


def test_the_larger_the_rate_the_more_units_die():
    dead = [ends("dead", slot).layers.dead[-1][:2].mean() for slot in "abc"]
    assert dead[0] < dead[1] < dead[2]


def test_digits_are_learned():
    assert right(ends("digits")) > 0.9


def test_ten_tanh_layers_pass_the_signal_of_glorot_s_weights_alone():
    tiny, glorot, large = (ends("tanh_starts", slot) for slot in "abc")
    spread = [run.layers.act_std[0, :10] for run in (tiny, glorot, large)]
    assert spread[0][2] < 1e-5 and spread[1].min() > 0.1 and spread[2][1:].min() > 0.7
    assert (large.layers.saturated[0, 2:10] > 0.5).all() and (glorot.layers.saturated[0, :10] < 0.05).all()
    assert tiny.figures.train_score[-1] < 0.75 and glorot.figures.train_score[-1] == 1


def test_ten_relu_layers_learn_fastest_from_he_s_weights():
    tiny, lecun, he = (ends("relu_starts", slot) for slot in "abc")
    assert learned_nothing(resolve(PRESETS["relu_starts"].config), tiny)
    assert first_right(lecun) > 3 * first_right(he)


def test_six_activations_differ_through_six_layers():
    """P2-46: sigmoid alone never learns, and SELU is the first of the others, which all learn every example."""
    sigmoid, *others = (ends("activations", slot) for slot in "abcdef")
    assert learned_nothing(resolve(PRESETS["activations"].config), sigmoid)
    assert [run.figures.train_score[-1] for run in others] == [1] * 5
    tanh, relu, leaky, selu, elu = (run.steps[np.argmax(run.figures.train_score >= 0.95)] for run in others)
    assert selu < 0.8 * min(relu, leaky, elu) and max(relu, leaky, elu) < tanh


def test_larger_batches_jump_less_and_full_ones_never_go_up():
    runs = [ends("batch_sizes", slot).losses for slot in "abcd"]
    spread = [np.std(losses[200:]) for losses in runs]
    assert spread[0] > 2 * spread[1] > 3 * spread[2] > 4 * spread[3]
    assert not (np.diff(runs[3]) > 0).any() and np.mean(np.diff(runs[0]) > 0) > 0.4


def test_after_one_epoch_smaller_batches_are_ahead():
    runs = [ends("batch_sizes", slot) for slot in "abcd"]
    tasks = map(resolve, each(PRESETS["batch_sizes"].config).values())
    steps = [-(-len(task.prepared.train_y) // task.batch) for task in tasks]  # of an epoch
    losses = [run.figures.train_loss[np.searchsorted(run.steps, step)] for run, step in zip(runs, steps, strict=True)]
    assert losses[0] < losses[1] < losses[2] < losses[3]


def test_the_loss_of_sorted_examples_swings_with_the_epoch():
    shuffled, ordered = (ends("sorted", slot) for slot in "ab")
    network = PRESETS["sorted"].config
    epoch = math.ceil(len(resolve(network).prepared.train_y) / network.batch)
    assert np.std(ordered.losses[200:]) > 3 * np.std(shuffled.losses[200:])
    turns = ordered.losses[200 : 200 + 10 * epoch].reshape(10, epoch)
    assert np.corrcoef(turns[:-1].ravel(), turns[1:].ravel())[0, 1] > 0.8  # every epoch is like the one before
    assert first_right(shuffled) < first_right(ordered)


def test_raw_inputs_saturate_the_first_layer():
    raw, centred, standard, printed = (ends("raw_inputs", slot) for slot in "abcd")
    assert min(run.layers.saturated[0, 0] for run in (raw, printed)) > 0.9 > 0.25 > standard.layers.saturated[0, 0]
    assert right(raw) + 0.2 < right(centred) < right(standard) and right(printed) + 0.1 < right(centred)


def test_depth_helps_at_equal_units_and_so_do_more_points():
    """P2-30: 1, 2, 3, 5 and 10 layers, and the share that is right in the last tenth of the steps."""
    few, many = ([ends(name, slot) for slot in "abcde"] for name in ("depths", "depths_many"))
    right = np.array([[run.figures.valid_score[-20:].mean() for run in runs] for runs in (few, many)])
    assert (right[:, 1:].min(axis=1) > right[:, 0] + [0.05, 0.09]).all()  # one layer is far behind
    assert np.ptp(right[1, 1:]) < 0.02 and right[1, 1:].min() > 0.96  # from two on there is little between them
    assert (right[1] > right[0] + 0.005).all() and np.argmin([run.figures.train_loss[-1] for run in few]) == 2


def test_slopes_are_learned_from_below_zero_to_above_one():
    slopes = ends("learned_slopes").params[0]["a"]
    assert (slopes[0] == 0.25).all() and slopes[-1].min() < 0 and slopes[-1].max() > 1


def test_two_seeds_have_more_between_them_than_two_rules_from_one_start():
    def middle(name):
        own = each(PRESETS[name].config)["a"]
        last = [[{n: v[-1] for n, v in layer.items()} for layer in ends(name, slot).params] for slot in "ab"]
        return barrier(line(own, *last).train)

    seeds, rules = middle("between_seeds"), middle("between_rules")
    assert max(seeds.start, seeds.end) < 0.01 and seeds.middle > np.log(2)
    assert 0 < rules.rise < seeds.rise / 4


def test_one_seed_needs_half_as_many_steps_again_as_another():
    needed = [first_right(ends("seeds", slot)) for slot in "abc"]
    assert max(needed) >= 1.5 * min(needed)


def diagnosed(name, slots):
    """What is said of some runners of a preset, and of each the row of the standings."""
    network = PRESETS[name].config
    trained = {resolve(own): slot for slot, own in each(network).items()}  # once, where all that differs is the stop
    once = {slot: ends(name, slot) for slot in trained.values()}
    runs = {slot: once[trained[resolve(own)]] for slot, own in each(network).items() if slot in slots}
    return said_of(network, runs), rows(network, runs)


def test_a_big_gap_is_named_and_early_stopping_closes_it():
    said, standings = diagnosed("big_gap", "ab")
    assert said["a"].startswith("High variance, big gap: training error 0%")
    assert said["b"].startswith("Low bias, low variance, no gap")
    assert [*standings] == ["b", "a"] and standings["a"]["Weights kept"] == "of the end"
    best, stop = (int(standings["b"][name].split()[-1]) for name in ("Weights kept", "Ending"))
    assert 10 < best < 40 and stop - best >= 100


def test_l2_keeps_the_validation_loss_low_and_dropout_slows_its_rise():
    alone, penalized, dropped = (ends("overfitting", slot) for slot in "abc")
    last = [float(run.figures.valid_loss[-1]) for run in (alone, dropped, penalized)]
    assert last[0] > 1.5 > 1.2 > last[1] > last[2] and last[2] < 0.45
    assert alone.figures.train_score[-1] == 1 and penalized.figures.train_score[-1] < 0.95
    assert penalized.layers.weight_norm[-1].max() < alone.layers.weight_norm[-1].max() / 2
    network = PRESETS["overfitting"].config
    said = said_of(network, {"a": alone, "b": penalized, "c": dropped, "d": alone})
    assert ["no gap" in said[slot] for slot in "abcd"] == [False, True, False, True]


def test_no_gap_is_named_where_a_small_network_has_both_curves_poor():
    said, _ = diagnosed("no_gap", "ab")
    assert said["a"].startswith("High bias, no gap") and "a bigger network" in said["a"]
    assert said["b"].startswith("Low bias, low variance, no gap")


def test_ten_validation_examples_are_told_to_be_too_few():
    said, standings = diagnosed("few_to_judge_by", "abc")
    assert all(words.startswith("Low bias, validation set too small") for words in said.values())
    assert len({standings[slot]["Accuracy, validation"] for slot in "abc"}) == 3


def test_validation_and_test_agree_where_both_come_from_elsewhere():
    said, standings = diagnosed("other_distribution", "ab")
    scores = {
        slot: [int(row[f"Accuracy, {part}"][:-1]) for part in ("validation", "test")] for slot, row in standings.items()
    }
    assert min(scores["a"]) >= 94 and max(scores["b"]) <= 84 and abs(scores["b"][0] - scores["b"][1]) <= 3
    assert "no gap" in said["a"] and "big gap" in said["b"] and "from where those for validation come" in said["b"]


def test_l2_makes_weights_small_and_l1_leaves_nearly_all_at_zero():
    alone, l2, l1 = (ends("l1_l2", slot) for slot in "abc")
    sizes = [np.abs(np.concatenate([layer["w"][-1].ravel() for layer in run.params])) for run in (alone, l2, l1)]
    assert (sizes[0] < 0.01).mean() < 0.1 and (sizes[2] < 0.01).mean() > 0.95 and sizes[2].max() > sizes[1].max()
    assert float(l1.figures.penalty[-1]) > 0 and np.isnan(alone.figures.penalty).all()
    assert alone.figures.valid_loss[-1] > 3 * max(l2.figures.valid_loss[-1], l1.figures.valid_loss[-1])


def test_the_fewer_units_are_kept_the_slower_the_loss_rises_and_the_test_as_printed_is_worst():
    losses = [float(ends("dropout", slot).figures.valid_loss[-1]) for slot in "abcd"]
    assert losses[0] > 1.5 * losses[1] > 1.5 * losses[2] and losses[3] > 2 * losses[0]


def test_what_was_learned_helps_as_the_two_by_two_of_the_lectures_says():
    """H19: the share that is right with the last layer, all layers and from scratch, and the step that has 99%."""
    scores, steps = {}, {}
    for name in ("few_alike", "few_other", "many_alike", "many_other"):
        runs = [ends(name, slot) for slot in "abc"]
        scores[name] = [round(100 * right(run)) for run in runs]
        steps[name] = [first_right(run) for run in runs]
    assert [resolve(PRESETS[name].config).examples for name in scores] == [12, 12, 400, 400]
    assert scores["few_alike"] == [96, 94, 75]  # the last layer
    assert scores["few_other"] == [71, 79, 83]  # trouble
    assert scores["many_alike"] == [98, 100, 99] and steps["many_alike"] == [None, 3, 174]  # all layers, a little
    assert scores["many_other"] == [71, 99, 99] and steps["many_other"][1:] == pytest.approx([180, 180], abs=10)


def test_batch_norm_does_a_part_of_what_dropout_does():
    """F10: with neither, batch norm, dropout, both."""
    losses = [round(float(ends("norm_dropout", slot).figures.valid_loss[-1]), 2) for slot in "abcd"]
    assert losses == pytest.approx([0.90, 0.19, 0.13, 0.12], abs=0.011)


def test_groups_that_are_moved_to_one_place_are_learned_as_if_they_had_not_been_shifted():
    """F1: the share that is right after 20 steps, and at the end."""
    scores = np.array([ends("shifted_groups", slot).figures.valid_score[[20, -1]] for slot in "abc"])
    assert np.round(100 * scores[:2, 0]).tolist() == [91, 80]
    assert (scores[2] > scores[0]).all() and (scores[0] > scores[1] + 0.05).all()


ASKED = [
    (f"{name}.{place + 1}", step)
    for name, lesson in lessons().items()
    for place, step in enumerate(lesson.steps)
    if step.page == "network" and step.ask and step.ask.quantity in OF_PAGES["network"]
    if f"{name}.{place + 1}" not in LONG
]


@pytest.mark.parametrize("step", [step for _, step in ASKED], ids=[name for name, _ in ASKED])
def test_what_lessons_ask_has_an_answer_without_a_doubt(step):
    """Of what takes long see tests/ui/lessons/test_lessons.py."""
    network = config_of(step, PAGE)
    runs = {slot: ends(step.preset, slot) if step.preset else run_of(network, slot) for slot in network.choices}
    facts = of_runs(network, runs)
    assert answer(step.ask, facts).right and apart(step.ask, facts)
    assert {*facts.values, "halfway"} == {*OF_PAGES["network"]}
