"""Tables of worked numbers: what averages weigh, how they begin, and what they make of a few gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training import averages
from ui.widgets.tables import table

BETA = 0.9
GRADIENTS = np.array([100.0, 100, 1, 100, 1000])
STEPS = np.array([[1, 1, 3, 1, 2], [2.5, -3, 2.5, -2, 1.5]])  # along and across a valley
FIRST, BEGINNING = 40.0, 0.98  # a temperature, and the decay of the average that begins with it


def windows(decays: Sequence[float]) -> str:
    """What each decay covers: its window, what a weight has fallen to there, half-life, noise left, first weights."""
    rows = []
    for decay in decays:
        window = averages.window(decay)
        numbers = (window, decay**window, averages.half_life(decay), averages.noise_left(decay))
        rows.append((f"β = {decay:g}", [*map(_text, numbers), ", ".join(map(_text, averages.weights(decay, 5)))]))
    heads = (
        "Decay",
        "1 / (1 − β)",
        "β to that power (1/e: 0.368)",
        "Half-life",
        "Noise left",
        "Weights, newest first",
    )
    return table("What averages remember", heads, rows)


def memories() -> str:
    """What one small step of a decay does to its window, from a short memory and from a long one."""
    rows = [
        (f"β from {a:g} to {b:g}", [_text(averages.window(a)), _text(averages.window(b))])
        for a, b in ((0.9, 0.9005), (0.999, 0.9995))
    ]
    return table("A step of 0.0005 in β", ("Step", "Window before", "Window after"), rows)


def first_averages() -> str:
    """The first two averages at a long memory: as they are, and without their start-up bias."""
    newest, older = averages.weights(BEGINNING, 2)
    share = 1 - BEGINNING**2
    rows = [
        ("As it is", [_text((1 - BEGINNING) * FIRST), f"{older:.4g} θ₁ + {newest:.4g} θ₂"]),
        ("Corrected, over 1 − βᵗ", [_text(FIRST), f"{older / share:.5f} θ₁ + {newest / share:.5f} θ₂"]),
    ]
    heads = (f"β = {BEGINNING:g}", f"After θ₁ = {FIRST:g}", f"After θ₂, 1 − β² = {share:.4f}")
    return table("Bias correction of the first averages", heads, rows)


def conventions() -> str:
    """Five gradients under three conventions of momentum."""
    rows = [
        ("Average, β = 0.9", averages.ewma(GRADIENTS, BETA)),
        ("Average, corrected", averages.ewma(GRADIENTS, BETA, corrected=True)),
        ("Sum, ρ = 0.9", averages.accumulated(GRADIENTS, BETA)),
    ]
    heads = ("Gradient", *map(_text, GRADIENTS))
    return table("Momentum of five gradients", heads, [(name, map(_text, values)) for name, values in rows])


def smoothing() -> str:
    """Five steps along and across a valley: their average, the root of their mean square, and the quotient of both."""
    rows = []
    for axis, steps in zip("xy", STEPS, strict=True):
        mean, root = averages.ewma(steps, BETA, corrected=True), averages.root_mean_square(steps, BETA)
        for name, values in (("step", steps), ("average", mean), ("root mean square", root), ("quotient", mean / root)):
            rows.append((f"{axis}: {name}", map(_text, values)))
    return table("Averages of five steps", ("Axis and number", *(f"Step {t}" for t in range(1, 6))), rows)


def _text(value: float) -> str:
    return f"{value:.6g}" if abs(value) >= 100 else f"{value:.4g}".replace("-", "−")
