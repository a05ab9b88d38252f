"""Presets of how a step's gradient is made."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from training.network.rates import default_choice
from ui.network.making import apart, network_of
from ui.session.page import Preset

SUMMED = (("reduce", "sum"),)

DESCENDING = (
    Preset(
        "mean_or_sum",
        "Mean or sum",
        "Summed over 21 examples the gradient is 21 times as long: SGD fails at the rate that is right for the mean "
        "and takes the very same steps at a 21st of it; Adam does not mind.",
        network_of(
            "spirals",
            choice("sgd", lr=0.21),
            replace(choice("sgd", lr=0.21), differs=SUMMED),
            replace(choice("sgd", lr=0.01), differs=SUMMED),
            replace(default_choice("adam"), differs=SUMMED),
            batch=21,
        ),
    ),
    Preset(
        "synthetic",
        "Synthetic gradients",
        "Each hidden layer guesses its gradient from its own answers and the label, and waits for no other: the "
        "spirals are learned all the same, later and less exactly.",
        network_of(
            "spirals",
            *apart(default_choice("adam"), "gradient", "backprop", "synthetic"),
            hidden=(32, 32),
            steps=600,
        ),
        pictured="b",
    ),
)
