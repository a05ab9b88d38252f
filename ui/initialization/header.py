"""The header of the initialization page's pictures: what assets/player/pages/initialization.js draws.

histograms  rows of them: activations of each network, on an axis of values or of sizes, then gradients of each. Each
            with text and note (its heading, empty where there is none), name (for screen readers), who (how the network
            is told from others, where several are compared, else null), layers (the numbers of those shown), signal (an
            axis of values; else low and high are powers of ten), low, high, bins, shares (layers, bins) of all values,
            zero (the share of exact zeros), mean (of sizes the root mean square) and deviation by layer, theory {mean,
            deviation}
            The heading of activations is empty where it stands beside a control of the page.
charts      over the layers, each with text and note, reach (null for a logarithmic axis, else the axis is linear and
            shows at least ± this) and lines: name, marker, who, measured and theory by layer

Numbers by layer are plain lists, since theory's leave what 32-bit floats hold; null stands for one that is not finite.
An exported page has title and words (sentences) too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from locales import tr
from training.initialization.measure import BINS, Deep, Histograms, Measured, Signal
from ui.looks.identity import Identity

MOST = 10  # histograms in a row; of a deeper network that many layers are shown


class Shown(NamedTuple):
    """A network on the page: what was measured in it, what theory expects, and who it is where several are compared.

    ``veiled`` says that nobody is to read how it is made.
    """

    deep: Deep
    measured: Measured
    theory: Signal
    who: Identity | None = None
    veiled: bool = False


def header(networks: Sequence[Shown]) -> dict[str, Any]:
    """The header of the pictures of one network, or of several that are compared."""
    parts = ((_activations, tr("Activations")), (_gradients, tr("Gradients")))
    rows = [_row(one, *part) for part in parts for one in networks]
    note = tr("to activations, absolute values, dot: root mean square; dashed: theory")
    rows[len(networks)] |= {"text": tr("Gradients, backward"), "note": f"{note}{some(networks[0].deep)}"}
    return {"histograms": rows, "charts": charts(networks)}


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
    found = measured.signal
    if deep.axis == "values":
        means = (found.act_mean, found.act_std), (theory.act_mean, theory.act_std)
        return histogram(deep, measured.values, *means)
    return histogram(deep, measured.sizes, (size(found),), (size(theory),))


def _gradients(one: Shown) -> dict[str, Any]:
    measured = one.measured
    return histogram(one.deep, measured.gradients, (measured.signal.grad_act,), (one.theory.grad_act,))


def chosen(depth: int) -> list[int]:
    """The layers that are shown, first and last among them, counted from 0."""
    return sorted({round(place) for place in np.linspace(0, depth - 1, min(depth, MOST))})


def some(deep: Deep) -> str:
    """What a heading adds where not every layer is shown."""
    shown = len(chosen(deep.depth))
    return tr("; {shown} of {depth} layers", shown=shown, depth=deep.depth) if shown < deep.depth else ""


def forward(deep: Deep) -> dict[str, str]:
    """The heading of the activations."""
    by_value = tr("dot and bar: mean and spread; dashed: theory")
    by_size = tr("absolute values, dot: root mean square; dashed: theory")
    note = by_value if deep.axis == "values" else by_size
    return {"text": tr("Activations, forward"), "note": f"{note}{some(deep)}"}


def size(signal: Signal) -> np.ndarray:
    """The root mean square of the activations of each layer."""
    with np.errstate(over="ignore"):
        return np.hypot(signal.act_mean, signal.act_std)


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


def charts(networks: Sequence[Shown]) -> list[dict[str, Any]]:
    """Mean, standard deviation and gradients over the layers, a line for each network."""
    spreads = [one.measured.signal.act_std for one in networks]
    reach = max(float(std[np.isfinite(std)].max(initial=0.0)) for std in spreads) / 2
    note = tr("of activations; dashed: theory")
    return [
        _figure(tr("Standard deviation"), note, [_line(one, "act_std") for one in networks]),
        _figure(tr("Mean"), note, [_line(one, "act_mean") for one in networks], reach),
        *_of_gradients(networks),
    ]


def _of_gradients(networks: Sequence[Shown]) -> list[dict[str, Any]]:
    """Both gradients of one network in one figure; of several, each in its own."""
    if len(networks) == 1:
        lines = [
            {**_line(networks[0], "grad_act"), "name": tr("to activations")},
            {**_line(networks[0], "grad_weight", "diamond"), "name": tr("to weights")},
        ]
        both = tr("root mean square; ● to activations, ◆ to weights; dashed: theory")
        return [_figure(tr("Gradients"), both, lines)]
    heads = {tr("Gradients to activations"): "grad_act", tr("Gradients to weights"): "grad_weight"}
    note = tr("root mean square; dashed: theory")
    return [_figure(head, note, [_line(one, name) for one in networks]) for head, name in heads.items()]


def _line(one: Shown, name: str, marker: str = "circle") -> dict[str, Any]:
    return {
        "name": one.who.label if one.who else "",
        "marker": one.who.marker if one.who else marker,
        "who": one.who.drawn if one.who else None,
        "measured": getattr(one.measured.signal, name).tolist(),
        "theory": getattr(one.theory, name).tolist(),
    }


def _figure(text: str, note: str, lines: list[dict[str, Any]], reach: float | None = None) -> dict[str, Any]:
    return {"text": text, "note": note, "reach": reach, "lines": lines}
