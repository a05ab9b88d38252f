"""The header of the initialization page's pictures: what assets/player/pages/initialization.js draws.

histograms  two: activations, on an axis of values or of sizes, and gradients. Each with text and note (its heading),
            name (for screen readers), layers (the numbers of those shown), signal (an axis of values; else low and high
            are powers of ten), low, high, bins, shares (layers, bins) of all values, zero (the share of exact zeros),
            mean (of sizes the root mean square) and deviation by layer, theory {mean, deviation}
            The heading of activations is empty where it stands beside a control of the page.
figures     over the layers, each with text and note, reach (null for a logarithmic axis, else the axis is linear and
            shows at least ± this) and lines: name, marker, measured and theory by layer

Numbers by layer are plain lists, since theory's leave what 32-bit floats hold; null stands for one that is not finite.
An exported page has title and words (sentences) too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.initialization.measure import BINS, Deep, Figures, Measured, Spread

MOST = 10  # histograms in a row; of a deeper network that many layers are shown

Line = tuple[str, np.ndarray, np.ndarray, str]


def header(deep: Deep, measured: Measured, theory: Figures) -> dict[str, Any]:
    """The header of a network's pictures, made of what was measured in it and what theory expects."""
    found, by_value = measured.figures, deep.axis == "values"
    shown = chosen(deep.depth)
    act = {"text": "", "note": "", "name": "Activations"}
    if by_value:
        act |= histogram(deep, measured.values, (found.act_mean, found.act_std), (theory.act_mean, theory.act_std))
    else:
        act |= histogram(deep, measured.sizes, (size(found),), (size(theory),))
    grad = {
        "text": "Gradients, backward",
        "note": f"to activations, absolute values, dot: root mean square; dashed: theory{some(deep)}",
        "name": "Gradients",
        **histogram(deep, measured.gradients, (found.grad_act,), (theory.grad_act,)),
    }
    layers = [layer + 1 for layer in shown]
    return {"histograms": [{**act, "layers": layers}, {**grad, "layers": layers}], "figures": figures(found, theory)}


def chosen(depth: int) -> list[int]:
    """The layers that are shown, first and last among them, counted from 0."""
    return sorted({round(place) for place in np.linspace(0, depth - 1, min(depth, MOST))})


def some(deep: Deep) -> str:
    """What a heading adds where not every layer is shown."""
    shown = len(chosen(deep.depth))
    return f"; {shown} of {deep.depth} layers" if shown < deep.depth else ""


def forward(deep: Deep) -> dict[str, str]:
    """The heading of the activations."""
    how = "dot and bar: mean and spread" if deep.axis == "values" else "absolute values, dot: root mean square"
    return {"text": "Activations, forward", "note": f"{how}; dashed: theory{some(deep)}"}


def size(figures: Figures) -> np.ndarray:
    """The root mean square of the activations of each layer."""
    with np.errstate(over="ignore"):
        return np.hypot(figures.act_mean, figures.act_std)


def histogram(deep: Deep, spread: Spread, found: Sequence[np.ndarray], theory: Sequence[np.ndarray]) -> dict[str, Any]:
    """The histograms of the chosen layers; ``found`` and ``theory`` are means and deviations, or root mean squares."""
    layers = chosen(deep.depth)
    names = ("mean", "deviation")[: len(found)]
    return {
        "signal": len(found) == 2,
        "low": spread.low,
        "high": spread.high,
        "bins": BINS,
        "shares": (spread.counts[layers] / (deep.used * deep.width)).astype(np.float32),
        "zero": spread.zero[layers].tolist(),
        **{name: values[layers].tolist() for name, values in zip(names, found, strict=True)},
        "theory": {name: values[layers].tolist() for name, values in zip(names, theory, strict=True)},
    }


def figures(found: Figures, theory: Figures) -> list[dict[str, Any]]:
    """Mean, standard deviation and gradients over the layers."""
    spread = float(found.act_std[np.isfinite(found.act_std)].max(initial=0.0)) / 2
    gradients = [
        ("to activations", found.grad_act, theory.grad_act, "circle"),
        ("to weights", found.grad_weight, theory.grad_weight, "diamond"),
    ]
    note = "of activations; dashed: theory"
    both = "root mean square; ● to activations, ◆ to weights; dashed: theory"
    return [
        _figure("Standard deviation", note, [("", found.act_std, theory.act_std, "circle")]),
        _figure("Mean", note, [("", found.act_mean, theory.act_mean, "circle")], spread),
        _figure("Gradients", both, gradients),
    ]


def _figure(text: str, note: str, lines: Sequence[Line], reach: float | None = None) -> dict[str, Any]:
    named = [
        {"name": name, "marker": marker, "measured": measured.tolist(), "theory": theory.tolist()}
        for name, measured, theory, marker in lines
    ]
    return {"text": text, "note": note, "reach": reach, "lines": named}
