r"""Penalties: what a loss has added to it, so that weights, or activations, stay small."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp

from locales import Words

Array = Any
Arrays = Sequence[Array]


@dataclass(frozen=True)
class Penalty:
    """``fn(values, numbers)`` is what lambda multiplies: of all weights, a list of arrays, or where it is ``of_units``
    of the hidden activations, (rows, units) each, times what each row counts in a mean.

    ``numbers`` has those of the fields that it ``uses``; ``usual`` is lambda where nobody sets it.
    ``residuals(values)``, flat, are such that this is half the sum of their squares, where it is that.
    """

    name: str
    label: Words
    help: Words
    latex: str
    source: Words
    fn: Callable[[Arrays, Mapping[str, Array]], Array]
    usual: float = 0.01
    uses: tuple[str, ...] = ()
    of_units: bool = False
    residuals: Callable[[Arrays], Array] | None = None


def _half_squares(values: Arrays, numbers: Mapping[str, Array]) -> Array:
    return sum(jnp.sum(w**2) for w in values) / 2


def _sizes(values: Arrays, numbers: Mapping[str, Array]) -> Array:
    return sum((jnp.sum(jnp.abs(w)) for w in values), jnp.zeros(()))


def _elastic(values: Arrays, numbers: Mapping[str, Array]) -> Array:
    return 2 * numbers["elasticbeta"] * _half_squares(values, numbers) + _sizes(values, numbers)


_ALL = (
    Penalty("none", "None", "The loss alone.", r"0", "", lambda values, numbers: jnp.zeros(())),
    Penalty(
        "l2",
        "L2",
        "The squared weights are added: the larger a weight, the more it is pulled back.",
        r"\frac{\lambda}{2} \sum w^2",
        "Krogh and Hertz 1991, A simple weight decay can improve generalization",
        _half_squares,
        residuals=lambda values: jnp.concatenate([w.ravel() for w in values]),
    ),
    Penalty(
        "l1",
        "L1",
        "The sum of the absolute weights: all are pulled back alike, and those that matter little end at zero.",
        r"\lambda \sum |w|",
        "Tibshirani 1996, Regression shrinkage and selection via the lasso",
        _sizes,
        usual=0.001,
    ),
    Penalty(
        "elastic",
        "Elastic net",
        "Both: squares, which share the work among like weights, and absolute values, which leave out what matters "
        "little.",
        r"\lambda \sum (\beta w^2 + |w|)",
        "Zou and Hastie 2005, Regularization and variable selection via the elastic net",
        _elastic,
        usual=0.001,
        uses=("elasticbeta",),
    ),
    Penalty(
        "activity",
        "L1 of activations",
        "The absolute activations of the hidden units, added up and averaged over the examples: few units answer at "
        "a time.",
        r"\lambda \, \frac{1}{m} \sum_i \sum_j |a_{ij}|",
        "Glorot, Bordes and Bengio 2011, Deep sparse rectifier neural networks",
        _sizes,
        usual=0.001,
        of_units=True,
    ),
)


@dataclass(frozen=True)
class Form:
    """A convention of L2: ``factor(examples)`` is what multiplies lambda before half the sum of squares."""

    label: Words
    latex: str
    factor: Callable[[int], float]


# As the three lectures write it; one number means three strengths.
L2_FORMS: dict[str, Form] = {
    "half": Form("Half: λ/2 Σ w²", r"\frac{\lambda}{2} \sum w^2", lambda examples: 1.0),
    "mean": Form("By examples: λ/2m Σ w²", r"\frac{\lambda}{2m} \sum w^2", lambda examples: 1 / examples),
    "whole": Form("Whole: λ Σ w²", r"\lambda \sum w^2", lambda examples: 2.0),
}
PENALTIES: dict[str, Penalty] = {kind.name: kind for kind in _ALL}
PENALIZED: dict[str, Words] = {"weights": "weights", "all": "weights and biases"}
