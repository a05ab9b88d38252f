"""What theory expects of a deep random network: the same numbers that are measured in it.

Random weights follow the laws of :mod:`training.parts.theory`. Weights without chance (constant, zero, a multiple
of the identity) make every unit a function of one normal number, and that function is followed exactly.
"""

from __future__ import annotations

import numpy as np

from training.initialization.measure import Deep, Signal
from training.parts import theory
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from training.parts.normalization import EPS
from training.parts.theory import NODE, WEIGHT, Moments

WITHOUT_CHANCE = ("constant", "zeros", "identity")
WITHOUT_THEORY = ("rand",)  # units of a layer are not independent where all weights share a mean


def expected(deep: Deep) -> Signal:
    """The numbers of a layer of very many units, or of all that there are where nothing is left to chance.

    NaN where weights without chance are normalized, or all weights are positive, of which there is no theory here.
    """
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        if deep.init in WITHOUT_THEORY or (deep.init in WITHOUT_CHANCE and deep.norm != "none"):
            return Signal(*np.full((len(Signal._fields), deep.depth), np.nan))
        return _followed(deep) if deep.init in WITHOUT_CHANCE else _random(deep)


def _random(deep: Deep) -> Signal:
    stds, rows, before = [], [], Moments(0.0, 1.0, 1.0, 1.0, 1.0)  # of the inputs
    for _ in range(deep.depth):
        std, pre_std = _scale(deep, before)
        factor = _normalized(deep, std, before)
        pre_std = pre_std if factor is None else np.sqrt(1 - EPS * factor**2)
        here = theory.moments(deep.activation, pre_std)
        scale = 1.0 if factor is None else factor
        rows.append((pre_std, here.mean, np.sqrt(here.variance), here.slope_square, before.square, scale))
        stds.append(std * scale)
        before = here
    pre_std, mean, std, slope_square, square, scales = np.array(rows).T
    grad_act = theory.backward([deep.width] * (deep.depth + 1), stds, slope_square)
    grad_pre = grad_act * np.sqrt(slope_square)
    return Signal(pre_std, mean, std, grad_act, grad_pre, grad_pre * scales * np.sqrt(square / deep.used))


def _normalized(deep: Deep, std: float, before: Moments) -> float | None:
    """What a normalization multiplies z by, given the moments of the layer before; None without one.

    Over the examples a unit has the variance of theirs, over the units of a layer that of its independent weights. What
    the gradient loses through mean and variance is one part in so many examples, or units.
    """
    if deep.norm == "none":
        return None
    seen = before.variance if deep.norm == "batch" else before.square
    return float((deep.width * std**2 * seen + EPS) ** -0.5)


def _scale(deep: Deep, before: Moments) -> tuple[float, float]:
    """Standard deviations of the weights of a layer and of its inputs z, given the moments of the layer before."""
    law = INITIALIZERS[deep.init]
    if law.std is not None:
        std = deep.gain * law.std(deep.width, deep.width, deep.activation, deep.initvalue)
        return std, float(np.sqrt(deep.width * before.square) * std)
    seen = before.square if deep.init == "lsuv" else before.within  # what the layer's spread was divided by
    return float(deep.gain / np.sqrt(deep.width * seen)), deep.gain


def _followed(deep: Deep) -> Signal:
    """Every unit as a function of one normal number, at the nodes of the integration.

    A multiple of the identity passes each input on by itself. Equal weights give all units the sum of the layer
    before. Of a bipolar layer, plain and mirrored units are followed side by side.
    """
    c, shared = deep.gain * (0.0 if deep.init == "zeros" else deep.initvalue), deep.init != "identity"
    odd = deep.width // 2 if ACTIVATIONS[deep.activation].bipolar else 0
    parts = np.array([deep.width - odd, odd]) / deep.width
    drive = c * (np.sqrt(deep.width) if shared else 1.0) * NODE
    z, layers = np.stack([drive, drive]), []  # of a plain and of a mirrored unit, (2, nodes)
    for _ in range(deep.depth):
        (plain, steep), (other, slope) = (theory.shape(deep.activation, sign * z[i]) for i, sign in ((0, 1), (1, -1)))
        layers.append((z, np.stack([plain, -other]), np.stack([steep, slope])))
        z = c * deep.width * np.tile(parts @ layers[-1][1], (2, 1)) if shared else c * layers[-1][1]
    return _numbers(deep, layers, parts, c, shared)


def _numbers(deep: Deep, layers: list[tuple], parts: np.ndarray, c: float, shared: bool) -> Signal:
    g2, rows = np.ones((2, NODE.size)), []  # mean square of the gradient with respect to a, given the node
    for place in reversed(range(deep.depth)):
        z, out, slope = layers[place]
        delta2 = g2 * slope**2
        before = parts @ layers[place - 1][1] ** 2 if place else np.ones(NODE.size)
        if not shared:  # a weight joins units that know nothing of each other
            before = np.full(NODE.size, before @ WEIGHT)
        gradients = (g2, delta2, before * delta2 / deep.used)
        rows.append((_spread(z, parts)[1], *_spread(out, parts), *(np.sqrt(parts @ g @ WEIGHT) for g in gradients)))
        if not shared:
            g2 = c**2 * delta2
        elif place == deep.depth - 1:  # the last gradients are independent: their squares add up
            g2 = np.tile(c**2 * deep.width * (parts @ delta2), (2, 1))
        else:
            g2 = (c * deep.width * (parts @ slope)) ** 2 * g2
    return Signal(*np.array(rows[::-1]).T)


def _spread(values: np.ndarray, parts: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation over units and nodes of (2, nodes)."""
    mean, square = float(parts @ values @ WEIGHT), float(parts @ values**2 @ WEIGHT)
    mean = mean if mean * mean > 1e-24 * square else 0.0  # of odd functions only rounding is left
    return mean, float(np.sqrt(parts @ (values - mean) ** 2 @ WEIGHT))
