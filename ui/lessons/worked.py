"""Worked numbers that lessons ask of, by the functions that the panels of the pages show them with: nothing is trained.

Each makes the values of one quantity for what is compared, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from locales import tr
from locales.formats import exact, plain
from optimizers.schedules import SCHEDULES
from training import averages
from training.averages import BETA, GRADIENTS
from training.many import axes
from training.many.axes import LINEAR, LOG, MEMORY, Axis
from training.network.diagnosis import PAIRS, Errors, diagnose
from training.network.mistakes import mistakes
from training.parts import all_masks, differences
from training.parts.penalties import PENALTIES
from training.parts.preferred import NAMES, preferred
from training.parts.softmax import softmax
from ui.looks import palette
from ui.session.page import Facts

LETTERS = "abcdefgh"
SCHEDULED = ("inverse", "exponential", "inverse_root", "staircase")  # as the page opens
RATE, EPOCHS = 0.2, 20
DECAYS, SECOND = (0.5, 0.9, 0.98), (0.5, 0.9, 0.99, 0.999)
LONGEST = 1_000  # steps among which RAdam's first one that divides is looked for
OUTPUTS = np.array([5.0, 2.0, -1.0, 3.0])
STEPS = (1e-2, 1e-8, 1e-15)
KEEP = 0.8
DRAWS = 1_001  # even ones
RATES, MEMORIES = Axis("lr", 1e-4, 1, DRAWS), Axis("beta", 0.9, 0.999, DRAWS)


def facts(quantity: str) -> Facts:
    """The facts of one of WORKED, with a letter for each of what is compared."""
    found = WORKED[quantity]()
    labels = dict(zip(LETTERS, found, strict=False))
    return Facts(labels, {quantity: {letter: float(found[label]) for letter, label in labels.items()}})


def _rates() -> dict[str, float]:
    """The rate at the last of 20 epochs, from 0.2."""
    return {tr(SCHEDULES[name].label): palette.schedule_by_epoch(name, RATE, EPOCHS)[-1] for name in SCHEDULED}


def _memories() -> dict[str, float]:
    """After how many days the weight of one has fallen to 1/e."""
    return {f"β = {exact(beta)}": -1 / np.log(beta) for beta in DECAYS}


def _waits() -> dict[str, float]:
    """The first step at which RAdam divides; infinite where it never does."""
    found = {f"β₂ = {exact(b2)}": averages.rectifier(b2, LONGEST).factor > 0 for b2 in SECOND}
    return {label: float(divides.argmax() + 1) if divides.any() else np.inf for label, divides in found.items()}


def _probabilities() -> dict[str, float]:
    shares = softmax(OUTPUTS, 1.0)
    return {exact(output): share for output, share in zip(OUTPUTS, shares, strict=True)}


def _slopes() -> dict[str, float]:
    """How far the one-sided slope of x³ at 1 is from 3, by the step of the difference."""
    first = next(iter(differences.FORMULAS))
    return {f"ε = {plain(step)}": abs(differences.slopes(1.0, step)[first] - differences.exact(1.0)) for step in STEPS}


def _velocities() -> dict[str, float]:
    """What momentum is after five gradients, in three spellings."""
    return {
        tr("Average, β = 0.9"): averages.ewma(GRADIENTS, BETA)[-1],
        tr("Average, corrected"): averages.ewma(GRADIENTS, BETA, corrected=True)[-1],
        tr("Sum, ρ = 0.9"): averages.accumulated(GRADIENTS, BETA)[-1],
    }


def _shared() -> dict[str, float]:
    """What a penalty has of four weights of a quarter, of what it has of a single 1."""
    found = {name: preferred(name, 1.0) for name in NAMES}
    return {tr(PENALTIES[name].label): one.shared / one.alone for name, one in found.items()}


def _biases() -> dict[str, float]:
    pairs = {tr("{train}% and {valid}%", train=plain(t), valid=plain(v)): Errors(t, v) for t, v in PAIRS}
    return {label: diagnose(errors).bias for label, errors in pairs.items()}


def _large() -> dict[str, float]:
    """The share of rates from 0.0001 to 1 that are above 0.1, by the scale on which they are drawn evenly."""
    return {tr("linear"): _above(RATES, LINEAR, 0.1), tr("logarithmic"): _above(RATES, LOG, 0.1)}


def _long() -> dict[str, float]:
    """The same of decays from 0.9 to 0.999 above 0.99."""
    return {tr("logarithmic in 1 − β"): _above(MEMORIES, MEMORY, 0.99), tr("linear"): _above(MEMORIES, LINEAR, 0.99)}


def _above(axis: Axis, scale: str, limit: float) -> float:
    return float(np.mean(axes.at(axis._replace(scale=scale), np.linspace(0, 1, DRAWS)) > limit))


def _checks() -> dict[str, float]:
    """The relative error that a check finds in a gradient that is right."""
    return {tr(one.name): one.error for one in mistakes() if one.right}


def _masks() -> dict[str, float]:
    """How far scaled weights are from the average over all masks, of what the masks spread."""
    found = all_masks.averages(KEEP)
    return {tr(name): round(abs(one.average - one.scaled) / one.spread, 12) for name, one in found.items()}


WORKED: Mapping[str, Callable[[], dict[str, float]]] = {
    "rate_left": _rates,
    "memory": _memories,
    "waits": _waits,
    "probability": _probabilities,
    "slope_error": _slopes,
    "velocity": _velocities,
    "shared": _shared,
    "bias": _biases,
    "large": _large,
    "long": _long,
    "check_error": _checks,
    "mask_error": _masks,
}
