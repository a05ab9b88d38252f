"""Presets of transfer: the lectures' two by two of little or lots of data, similar to what was learned or different."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from training.network.network import Network
from ui.network.making import network_of
from ui.session.page import Preset


def _turned(turn: float, examples: int, split: float) -> Network:
    """The spirals turned: the last layer, all layers, and from scratch."""
    rule = choice("adam", lr=0.01)
    ways = (
        replace(rule, name="Last layer", differs=(("transfer", "head"), ("sourcesteps", 600))),
        replace(rule, name="All layers", differs=(("transfer", "all"), ("sourcesteps", 600))),
        replace(rule, name="From scratch", differs=(("transfer", "none"),)),
    )
    return network_of("spirals", *ways, turn=turn, examples=examples, split=split, steps=200)


TRANSFERRED = (
    Preset(
        "few_alike",
        "Transfer: few, alike",
        "Twelve examples, turned by 20°: with the last layer alone a pretrained network gets 96% right, with all "
        "layers 94%; one from scratch 75%.",
        _turned(20.0, 120, 0.9),
    ),
    Preset(
        "few_other",
        "Transfer: few, other",
        "Twelve examples, turned by 90°: what was learned does not fit. The last layer alone gets 71% right, all "
        "layers 79%, a network from scratch 83%.",
        _turned(90.0, 120, 0.9),
    ),
    Preset(
        "many_alike",
        "Transfer: many, alike",
        "400 examples, turned by 20°: with all layers a pretrained network has 99% right after 3 steps, one from "
        "scratch after 174; the last layer alone stops at 98%.",
        _turned(20.0, 800, 0.5),
    ),
    Preset(
        "many_other",
        "Transfer: many, other",
        "400 examples, turned by 90°: all layers have to learn anew, and 99% right takes as long as from scratch, some "
        "180 steps; the last layer alone stops at 71%.",
        _turned(90.0, 800, 0.5),
    ),
)
