"""Tables of worked numbers: what averages weigh, how they begin, and what they make of a few gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from locales import tr
from locales.formats import exact, fixed, plain
from training import averages
from training.averages import BETA
from ui.widgets.tables import table

STEPS = np.array([[1, 1, 3, 1, 2], [2.5, -3, 2.5, -2, 1.5]])  # along and across a valley
FIRST, BEGINNING = 40.0, 0.98  # a temperature, and the decay of the average that begins with it


def windows(decays: Sequence[float]) -> str:
    """What each decay covers: its window, what a weight has fallen to there, half-life, noise left, first weights."""
    rows = []
    for decay in decays:
        window = averages.window(decay)
        numbers = (window, decay**window, averages.half_life(decay), averages.noise_left(decay))
        rows.append((f"β = {exact(decay)}", [*map(_text, numbers), ", ".join(map(_text, averages.shares(decay, 5)))]))
    heads = (
        tr("Decay"),
        "1 / (1 − β)",
        tr("β to that power (1/e: 0.368)"),
        tr("Half-life"),
        tr("Noise left"),
        tr("Weights, newest first"),
    )
    return table(tr("What averages remember"), heads, rows)


def memories() -> str:
    """What one small step of a decay does to its window, from a short memory and from a long one."""
    rows = [
        (tr("β from {a} to {b}", a=exact(a), b=exact(b)), [_text(averages.window(a)), _text(averages.window(b))])
        for a, b in ((0.9, 0.9005), (0.999, 0.9995))
    ]
    heads = (tr("Step"), tr("Window before"), tr("Window after"))
    return table(tr("A step of 0.0005 in β"), heads, rows)


def first_averages() -> str:
    """The first two averages at a long memory: as they are, and without their start-up bias."""
    newest, older = averages.shares(BEGINNING, 2)
    share = 1 - BEGINNING**2
    rows = [
        (tr("As it is"), [_text((1 - BEGINNING) * FIRST), f"{plain(older, 4)} θ₁ + {plain(newest, 4)} θ₂"]),
        (tr("Corrected, over 1 − βᵗ"), [_text(FIRST), f"{fixed(older / share, 5)} θ₁ + {fixed(newest / share, 5)} θ₂"]),
    ]
    first, second = (
        tr("After {what}", what=f"θ₁ = {exact(FIRST)}"),
        tr("After {what}", what=f"θ₂, 1 − β² = {fixed(share, 4)}"),
    )
    return table(tr("Bias correction of the first averages"), (f"β = {exact(BEGINNING)}", first, second), rows)


def conventions() -> str:
    """Five gradients under three conventions of momentum."""
    rows = [
        (tr("Average, β = 0.9"), averages.ewma(averages.GRADIENTS, BETA)),
        (tr("Average, corrected"), averages.ewma(averages.GRADIENTS, BETA, corrected=True)),
        (tr("Sum, ρ = 0.9"), averages.accumulated(averages.GRADIENTS, BETA)),
    ]
    heads = (tr("Gradient"), *map(_text, averages.GRADIENTS))
    return table(tr("Momentum of five gradients"), heads, [(name, map(_text, values)) for name, values in rows])


def smoothing() -> str:
    """Five steps along and across a valley: their average, the root of their mean square, and the quotient of both."""
    rows = []
    for axis, steps in zip("xy", STEPS, strict=True):
        mean, root = averages.ewma(steps, BETA, corrected=True), averages.root_mean_square(steps, BETA)
        found = {
            tr("step"): steps,
            tr("average"): mean,
            tr("root mean square"): root,
            tr("quotient"): mean / root,
        }
        for name, values in found.items():
            rows.append((f"{axis}: {name}", map(_text, values)))
    heads = (tr("Axis and number"), *(tr("Step {step}", step=t) for t in range(1, 6)))
    return table(tr("Averages of five steps"), heads, rows)


def _text(value: float) -> str:
    return plain(value, 6 if abs(value) >= 100 else 4)
