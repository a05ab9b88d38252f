"""Presets of what learning curves tell: a big gap, no gap, too few examples to judge by, or other ones."""

from __future__ import annotations

from dataclasses import replace

from training.choice import Choice, choice
from training.configuration.differences import with_difference
from training.network.config import FIELDS, alone
from training.network.edits import with_value
from training.network.network import Network
from ui.network.making import apart, network_of
from ui.session.page import Preset


def _noisy(*runners: Choice, **changes: object) -> Network:
    """Moons that overlap: the best answer possible is wrong for 11 of 100 of them."""
    return network_of("moons", *runners, noise=0.35, bayes=11.0, **changes)


OVERFITTED = {"examples": 600, "split": 0.9, "hidden": (128, 128), "activation": "relu", "init": "he", "batch": 1024}
ADAM = choice("adam", lr=0.005)
STOPPED = replace(ADAM, differs=(("stop", "patience"), ("patience", 100)))


def _against_overfitting() -> Network:
    """The same network on its own, with L2 in the convention without a half, with dropout, and with early stopping."""
    names = zip((ADAM, ADAM, ADAM, STOPPED), ("Alone", "L2", "Dropout", "Early stopping"), strict=True)
    network = _noisy(*(replace(rule, name=name) for rule, name in names), **OVERFITTED)
    for letter, name, value in (("b", "penalty", "l2"), ("b", "l2form", "whole"), ("c", "dropout", "inverted")):
        own = with_value(alone(network, letter), name, value)
        network = with_difference(FIELDS, network, letter, name, own)
    return network


DIAGNOSED = (
    Preset(
        "big_gap",
        "Big gap",
        "Sixty noisy points are learned by heart, and the validation loss turns up again after some twenty steps. "
        "Early stopping keeps the weights of that moment.",
        _noisy(ADAM, STOPPED, **OVERFITTED),
    ),
    Preset(
        "overfitting",
        "Against overfitting",
        "Sixty noisy points under four regimes: alone the validation loss grows without end, with dropout more slowly; "
        "L2 and early stopping keep it low.",
        _against_overfitting(),
        pictured="b",
    ),
    Preset(
        "no_gap",
        "No gap",
        "With two units the curves of training and validation lie on each other, and both are poor: that is bias. "
        "Sixteen units bring both down.",
        network_of(
            "circles",
            *apart(choice("sgd", lr=0.3), "hidden", (2,), (16,)),
            examples=1000,
            split=0.5,
            batch=1024,
            steps=1000,
        ),
    ),
    Preset(
        "few_to_judge_by",
        "Ten to judge by",
        "Of ten validation examples each is ten points of the error: three draws of the same data give three "
        "errors, and no verdict on the variance.",
        _noisy(
            *apart(choice("sgd", lr=0.3), "dataseed", 7, 8, 13),
            examples=100,
            split=0.1,
            hidden=(16,),
            batch=16,
            steps=400,
        ),
    ),
    Preset(
        "other_distribution",
        "Another distribution",
        "Validation and test agree with each other in both runs. Turned by 30 degrees they ask about other data than "
        "training has seen, and more of the same examples would not help.",
        network_of(
            "moons",
            choice("sgd", lr=0.3),
            *apart(choice("sgd", lr=0.3), "shiftangle", 30.0),
            examples=800,
            split=0.25,
            testsplit=0.25,
            hidden=(16,),
            batch=16,
        ),
    ),
)
