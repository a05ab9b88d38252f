"""Presets of penalties, by what becomes of the weights, and of dropout."""

from __future__ import annotations

from dataclasses import replace

from training.choice import choice
from training.network.network import Network
from ui.network.making import network_of
from ui.session.page import Preset

Way = tuple[tuple[str, object], ...]


def _sixty(**ways: Way) -> Network:
    """One network on sixty noisy points, which it can learn by heart, in several ways."""
    named = {name.replace("_", " "): way for name, way in ways.items()}
    return network_of(
        "moons",
        *(replace(choice("adam", lr=0.005), name=name, differs=way) for name, way in named.items()),
        noise=0.35,
        bayes=11.0,
        examples=600,
        split=0.9,
        hidden=(64, 64),
        activation="relu",
        init="he",
        batch=1024,
        steps=800,
    )


def _dropout(kind: str, keep: float) -> Way:
    return (("dropout", kind), ("keep", keep), ("keeps", ()), ("keepin", 1.0))


NORMALIZED: Way = (("norm", "batch"), ("normplace", "before"), ("normtest", "running"))

REGULARIZED = (
    Preset(
        "l1_l2",
        "L1 and L2",
        "Both hold the validation loss down. See the histograms of weights inside every layer: L2 makes all of them "
        "small, L1 leaves nearly all at zero.",
        _sixty(
            Alone=(),
            L2=(("penalty", "l2"), ("lambda", 0.01), ("l2form", "whole"), ("penalized", "weights")),
            L1=(("penalty", "l1"), ("lambda", 0.003), ("penalized", "weights")),
        ),
        pictured="c",
    ),
    Preset(
        "dropout",
        "Dropout",
        "The fewer units are kept, the slower the validation loss rises. The test as one lecture prints it divides "
        "where it has to multiply: weights are four times too large.",
        _sixty(
            Alone=(),
            **{f"Keep {keep}": _dropout("inverted", keep) for keep in (0.8, 0.5)},
            Test_as_printed=_dropout("plain_printed", 0.5),
        ),
        pictured="c",
    ),
    Preset(
        "norm_dropout",
        "Batch norm and dropout",
        "Trained on sixty points, the validation loss ends at 0.90 without, 0.19 with batch norm, 0.13 with "
        "dropout, 0.12 with both: batch norm does a part of what dropout does.",
        replace(
            _sixty(
                Neither=(),
                Batch_norm=NORMALIZED,
                Dropout=_dropout("inverted", 0.5),
                Both=(*NORMALIZED, *_dropout("inverted", 0.5)),
            ),
            noise=0.2,
            bayes=0.0,
        ),
        pictured="d",
    ),
)
