"""Presets of networks that vote."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from ui.network.making import network_of
from ui.session.page import Preset

ENSEMBLES = (
    Preset(
        "bagging",
        "Bagging",
        "Seven networks on bootstrap samples of sixty points: 82% right on average, 85% by vote. One on all sixty is "
        "right in 85% anyway; a vote of seven such gains hardly anything.",
        network_of(
            "moons",
            replace(choice("adam", lr=0.02), name="Bootstrap samples", differs=(("ensemble", "bootstrap"),)),
            replace(choice("adam", lr=0.02), name="The same points", differs=(("ensemble", "seeds"),)),
            noise=0.35,
            examples=600,
            split=0.9,
            hidden=(16,),
            steps=200,
            repeats=7,
        ),
    ),
)
