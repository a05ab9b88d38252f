"""The header of the initialization page's pictures: what assets/player/pages/initialization.js draws.

histograms  rows of them: activations of each network, on an axis of values or of sizes, then gradients of each. Each
            with text and note (its heading, empty where there is none), name (for screen readers), who (how the network
            is told from others, where several are compared, else null), layers (the numbers of those shown), signal (an
            axis of values; else low and high are powers of ten), low, high, bins, shares (layers, bins) of all values,
            zero (the share of exact zeros), mean (of sizes the root mean square) and deviation by layer, theory {mean,
            deviation}
            The heading of activations is empty where it stands beside a control of the page.
figures     over the layers, each with text and note, reach (null for a logarithmic axis, else the axis is linear and
            shows at least ± this) and lines: name, marker, who, measured and theory by layer

Numbers by layer are plain lists, since theory's leave what 32-bit floats hold; null stands for one that is not finite.
An exported page has title and words (sentences) too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from training.initialization.measure import BINS, Deep, Figures, Histograms, Measured
from ui.looks.identity import Identity

MOST = 10  # histograms in a row; of a deeper network that many layers are shown


class Shown(NamedTuple):
    """A network on the page: what was measured in it, what theory expects, and who it is where several are compared."""

    deep: Deep
    measured: Measured
    theory: Figures
    who: Identity | None = None


def header(networks: Sequence[Shown]) -> dict[str, Any]:
    """The header of the pictures of one network, or of several that are compared."""
    rows = [_row(one, *part) for part in ((_activations, "Activations"), (_gradients, "Gradients")) for one in networks]
    first = networks[0].deep
    rows[len(networks)] |= {
        "text": "Gradients, backward",
        "note": f"to activations, absolute values, dot: root mean square; dashed: theory{some(first)}",
    }
    return {"histograms": rows, "figures": figures(networks)}


def _row(one: Shown, histogram_of: Any, name: str) -> dict[str, Any]:
    return {
        "text": "",
        "note": "",
        "name": f"{name}, {one.who.label}" if one.who else name,
        "who": one.who.drawn if one.who else None,
        "layers": [layer + 1 for layer in chosen(one.deep.depth)],
        **histogram_of(one),
    }


def _activations(one: Shown) -> dict[str, Any]:
    deep, measured, theory = one.deep, one.measured, one.theory
    found = measured.figures
    if deep.axis == "values":
        means = (found.act_mean, found.act_std), (theory.act_mean, theory.act_std)
        return histogram(deep, measured.values, *means)
    return histogram(deep, measured.sizes, (size(found),), (size(theory),))


def _gradients(one: Shown) -> dict[str, Any]:
    measured = one.measured
    return histogram(one.deep, measured.gradients, (measured.figures.grad_act,), (one.theory.grad_act,))


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


def histogram(
    deep: Deep, bins: Histograms, found: Sequence[np.ndarray], theory: Sequence[np.ndarray]
) -> dict[str, Any]:
    """The histograms of the chosen layers; ``found`` and ``theory`` are means and deviations, or root mean squares."""
    layers = chosen(deep.depth)
    names = ("mean", "deviation")[: len(found)]
    return {
        "signal": len(found) == 2,
        "low": bins.low,
        "high": bins.high,
        "bins": BINS,
        "shares": (bins.counts[layers] / (deep.used * deep.width)).astype(np.float32),
        "zero": bins.zero[layers].tolist(),
        **{name: values[layers].tolist() for name, values in zip(names, found, strict=True)},
        "theory": {name: values[layers].tolist() for name, values in zip(names, theory, strict=True)},
    }


def figures(networks: Sequence[Shown]) -> list[dict[str, Any]]:
    """Mean, standard deviation and gradients over the layers, a line for each network."""
    spreads = [one.measured.figures.act_std for one in networks]
    reach = max(float(std[np.isfinite(std)].max(initial=0.0)) for std in spreads) / 2
    note = "of activations; dashed: theory"
    return [
        _figure("Standard deviation", note, [_line(one, "act_std") for one in networks]),
        _figure("Mean", note, [_line(one, "act_mean") for one in networks], reach),
        *_of_gradients(networks),
    ]


def _of_gradients(networks: Sequence[Shown]) -> list[dict[str, Any]]:
    """Both gradients of one network in one figure; of several, each in its own."""
    kinds = {"to activations": ("grad_act", "circle"), "to weights": ("grad_weight", "diamond")}
    if len(networks) == 1:
        lines = [{**_line(networks[0], name, marker), "name": told} for told, (name, marker) in kinds.items()]
        both = "root mean square; ● to activations, ◆ to weights; dashed: theory"
        return [_figure("Gradients", both, lines)]
    return [
        _figure(f"Gradients {told}", "root mean square; dashed: theory", [_line(one, name) for one in networks])
        for told, (name, _) in kinds.items()
    ]


def _line(one: Shown, name: str, marker: str = "circle") -> dict[str, Any]:
    return {
        "name": one.who.label if one.who else "",
        "marker": one.who.marker if one.who else marker,
        "who": one.who.drawn if one.who else None,
        "measured": getattr(one.measured.figures, name).tolist(),
        "theory": getattr(one.theory, name).tolist(),
    }


def _figure(text: str, note: str, lines: list[dict[str, Any]], reach: float | None = None) -> dict[str, Any]:
    return {"text": text, "note": note, "reach": reach, "lines": lines}
