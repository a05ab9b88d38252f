r"""Normalizations: what a layer makes of its pre-activations over the examples of a mini-batch, or over its units.

Each unit learns a scale $\gamma$ and a shift $\beta$: $\gamma u + \beta$, which begin at 1 and 0. Examples that fill up
a mini-batch count nothing. All of it is for arrays of JAX and of numpy alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from locales import Words

Array = Any  # of JAX or of numpy
Held = Mapping[str, Array]
Normalized = tuple[Array, dict[str, Array]]

EPS = 1e-5  # added to variances
WIDEST = 64  # units of a layer that is decorrelated
WHITE = 1e-3  # added to the variances of what is decorrelated: below it, directions are left small
ROUNDS = 12  # of Newton's iteration: enough for directions that have a share of 1e-4 of all variance
OF_ONE = " Of a mini-batch of one example nothing is left but the shift, and nothing of it is remembered."
SCALE_AND_SHIFT = (("gamma", 1.0), ("beta", 0.0))
BEFORE, AFTER = "before", "after"  # where a normalization stands beside the activation
RUNNING, EPOCH, BATCH = "running", "epoch", "batch"  # what stands for the mini-batch at the test


@dataclass(frozen=True)
class Normalization:
    """``fn(z, weight, groups)`` normalizes pre-activations (rows, units), of which each row counts ``weight`` (rows,).

    It returns them and the statistics that are remembered for the test, as running averages, by name;
    ``remembered(units)`` has their values at the start. ``tested(z, held, groups)`` uses what was remembered.
    ``learned`` names what each unit learns, with the start values; ``begun(w)`` are those that depend on the weights.
    ``weights(w, held)`` is what is made of the weights (..., inputs, units) before they are used. ``apart`` says that
    each unit is normalized by itself over the examples: then ``weight`` may be (rows, rows), what the examples count
    for each of them, as where several mini-batches are passed at once. ``work(units)`` is how many multiplications a
    layer takes for it, however few the examples are.
    """

    name: str
    label: Words
    help: Words
    latex: str
    source: Words
    fn: Callable[[Array, Array, int], Normalized]
    tested: Callable[[Array, Held, int], Array]
    learned: tuple[tuple[str, float], ...] = SCALE_AND_SHIFT
    remembered: Callable[[int], dict[str, np.ndarray]] = lambda units: {}
    weights: Callable[[Array, Held], Array] | None = None
    begun: Callable[[np.ndarray], dict[str, np.ndarray]] = lambda w: {}
    apart: bool = False
    work: Callable[[int], int] = lambda units: 0

    @property
    def signals(self) -> bool:
        """Whether signals are normalized, and so before the activation or after it."""
        return self.learned == SCALE_AND_SHIFT


def _nothing(z: Array, weight: Array, groups: int) -> Normalized:
    return z, {}


def _as_it_is(z: Array, held: Held, groups: int) -> Array:
    return z


def _moments(units: int) -> dict[str, np.ndarray]:
    return {"mean": np.zeros(units, np.float32), "variance": np.ones(units, np.float32)}


def _batch(power: float) -> Callable[[Array, Array, int], Normalized]:
    """Over the examples, each unit by itself; the remembered variance is that of B - 1, as libraries have it."""

    def fn(z: Array, weight: Array, groups: int) -> Normalized:
        mean = weight @ z
        variance = weight @ (z - mean) ** 2
        seen = {"mean": mean, "variance": _unbiased(variance, weight)}
        return (z - mean) * (variance + EPS) ** power, seen

    return fn


def _unbiased(variance: Array, weight: Array) -> Array:
    """B/(B - 1) of it. A row counts 1/B, so that the sum of its squares is 1/B, too."""
    share = (weight**2).sum(axis=-1, keepdims=weight.ndim > 1)
    return variance / (1 - share + (share == 1))


def _by_averages(power: float) -> Callable[[Array, Held, int], Array]:
    return lambda z, held, groups: (z - held["mean"]) * (held["variance"] + EPS) ** power


def _layer(z: Array, weight: Array, groups: int) -> Normalized:
    return _over_units(z, {}, groups), {}


def _over_units(z: Array, held: Held, groups: int) -> Array:
    mean = z.mean(axis=1, keepdims=True)
    variance = ((z - mean) ** 2).mean(axis=1, keepdims=True)
    return (z - mean) * (variance + EPS) ** -0.5


def owners(units: int, groups: int) -> np.ndarray:
    """The group of each unit, (units,): as many groups as leave two units to each, the first ones larger by one."""
    split = np.array_split(np.arange(units), max(1, min(groups, units // 2)))
    return np.repeat(np.arange(len(split)), [len(part) for part in split])


def _group(z: Array, weight: Array, groups: int) -> Normalized:
    return _over_groups(z, {}, groups), {}


def _over_groups(z: Array, held: Held, groups: int) -> Array:
    owner = owners(z.shape[1], groups)
    member = (owner[:, None] == np.arange(owner[-1] + 1)).astype(z.dtype)  # (units, groups)
    share = member / member.sum(axis=0)
    centred = z - (z @ share)[:, owner]
    return centred * ((centred**2 @ share)[:, owner] + EPS) ** -0.5


def _direction(w: Array, held: Held) -> Array:
    """g v/||v|| of each unit; one whose weights are all zero has no direction, and keeps them."""
    if "g" not in held:
        return w
    squares = (w**2).sum(axis=-2, keepdims=True)
    return held["g"][..., None, :] * w * (squares + (squares == 0)) ** -0.5


def _decorrelated(z: Array, weight: Array, groups: int) -> Normalized:
    mean = weight @ z
    centred = z - mean
    covariance = (centred * weight[:, None]).T @ centred
    seen = {"mean": mean, "covariance": _unbiased(covariance, weight)}
    return centred @ inverse_root(covariance), seen


def _by_covariance(z: Array, held: Held, groups: int) -> Array:
    return (z - held["mean"]) @ inverse_root(held["covariance"])


def inverse_root(covariance: Array) -> Array:
    """The symmetric inverse root of a covariance (units, units), by Newton's iteration in its coupled, stable form.

    Unlike one of eigenvectors it has a finite derivative where variances are equal or 0 (IterNorm: Huang and others
    2019, arXiv:1904.03441; the coupled form: Higham 2008, Functions of matrices, 6.35).
    """
    one = np.eye(covariance.shape[0], dtype=covariance.dtype)
    matrix = covariance + WHITE * one
    size = (matrix * one).sum()
    root, inverse = matrix / size, one
    for _ in range(ROUNDS):
        step = (3 * one - inverse @ root) / 2
        root, inverse = root @ step, step @ inverse
    return inverse * size**-0.5


def _whitened(units: int) -> dict[str, np.ndarray]:
    return {"mean": np.zeros(units, np.float32), "covariance": np.eye(units, dtype=np.float32)}


_ALL = (
    Normalization(
        "none",
        "None",
        "Pre-activations as they are.",
        r"u = z",
        "",
        _nothing,
        _as_it_is,
        learned=(),
    ),
    Normalization(
        "batch",
        "Batch norm",
        "Each unit gets mean 0 and variance 1 over the examples of the mini-batch, then a learned scale and shift. At "
        f"the test averages stand for the mini-batch.{OF_ONE}",
        r"u = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}",
        "Ioffe and Szegedy 2015, arXiv:1502.03167",
        _batch(-0.5),
        _by_averages(-0.5),
        remembered=_moments,
        apart=True,
    ),
    Normalization(
        "layer",
        "Layer norm",
        "Each example gets mean 0 and variance 1 over the units of the layer, then each unit a learned scale and "
        "shift. Training and test are the same. With two units all that is left of an example is a sign, with one "
        "unit nothing: it is always 0 before the shift.",
        r"u = \frac{z - \mu_x}{\sqrt{\sigma_x^2 + \varepsilon}}",
        "Ba, Kiros and Hinton 2016, arXiv:1607.06450",
        _layer,
        _over_units,
    ),
    Normalization(
        "group",
        "Group norm",
        "Layer norm over groups of neighbouring units. Where their number does not divide the layer, the first groups "
        "have one unit more; no layer has more groups than leave two units to each. Instance norm, with one group for "
        "each unit, averages over the places of an image: here a unit has one value for an example, which becomes 0, "
        "and so does a layer of one unit.",
        r"u = \frac{z - \mu_{x,g}}{\sqrt{\sigma_{x,g}^2 + \varepsilon}}",
        "Wu and He 2018, arXiv:1803.08494",
        _group,
        _over_groups,
    ),
    Normalization(
        "weight",
        "Weight norm",
        "The weights of each unit are a direction and a length, which are learned apart. The length begins as that of "
        "the initial weights, so that nothing changes at the start; no signal is normalized. Penalties of "
        "weights are of v: L2 changes only its length, on which no output depends, and so only how far a step turns "
        "the direction.",
        r"w = g \frac{v}{\lVert v \rVert}",
        "Salimans and Kingma 2016, arXiv:1602.07868",
        _nothing,
        _as_it_is,
        learned=(("g", 1.0),),
        weights=_direction,
        begun=lambda w: {"g": np.sqrt((w.astype(np.float64) ** 2).sum(axis=0)).astype(np.float32)},
    ),
    Normalization(
        "decorrelated",
        "Decorrelated batch norm",
        "The units of a layer get mean 0, variance 1 and no correlation over the mini-batch (ZCA whitening), then a "
        f"learned scale and shift. For layers of up to {WIDEST} units.{OF_ONE}",
        r"u = \Sigma_B^{-1/2} (z - \mu_B)",
        "Huang and others 2018, arXiv:1804.08450; by Newton's iteration: 2019, arXiv:1904.03441",
        _decorrelated,
        _by_covariance,
        remembered=_whitened,
        work=lambda units: 3 * ROUNDS * min(units, WIDEST) ** 3,  # wider layers are refused
    ),
    Normalization(
        "printed",
        "Batch norm as printed",
        "As one lecture prints it, divided by the variance instead of its root: a unit of deviation σ comes out with "
        f"1/σ, so that small signals explode and large ones vanish.{OF_ONE}",
        r"u = \frac{z - \mu_B}{\sigma_B^2 + \varepsilon}",
        "A misprint; compare Ioffe and Szegedy 2015, arXiv:1502.03167",
        _batch(-1.0),
        _by_averages(-1.0),
        remembered=_moments,
        apart=True,
    ),
)
NORMS: dict[str, Normalization] = {kind.name: kind for kind in _ALL}
