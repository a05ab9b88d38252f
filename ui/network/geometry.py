"""Presets of what units are bent into: learned slopes, linear pieces, valleys of the loss."""

from __future__ import annotations

from training.choice import Choice, choice
from training.network.rates import default_choice
from ui.network.making import apart, network_of
from ui.session.page import Preset


def _adam(lr: float) -> Choice:
    return choice("adam", lr=lr)


GEOMETRIC = (
    Preset(
        "learned_slopes",
        "Learned slopes",
        "PReLU's units learn slopes from below 0 to above 1, FReLU's how far they are shifted: see “learned slope by "
        "step” in “Inside every layer”.",
        network_of("circles", *apart(_adam(0.02), "activation", "prelu", "frelu"), hidden=(8, 8), init="he"),
    ),
    Preset(
        "linear_pieces",
        "Linear pieces",
        "At the start 32 ReLU units cut the plane into 255 pieces in one layer, 204 in two and 41 in four: choose "
        "“Linear pieces” on the stage.",
        network_of(
            "circles", *apart(_adam(0.01), "hidden", (32,), (16, 16), (8, 8, 8, 8)), activation="relu", init="he"
        ),
    ),
    Preset(
        "between_seeds",
        "Between two seeds",
        "Both seeds learn every example, and the average of their weights is worse than a guess: open “Between two "
        "networks” below.",
        network_of("spirals", *apart(default_choice("adam"), "seed", 1, 2)),
    ),
    Preset(
        "between_rules",
        "Between two rules",
        "From one start two rules end with a lower rise of the loss between them than two seeds do: open “Between two "
        "networks” below.",
        network_of("spirals", default_choice("adam"), default_choice("nesterov")),
    ),
)
