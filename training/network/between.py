"""The loss between two sets of weights of one network, along the straight line that joins them.

Where it rises on the way, the two lie in valleys of their own, or are one valley's two spellings: units that stand in
another order give the same answers, but no average of both does (Goodfellow, Vinyals and Saxe 2015, arXiv:1412.6544;
Frankle et al. 2020, arXiv:1912.05671, who call the rise a barrier).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network.figures import JUDGED
from training.network.model import Examples, Params, Structure, filled, outputs
from training.network.network import Network
from training.network.resolve import resolve
from training.parts.losses import LOSSES

POINTS = 41  # along the line, the middle among them
MIDDLE = POINTS // 2

Weights = Sequence[Mapping[str, np.ndarray]]


class Line(NamedTuple):
    """Mean losses at ``shares`` of the way, each (POINTS,): of both parts, NaN where one has no examples."""

    shares: np.ndarray
    train: np.ndarray
    valid: np.ndarray


class Barrier(NamedTuple):
    """A loss at both ends and in the middle, how far that is above the mean of the ends, and the highest on the way."""

    start: float
    end: float
    middle: float
    rise: float
    highest: float


def alike(one: Structure, other: Structure) -> bool:
    """Whether two networks have the same shapes and make the same of the same weights."""
    layers = ([replace(layer, dropout="none") for layer in who.layers] for who in (one, other))  # it is not there then
    return (one.inputs, one.loss) == (other.inputs, other.loss) and next(layers) == next(layers)


def line(network: Network, start: Weights, end: Weights, beat: Callable[[float], None] = lambda share: None) -> Line:
    """The losses between two sets of weights, as ``tested``, on the examples that runs of ``network`` are judged by.

    ``beat`` is called before each point with the share of the way, and may end the walk by raising.
    """
    task, shares = resolve(network), np.linspace(0, 1, POINTS)
    parts = (task.prepared.train_x, task.prepared.train_y), (task.prepared.valid_x, task.prepared.valid_y)
    examples = [filled(x, y, JUDGED, np.dtype(np.float32)) for x, y in parts]
    found = np.full((len(parts), POINTS), np.nan)
    for place, share in enumerate(shares):
        beat(float(share))
        mixed = [
            {name: ((1 - share) * a[name] + share * b[name]).astype(np.float32) for name in a}
            for a, b in zip(start, end, strict=True)
        ]
        for part, (x, _) in enumerate(parts):
            if len(x):
                found[part, place] = _measured(task.structure)(mixed, examples[part])
    return Line(shares, *found)


def barrier(losses: np.ndarray) -> Barrier:
    """What stands in the way along losses (POINTS,)."""
    start, middle, end = (float(losses[place]) for place in (0, MIDDLE, -1))
    return Barrier(start, end, middle, middle - (start + end) / 2, float(losses.max()))


@kept
def _measured(structure: Structure) -> Callable:
    loss = LOSSES[structure.loss].fn

    def mean(params: Params, examples: Examples) -> jax.Array:
        x, y, weight = examples.first(JUDGED)
        return jnp.sum(jnp.where(weight > 0, loss(outputs(structure, params, x), y), 0) * weight)

    return jax.jit(mean)
