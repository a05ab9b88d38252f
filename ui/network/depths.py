"""Presets of depth: about as many units in one layer and in up to ten, on 1,000 points and on 10,000.

The pattern, two pentagons with holes, and the numbers of layers are those of lectures on networks that are deep, whose
figures are read off by eye; units, rate and steps are their own here.
"""

from __future__ import annotations

from training.choice import choice
from training.network.network import Network
from ui.network.making import apart, network_of
from ui.session.page import Preset

UNITS, LAYERS = 96, (1, 2, 3, 5, 10)


def _pentagons(examples: int) -> Network:
    """Adam on so many points, in networks that have UNITS in all, or a few less, as all their layers are as wide."""
    runners = apart(choice("adam", lr=0.003), "hidden", *((UNITS // layers,) * layers for layers in LAYERS))
    return network_of("pentagons", *runners, examples=examples, batch=128, steps=3000, seed=1)


DEPTHS = (
    Preset(
        "depths",
        "Depth",
        "As many units, 96 or a few less, in 1, 2, 3, 5 and 10 layers: one layer is far behind, and three fit the "
        "pentagons best.",
        _pentagons(1_000),
        pictured="c",
    ),
    Preset(
        "depths_many",
        "Depth, 10,000 points",
        "The same 1, 2, 3, 5 and 10 layers on ten times as many points: one layer is still far behind, and all others "
        "are right in some 98% of what they have not seen.",
        _pentagons(10_000),
        pictured="c",
    ),
)
