r"""Penalties: what a loss has added to it, so that weights, or activations, stay small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp

Array = Any


@dataclass(frozen=True)
class Penalty:
    """``fn(weights)`` of all weights, a list of arrays, is what lambda multiplies.

    ``residuals(weights)``, flat, are such that this is half the sum of their squares, where it is that.
    """

    name: str
    label: str
    help: str
    latex: str
    source: str
    fn: Callable[[Sequence[Array]], Array]
    residuals: Callable[[Sequence[Array]], Array] | None = None


def _half_squares(weights: Sequence[Array]) -> Array:
    return sum(jnp.sum(w**2) for w in weights) / 2


_ALL = (
    Penalty("none", "None", "The loss alone.", r"0", "", lambda weights: jnp.zeros(())),
    Penalty(
        "l2",
        "L2",
        "Half the sum of the squared weights: the larger a weight, the more it is pulled back.",
        r"\frac{\lambda}{2} \sum w^2",
        "Krogh and Hertz 1991, A simple weight decay can improve generalization",
        _half_squares,
        lambda weights: jnp.concatenate([w.ravel() for w in weights]),
    ),
    Penalty(
        "l1",
        "L1",
        "The sum of the absolute weights: all are pulled back alike, and those that matter little end at zero.",
        r"\lambda \sum |w|",
        "Tibshirani 1996, Regression shrinkage and selection via the lasso",
        lambda weights: sum(jnp.sum(jnp.abs(w)) for w in weights),
    ),
)


@dataclass(frozen=True)
class Form:
    """A convention of L2: ``factor(examples)`` is what multiplies lambda before half the sum of squares."""

    label: str
    latex: str
    factor: Callable[[int], float]


# As the three lectures write it; one number means three strengths.
L2_FORMS: dict[str, Form] = {
    "half": Form("Half: λ/2 Σ w²", r"\frac{\lambda}{2} \sum w^2", lambda examples: 1.0),
    "mean": Form("By examples: λ/2m Σ w²", r"\frac{\lambda}{2m} \sum w^2", lambda examples: 1 / examples),
    "whole": Form("Whole: λ Σ w²", r"\lambda \sum w^2", lambda examples: 2.0),
}
PENALTIES: dict[str, Penalty] = {kind.name: kind for kind in _ALL}
