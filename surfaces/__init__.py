"""The registry of surfaces, in teaching order, and the way from a name or a typed formula to a Surface.

surface     a function of two coordinates with its domain, minima, start and formula (surfaces.base)
domain      where it is defined; the frame is the part that is shown
knob        a number of the surface itself, such as its condition number
residuals   the parts whose squares are summed, where the surface is such a sum
typed       a surface made of a formula that a visitor typed, "formula:x**2 + y**2"
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

from surfaces import bowls, multimodal, perceptron, plateaus, saddles, valleys, waves
from surfaces.base import Surface
from surfaces.framed import Known, at_hand, minima_in
from surfaces.tokens import FormulaError
from surfaces.typed import PREFIX, finite_share, missing, signed, typed

SURFACES: dict[str, Surface] = {
    "beale": valleys.BEALE,
    "round_bowl": bowls.ROUND_BOWL,
    "ravine": bowls.RAVINE,
    "bowl": bowls.BOWL,
    "long_valley": valleys.LONG_VALLEY,
    "rosenbrock": valleys.ROSENBROCK,
    "saddle": saddles.SADDLE,
    "bounded_saddle": saddles.BOUNDED_SADDLE,
    "monkey_saddle": saddles.MONKEY_SADDLE,
    "himmelblau": multimodal.HIMMELBLAU,
    "three_hump_camel": multimodal.THREE_HUMP_CAMEL,
    "six_hump_camel": multimodal.SIX_HUMP_CAMEL,
    "styblinski_tang": multimodal.STYBLINSKI_TANG,
    "goldstein_price": multimodal.GOLDSTEIN_PRICE,
    "mccormick": multimodal.MCCORMICK,
    "rastrigin": waves.RASTRIGIN,
    "ackley": waves.ACKLEY,
    "levy13": waves.LEVY13,
    "griewank": waves.GRIEWANK,
    "drop_wave": waves.DROP_WAVE,
    "michalewicz": waves.MICHALEWICZ,
    "eggholder": waves.EGGHOLDER,
    "plateau": plateaus.PLATEAU,
    "cliff": plateaus.CLIFF,
    "easom": plateaus.EASOM,
    "perceptron_l2": perceptron.PERCEPTRON_L2,
    "perceptron_kl": perceptron.PERCEPTRON_KL,
    "regression_raw": perceptron.REGRESSION_RAW,
    "regression_centred": perceptron.REGRESSION_CENTRED,
    "regression_standardized": perceptron.REGRESSION_STANDARDIZED,
    "positive_inputs": perceptron.POSITIVE_INPUTS,
}


def find(name: str) -> Surface:
    """The Surface of a registered name, or of a formula written as "formula:" and an expression in x and y.

    A surface with knobs may carry their values: "bowl?condition=20&rotation=45". The same text gives the identical
    Surface. Raises KeyError for an unknown name and FormulaError for a formula that
    is not understood.
    """
    if name.startswith(PREFIX):
        return typed(name.removeprefix(PREFIX))
    plain, _, knobs = name.partition("?")
    return _turned(name) if knobs else SURFACES[plain]


@lru_cache(maxsize=256)
def _turned(name: str) -> Surface:
    plain, _, knobs = name.partition("?")
    return SURFACES[plain].turned({knob: float(value) for knob, value in parse_qsl(knobs)})


__all__ = [
    "SURFACES",
    "FormulaError",
    "Known",
    "Surface",
    "at_hand",
    "find",
    "finite_share",
    "minima_in",
    "missing",
    "signed",
]
