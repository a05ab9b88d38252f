"""The slope of a cubic by differences: three formulas, in floats of 64 or of 32 bits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Float = np.float64 | np.float32
Formula = Callable[[Float, Float], Float]  # of x and a step


def cubic(x: Float) -> Float:
    """x³, with the floats of x."""
    return x * x * x


def exact(x: float) -> float:
    """Its slope."""
    return 3 * x * x


FORMULAS: dict[str, Formula] = {
    "(f(x + ε) − f(x)) / ε": lambda x, step: (cubic(x + step) - cubic(x)) / step,
    "(f(x) − f(x − ε)) / ε": lambda x, step: (cubic(x) - cubic(x - step)) / step,
    "(f(x + ε) − f(x − ε)) / 2ε": lambda x, step: (cubic(x + step) - cubic(x - step)) / (step + step),
}


def slopes(x: float, step: float, floats: type[Float] = np.float64) -> dict[str, float]:
    """The slope at ``x`` by each formula, every operation of it in ``floats``."""
    return {name: float(formula(floats(x), floats(step))) for name, formula in FORMULAS.items()}
