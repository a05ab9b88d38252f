"""How large the signals of a random network are, layer by layer, before it has learned anything.

In wide layers with independent weights of mean zero the inputs of the units are normal, with a variance q that
follows from the layer before (Poole et al. 2016, Schoenholz et al. 2017):

    forward    q_l = fan_in std² E[a²_{l-1}] + bias_std²,   a = f(z),  z ~ N(0, q)
    backward   E[g²_{l-1}] = fan_out std² E[f'(z_l)²] E[g²_l]

The expectations are sums over nodes that lie dense around zero on a logarithmic scale, because in deep networks f can
be a step or a straight line: a Gauss-Hermite rule of any usual order returns 0.955 instead of 0.982 for the standard
deviation of tanh after weights of standard deviation 1 and 500 inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import jax
import numpy as np

from training.parts.activations import ACTIVATIONS, with_slope

NODES = 6001  # odd, so that zero, where activations have their kinks, is one of them
CENTRE, REACH = 1e-9, 12.0  # the nodes grow from about the first to the second, in standard deviations
CRITICAL = ("tanh", "relu")  # activations that have one critical variance of weights for each variance of biases
LEAST, MOST = 1e-9, 1e6  # variances of the inputs of units between which that is looked for


class Forward(NamedTuple):
    """Of each layer: standard deviation of z, mean and standard deviation of a = f(z), mean squares of a and f'(z)."""

    pre_std: np.ndarray  # each (layers,)
    act_mean: np.ndarray
    act_std: np.ndarray
    act_square: np.ndarray
    slope_square: np.ndarray


class Moments(NamedTuple):
    """Of f at normal inputs: mean, variance and mean square of f, mean square of its slope, variance of one unit.

    The last differs from the variance where units differ in their means, as in a bipolar layer.
    """

    mean: float
    variance: float
    square: float
    slope_square: float
    within: float


def normal_nodes() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights (each (nodes,) float64) such that the weighted sum over f(nodes) is E f(u), u ~ N(0, 1)."""
    t, step = np.linspace(-np.arcsinh(REACH / CENTRE), np.arcsinh(REACH / CENTRE), NODES, retstep=True)
    nodes = CENTRE * np.sinh(t)
    weights = CENTRE * np.cosh(t) * np.exp(-(nodes**2) / 2) * step
    return nodes, weights / weights.sum()


NODE, WEIGHT = normal_nodes()


def shape(activation: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Outputs and slopes of an activation in float64, of an even unit: z (n,) -> two arrays (n,)."""
    with jax.enable_x64(True):
        out, slope = with_slope(activation, z[:, None])
        return np.asarray(out)[:, 0], np.asarray(slope)[:, 0]


def moments(activation: str, pre_std: float) -> Moments:
    """The moments of the activation's outputs where its inputs are normal with mean 0 and this standard deviation."""
    return weigh(activation, *shape(activation, pre_std * NODE))


def weigh(activation: str, out: np.ndarray, slope: np.ndarray) -> Moments:
    """The moments of outputs and slopes (nodes,) at the nodes; across the units of a bipolar layer the mean is 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        square, mean, slope_square = float(WEIGHT @ out**2), float(WEIGHT @ out), float(WEIGHT @ slope**2)
        mean = mean if mean * mean > 1e-24 * square else 0.0  # of odd functions only rounding is left
        within = float(WEIGHT @ (out - mean) ** 2)
    if ACTIVATIONS[activation].bipolar:
        return Moments(0.0, square, square, slope_square, within)
    return Moments(mean, within, square, slope_square, within)


def forward(
    sizes: Sequence[int],
    activations: Sequence[str],
    std: Sequence[float],
    bias_std: Sequence[float],
    q0: float = 1.0,
    normed: Sequence[bool] | None = None,
) -> Forward:
    """The signal through layers of ``sizes`` (inputs first), whose weights have standard deviations ``std``.

    ``activations``, ``std`` and ``bias_std`` have one entry for each layer after the inputs; ``q0`` is the mean square
    of the inputs. ``normed`` says which layers are normalized before the activation: there z has a standard deviation
    of 1, the scale at the start, whatever the weights.
    """
    rows, square = [], q0
    layers = zip(sizes[:-1], activations, std, bias_std, normed or [False] * len(activations), strict=True)
    for fan_in, activation, weight, bias, is_normed in layers:
        pre_std = 1.0 if is_normed else np.sqrt(fan_in * weight**2 * square + bias**2)
        layer = moments(activation, float(pre_std))
        rows.append((pre_std, layer.mean, np.sqrt(layer.variance), layer.square, layer.slope_square))
        square = layer.square
    return Forward(*np.array(rows, dtype=np.float64).reshape(-1, 5).T)


def backward(sizes: Sequence[int], std: Sequence[float], slope_square: Sequence[float]) -> np.ndarray:
    """Standard deviation of the gradient with respect to each layer's a, in units of the last layer's: (layers,).

    ``slope_square`` is E f'(z)² of each layer (1 for an output layer without activation); ``sizes`` as in ``forward``.
    """
    gradient = np.ones(len(sizes) - 1)
    for layer in reversed(range(len(gradient) - 1)):
        grows = sizes[layer + 2] * std[layer + 1] ** 2 * slope_square[layer + 1]
        gradient[layer] = gradient[layer + 1] * np.sqrt(grows)
    return gradient


@lru_cache(maxsize=1024)
def critical(activation: str, bias_variance: float) -> float:
    """fan_in std² of weights at which the distance of two nearby signals stays the same from layer to layer.

    Below it signals become alike, above it they come apart. It is 1 / E[f'(z)²], where z has the variance q that stays
    the same, too: q - E[f(z)²] / E[f'(z)²] is the variance of the biases (Poole et al. 2016, arXiv:1606.05340).
    ``activation`` is one of CRITICAL; for ReLU it is 2 whatever the biases.
    """
    low, high = LEAST, MOST
    for _ in range(40):
        q = (low * high) ** 0.5
        layer = moments(activation, q**0.5)
        low, high = (q, high) if q - layer.square / layer.slope_square < bias_variance else (low, q)
    return 1 / moments(activation, low**0.5).slope_square
