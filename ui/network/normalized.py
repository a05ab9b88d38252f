"""Presets of normalization: what it rescues, what it needs, and where its test is not its training."""

from __future__ import annotations

from training.choice import Choice, choice
from training.configuration import differences
from training.network.config import FIELDS
from training.network.network import Network
from training.network.rates import default_choice
from ui.network.making import apart, network_of
from ui.session.page import Preset


def _norms(rule: Choice, *norms: str, **changes: object) -> Network:
    """The spirals with one runner for each normalization, which brings its own fields along."""
    return differences.fitting(FIELDS, network_of("spirals", *apart(rule, "norm", *norms), **changes))


NORMALIZED = (
    Preset(
        "bn_high_lr",
        "Batch norm, rate 0.05",
        "Ten ReLU layers with weights of deviation 1: without normalization the first step leaves what floats can "
        "hold; with batch norm the spirals are learned.",
        _norms(
            choice("sgd", lr=0.05),
            "none",
            "batch",
            hidden=(100,) * 10,
            activation="relu",
            init="normal",
            initvalue=1.0,
            batch=128,
            steps=300,
        ),
        pictured="b",
    ),
    Preset(
        "bn_small_batch",
        "Batch norm of few",
        "Batches of 2, 4, 8, 32 and 128: mean and variance of two or four examples are mostly noise, and the spirals "
        "are not learned. Dotted: as training sees them.",
        network_of(
            "spirals",
            *apart(choice("sgd", lr=0.05), "batch", 2, 4, 8, 32, 128),
            hidden=(64,) * 3,
            activation="relu",
            init="he",
            norm="batch",
            steps=2000,
        ),
        pictured="e",
    ),
    Preset(
        "bn_at_test",
        "Three tests of one",
        "One training with batches of four. Tested by averages, four in five of validation end right; by the "
        "mini-batches themselves, three in five.",
        network_of(
            "spirals",
            *apart(choice("sgd", lr=0.05), "normtest", "running", "epoch", "batch"),
            hidden=(64,) * 3,
            activation="relu",
            init="he",
            norm="batch",
            batch=4,
            steps=1000,
        ),
    ),
    Preset(
        "norms",
        "Five normalizations",
        "One network without normalization and with five kinds of it: see in “Inside every layer” what each makes of "
        "the signals.",
        _norms(default_choice("adam"), "none", "batch", "layer", "group", "weight", "decorrelated", steps=400),
        pictured="b",
    ),
)
