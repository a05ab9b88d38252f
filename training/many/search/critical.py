"""Where deep networks pass from order to chaos, over two numbers of a search, as far as theory knows."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from training.many.axes import Axis, at, put
from training.network.network import Network
from training.parts.initializers import INITIALIZERS, bias_std
from training.parts.theory import CRITICAL, critical

SCALES = ("gain", "initvalue")  # numbers that multiply all weights, or may
SIGNALS = (*SCALES, "biasvalue")  # numbers that decide how signals grow
PLAIN = ("norm", "dropout", "transfer", "noisew")  # fields that change how they do where they are not as usual
BIASES = ("zeros", "first", "random")  # of which the layers after the first have independent ones, or none
POINTS = 65  # of a line


@lru_cache(maxsize=64)
def line(network: Network, x: Axis, y: Axis) -> np.ndarray | None:
    """The critical line of the one runner of a network over a map, points (n, 2) of its axes, whose scales are known.

    None where no axis multiplies the weights, or nothing is known of the network: see ``training.parts.theory``.
    """
    weights = next((axis for axis in (x, y) if axis.name in SCALES), None)
    if weights is None:
        return None
    other, letter = y if weights is x else x, network.slots[0][0]
    along = at(other, np.linspace(0, 1, POINTS))
    found = [_number(put(network, letter, other.name, float(value)), weights.name) for value in along]
    if None in found:
        return None
    pairs = np.stack([np.array(found, float), along], axis=1)
    return pairs if weights is x else pairs[:, ::-1]


def variance(network: Network) -> float | None:
    """fan_in std² of weights on that line; None where nothing is known of the network."""
    plain = all(getattr(network, name) == getattr(Network, name) for name in PLAIN)
    if not plain or network.activation not in CRITICAL or network.bias not in BIASES:
        return None
    return critical(network.activation, bias_std(network.bias, network.biasvalue, 2)[1] ** 2)


def _number(network: Network, name: str) -> float | None:
    """The value of a number that multiplies all weights on that line.

    Layers between hidden ones decide, and all of them have to agree.
    """
    wanted, std = variance(network), INITIALIZERS[network.init].std
    one = put(network, network.slots[0][0], name, 1.0)
    if wanted is None or std is None:
        return None
    ends = {*pairwise(one.hidden)}
    given = [sees * (one.gain * std(sees, units, one.activation, one.initvalue)) ** 2 for sees, units in ends]
    if not given or min(given) <= 0 or max(given) > min(given) * (1 + 1e-9):
        return None
    return float((wanted / given[0]) ** 0.5)
