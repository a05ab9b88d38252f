"""The registry of surfaces, in teaching order, and the way from a name or a typed formula to a Surface."""

from __future__ import annotations

from surfaces import bowls, multimodal, saddles, valleys
from surfaces.base import Surface
from surfaces.expression import FormulaError
from surfaces.typed import PREFIX, typed

SURFACES: dict[str, Surface] = {
    "beale": valleys.BEALE,
    "ravine": bowls.RAVINE,
    "long_valley": valleys.LONG_VALLEY,
    "saddle": saddles.SADDLE,
    "bounded_saddle": saddles.BOUNDED_SADDLE,
    "monkey_saddle": saddles.MONKEY_SADDLE,
    "rosenbrock": valleys.ROSENBROCK,
    "himmelblau": multimodal.HIMMELBLAU,
    "six_hump_camel": multimodal.SIX_HUMP_CAMEL,
    "styblinski_tang": multimodal.STYBLINSKI_TANG,
    "rastrigin": multimodal.RASTRIGIN,
    "ackley": multimodal.ACKLEY,
}


def find(name: str) -> Surface:
    """The Surface of a registered name, or of a formula written as "formula:" and an expression in x and y.

    The same text gives the identical Surface. Raises KeyError for an unknown name and FormulaError for a formula that
    is not understood.
    """
    return typed(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else SURFACES[name]


__all__ = ["SURFACES", "FormulaError", "Surface", "find"]
