"""Presets of what keeps a network from learning its examples by heart."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from ui.network.making import network_of
from ui.session.page import Preset

_RULE = choice("adam", lr=0.005)
_WAYS: dict[str, tuple[tuple[str, object], ...]] = {
    "Nothing": (),
    "Early stopping": (("stop", "patience"), ("patience", 100)),
    "L2": (("penalty", "l2"), ("lambda", 0.01), ("l2form", "whole"), ("penalized", "weights")),
    "L1": (("penalty", "l1"), ("lambda", 0.003), ("penalized", "weights")),
    "Keep 0.8": (("dropout", "inverted"), ("keep", 0.8), ("keeps", ()), ("keepin", 1.0)),
    "Keep 0.5": (("dropout", "inverted"), ("keep", 0.5), ("keeps", ()), ("keepin", 1.0)),
}

REGULARIZED = (
    Preset(
        "overfit",
        "Against overfitting",
        "Sixty noisy points are learned by heart; early stopping, L2, L1 and dropout each end with a far lower "
        "validation loss. Look at the histograms of weights: L1 leaves nearly all of them at zero.",
        network_of(
            "moons",
            *(replace(_RULE, name=name, differs=way) for name, way in _WAYS.items()),
            noise=0.35,
            bayes=11.0,
            examples=600,
            split=0.9,
            hidden=(64, 64),
            activation="relu",
            init="he",
            batch=1024,
            steps=800,
        ),
        pictured="c",
    ),
)
