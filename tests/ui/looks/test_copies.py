"""The names of copies: one short thing that tells each from the others, and a number where nothing does."""

from __future__ import annotations

import pytest

from optimizers import OPTIMIZERS
from training.choice import choice
from ui.looks.copies import LONGEST, number, traits
from ui.looks.identity import identify
from ui.network.presets import PRESETS as NETWORK_PRESETS
from ui.race.presets import PRESETS


def names(optimizer, *settings):
    copies = {letter: choice(optimizer, **values) for letter, values in zip("abcdef", settings, strict=False)}
    return [who.label for who in identify(copies).values()]


@pytest.mark.parametrize(
    ("configuration", "labels"),
    [
        (PRESETS["edge_of_stability"].config, ["SGD lr 0.035", "SGD lr 0.039", "SGD lr 0.041"]),
        (PRESETS["three_momentums"].config, ["Momentum (lr outside)", "Momentum (ewma)", "Momentum (lr inside)"]),
        (PRESETS["adam_no_correction"].config, ["Adam", "Adam (no correction)"]),
        (NETWORK_PRESETS["too_fast"].config, ["SGD lr 1", "SGD lr 3", "SGD lr 10"]),
        (NETWORK_PRESETS["dead"].config, ["Momentum lr 0.01", "Momentum lr 0.3", "Momentum lr 1"]),
    ],
    ids=["edge", "momentums", "adam", "too fast", "dead"],
)
def test_presets_name_their_copies(configuration, labels):
    assert [who.label for who in identify(configuration.choices).values()] == labels


def test_one_thing_is_enough_and_the_rate_comes_first():
    more = {"beta": 0.5, "clip": "norm"}
    assert names("momentum", {"lr": 0.1}, {"lr": 0.2, **more}) == ["Momentum lr 0.1", "Momentum lr 0.2"]
    assert names("momentum", {"beta": 0.9}, {"beta": 0.99}) == ["Momentum β 0.9", "Momentum β 0.99"]
    assert names("adam", {"eps": 1e-8}, {"eps": 1e-4}) == ["Adam ε 1e-8", "Adam ε 0.0001"]
    assert names("adam", {"eps_mode": "inside"}, {}) == ["Adam (ε inside)", "Adam (ε outside)"]
    assert names("adainject", {}, {"base": "radam"}) == ["AdaInject (Adam)", "AdaInject (RAdam)"]
    assert names("aggmo", {"k": 1}, {"k": 3}) == ["AggMo (k 1)", "AggMo (k 3)"]


def test_two_numbers_are_both_named_where_nothing_else_differs():
    assert names("momentum", {"lr": 0.1}, {"lr": 0.2, "beta": 0.5}) == [
        "Momentum lr 0.1 β 0.9",
        "Momentum lr 0.2 β 0.5",
    ]
    found = [{"lr": 0.001778, "beta": 0.998614}, {"lr": 0.04569, "beta": 0.992374}]
    assert names("momentum", *found) == ["Momentum lr 0.001778 β 0.998614", "Momentum lr 0.04569 β 0.992374"]
    longer = [{"lr": 0.00123456, "beta": 0.998614}, {"lr": 0.04569}]
    assert names("momentum", *longer) == ["Momentum lr 0.00123456", "Momentum lr 0.04569"]


def test_what_is_off_is_not_named():
    assert names("adam", {}, {"clip": "norm"}, {"clip": "value"}) == ["Adam", "Adam (clip norm)", "Adam (clip value)"]
    assert names("adam", {}, {"sam": "on"}) == ["Adam", "Adam (SAM)"]
    assert names("adam", {}, {"lr.schedule": "one_cycle"}) == ["Adam", "Adam (one cycle)"]
    assert names("adam", {}, {"b1.schedule": "cosine"}) == ["Adam", "Adam (b1 cosine)"]
    assert names("rmsprop", {}, {"centered": "on"}) == ["RMSProp", "RMSProp (centered)"]
    inside = ({"clip": "norm"}, {"clip": "norm", "clip.at": 2.0})
    assert names("sgd", *inside) == ["SGD (clip norm at 5)", "SGD (clip norm at 2)"]


def test_schedules_with_other_numbers_are_told_by_their_names():
    forms = ("inverse", "exponential", "manual")
    assert names("sgd", *({"lr.schedule": form} for form in forms)) == [f"SGD ({form})" for form in forms]


def test_each_copy_may_be_special_in_another_way():
    varied = ({}, {"sam": "on"}, {"lr.schedule": "cosine"}, {"b2": 0.99})
    assert names("adam", *varied) == ["Adam", "Adam (SAM)", "Adam (cosine)", "Adam β₂ 0.99"]


def test_two_things_together_where_one_is_not_enough():
    grid = [{"lr": lr, "beta": beta} for lr in (0.1, 0.2) for beta in (0.5, 0.9)]
    assert names("momentum", *grid)[1:3] == ["Momentum lr 0.1 β 0.9", "Momentum lr 0.2 β 0.5"]
    mixed = [{"lr": lr, **clip} for lr in (0.1, 0.2) for clip in ({}, {"clip": "norm"})]
    assert names("sgd", *mixed) == ["SGD lr 0.1", "SGD lr 0.1 (clip norm)", "SGD lr 0.2", "SGD lr 0.2 (clip norm)"]


def test_a_number_where_nothing_short_differs():
    assert names("sgd", {"lr": 0.1}, {"lr": 0.1}) == ["SGD", "SGD 2"]
    assert names("sgd", {"lr": 0.12345678901234567}, {"lr": 0.30000000000000004}) == ["SGD", "SGD 2"]
    assert names("sgd", {"lr": 0.1}, {"lr": 0.1}, {"lr": 0.2}) == ["SGD lr 0.1", "SGD 2", "SGD lr 0.2"]


def test_a_number_that_counts_in_some_forms_only_tells_nothing_in_others():
    base = {"base": "sgd"}
    counted = OPTIMIZERS["schedulefree"].hyper("b2").when(base)
    assert not counted
    assert names("schedulefree", {**base, "b2": 0.9}, {**base, "b2": 0.99}) == ["Schedule-Free", "Schedule-Free 2"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_form_of_every_optimizer_has_a_short_name_of_its_own(name):
    for option in OPTIMIZERS[name].options:
        found = [trait.short for trait in traits(tuple(choice(name, **{option.name: v}) for v in option.values))]
        assert len(set(found)) == len(found), (option.name, found)
        assert all(len(short) <= LONGEST and not set(short) & set("$_\\") for short in found)


def test_a_number_is_told_by_its_symbol():
    assert number(choice("sgd", lr=0.5), "lr") == "lr 0.5"
    assert number(choice("adam"), "b2") == "β₂ 0.999"
    assert number(choice("polyak"), "max_lr").startswith("max_lr ")
