r"""Normalizations: what a layer makes of its pre-activations over the examples of a mini-batch, or over its units.

Each unit learns a scale $\gamma$ and a shift $\beta$: $\gamma u + \beta$, which begin at 1 and 0. Examples that fill up
a mini-batch count nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Array = Any  # of JAX or of numpy
Held = Mapping[str, Array]

EPS = 1e-5  # added to variances
SCALE_AND_SHIFT = (("gamma", 1.0), ("beta", 0.0))
REMEMBERED = (("mean", 0.0), ("variance", 1.0))  # what a layer remembers for the test, with the values at the start


@dataclass(frozen=True)
class Normalization:
    """``fn(z, weight)`` normalizes pre-activations (rows, units), of which each row counts ``weight`` (rows,), or 0.

    It returns them and the statistics that are ``remembered`` for the test, as running averages: (units,) each, by
    name, with their values at the start. ``tested(z, held)`` uses what was remembered. ``learned`` names what each unit
    learns, with the start values.
    """

    name: str
    label: str
    help: str
    latex: str
    source: str
    fn: Callable[[Array, Array], tuple[Array, dict[str, Array]]]
    tested: Callable[[Array, Held], Array]
    learned: tuple[tuple[str, float], ...] = SCALE_AND_SHIFT
    remembered: tuple[tuple[str, float], ...] = ()


def _nothing(z: Array, weight: Array) -> tuple[Array, dict[str, Array]]:
    return z, {}


def _batch(z: Array, weight: Array) -> tuple[Array, dict[str, Array]]:
    """Over the examples, each unit by itself; the variance that is remembered is that of B - 1, as libraries have it.

    A row counts 1/B, so that the sum of its squares is 1/B, too.
    """
    counts = weight[:, None]
    mean = (z * counts).sum(axis=0)
    variance = ((z - mean) ** 2 * counts).sum(axis=0)
    share = (weight**2).sum()
    unbiased = variance / (1 - share + (share == 1))
    return (z - mean) * (variance + EPS) ** -0.5, {"mean": mean, "variance": unbiased}


def _by_averages(z: Array, held: Held) -> Array:
    return (z - held["mean"]) * (held["variance"] + EPS) ** -0.5


def _layer(z: Array, weight: Array) -> tuple[Array, dict[str, Array]]:
    return _over_units(z, {}), {}


def _over_units(z: Array, held: Held) -> Array:
    mean = z.mean(axis=1, keepdims=True)
    variance = ((z - mean) ** 2).mean(axis=1, keepdims=True)
    return (z - mean) * (variance + EPS) ** -0.5


_ALL = (
    Normalization(
        "none",
        "None",
        "Pre-activations as they are.",
        r"u = z",
        "",
        _nothing,
        lambda z, held: z,
        learned=(),
    ),
    Normalization(
        "batch",
        "Batch norm",
        "Each unit gets mean 0 and variance 1 over the examples of the mini-batch, then a learned scale and shift. At "
        "the test running averages stand for the mini-batch.",
        r"u = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        _batch,
        _by_averages,
        remembered=REMEMBERED,
    ),
    Normalization(
        "layer",
        "Layer norm",
        "Each example gets mean 0 and variance 1 over the units of the layer, then each unit a learned scale and "
        "shift. Training and test are the same.",
        r"u = \frac{z - \mu_x}{\sqrt{\sigma_x^2 + \varepsilon}}",
        "Ba, Kiros and Hinton 2016, arXiv:1607.06450",
        _layer,
        _over_units,
    ),
)
NORMS: dict[str, Normalization] = {kind.name: kind for kind in _ALL}
