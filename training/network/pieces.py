"""The linear pieces of a network of rectifiers: where the same units are on, it is one linear function.

Every unit bends the plane of its inputs along a line, which is itself bent by the layers before. N units of one layer
cut a plane into 1 + N + N(N - 1)/2 pieces at most. Deeper networks could have far more, but hardly do: Hanin and
Rolnick 2019 (arXiv:1906.00904) expect about N²/2 on a plane whatever the depth, at the start and after training.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from surfaces.programs import kept
from training.network.model import Structure
from training.parts.layers import forward
from training.parts.losses import LOSSES

KINKED = frozenset(("relu", "leaky_relu", "prelu", "frelu"))  # linear on both sides of zero
STRAIGHT = "identity"
STEADY = frozenset(("none", "batch", "printed", "weight", "decorrelated"))  # linear at the test
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, and of no pattern: 2^64 over the golden ratio


class Pieces(NamedTuple):
    """What is found at some points, each (points,): ``patterns`` is a number for each set of units that are on,
    ``classes`` what the network says, ``finite`` whether that is a number."""

    patterns: np.ndarray
    classes: np.ndarray
    finite: np.ndarray

    @property
    def seen(self) -> int:
        """How many pieces the points lie in."""
        return len(np.unique(self.patterns[self.finite]))


def piecewise(structure: Structure) -> bool:
    """Whether the network is linear in pieces at the test, and bent at all."""
    found = {_plain(layer.activation) for layer in structure.layers[:-1]}
    linear = all(layer.norm in STEADY for layer in structure.layers)
    return linear and bool(found & KINKED) and found <= {*KINKED, STRAIGHT}


def bending(structure: Structure) -> list[int]:
    """The places of the layers that bend."""
    return [i for i, layer in enumerate(structure.layers[:-1]) if _plain(layer.activation) in KINKED]


def most(structure: Structure) -> int | None:
    """How many pieces a plane can have: known for one layer of units, None for more."""
    places = bending(structure)
    units = structure.layers[places[0]].units
    return 1 + units + units * (units - 1) // 2 if len(places) == 1 else None


def pieces(structure: Structure, params: Sequence[Mapping[str, np.ndarray]], points: np.ndarray) -> Pieces:
    """The pieces of a network with these parameters, one frame of them as ``tested``, at points (p, inputs)."""
    bits, classes, finite = map(np.asarray, _looked(structure)(params, np.asarray(points, np.float32)))
    return Pieces(numbered(bits), classes, finite)


def numbered(bits: np.ndarray) -> np.ndarray:
    """A number for each row of bytes (n, bytes), uint64: the same for equal rows, and as good as never for others."""
    found = np.zeros(len(bits), np.uint64)
    for word in np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64).T:
        found = (found ^ word) * FACTOR
        found ^= found >> np.uint64(32)
    return found


@kept
def _looked(structure: Structure) -> Callable:
    places, loss = bending(structure), LOSSES[structure.loss]

    def look(params: list, x: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
        passed = forward(structure.layers, params, x)
        on, out = jnp.concatenate([passed[place].pre > 0 for place in places], axis=1), passed[-1].act
        return jnp.packbits(on, axis=1), loss.predict(out), jnp.isfinite(out).all(axis=1)

    return jax.jit(look)


def _plain(activation: str) -> str:
    return activation.removeprefix("bipolar_")
