"""What a deep random network does to a signal, in words and as a table of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from locales import Words, tr
from locales.formats import digits, percent
from training.initialization.expected import WITHOUT_CHANCE, WITHOUT_THEORY
from training.initialization.measure import Deep, Measured, Signal
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.initialization.header import Shown
from ui.widgets import tables

TINY = float(np.finfo(np.float32).tiny)
RARE: Words = (
    "Where units saturate, its gradients come from rare inputs with a sum near zero, which the examples may lack."
)
KEPT = 10.0  # a signal that changes by less than this factor in all keeps its order of size
ALIKE = 0.97  # shares of layers that differ by less are told as one
SHARES: dict[str, Words] = {  # heads of the table
    "saturated": "Saturated",
    "dead": "Dead",
}


def told(networks: Sequence[Shown]) -> list[str]:
    """What happens to the signal in each network: a sentence a line, or where several are compared a line for each."""
    if networks[0].who is None:
        return verdicts(networks[0].deep, networks[0].measured)
    return [f"{who.label}: {' '.join(verdicts(deep, found))}" for deep, found, _, who, _ in networks if who]


def verdicts(deep: Deep, measured: Measured) -> list[str]:
    """What happens to the signal forward and backward, a sentence each, and which units are saturated or dead."""
    found = measured.signal
    back = found.grad_act[::-1]
    zero, lost = measured.gradients.zero[::-1], ~np.isfinite(back)
    unknown = ~np.isfinite(found.act_std)
    sentences = [
        _fate(tr("Activations"), found.act_std, measured.sizes.zero, unknown, lambda i: i + 1),
        _fate(tr("Gradients, on their way back,"), back, zero, lost, lambda i: deep.depth - i),
    ]
    if unknown.any() and deep.activation != "identity":
        sentences[1] = tr("Gradients need activations that are finite, so theirs are not known.")
    for name in SHARES:
        shares = getattr(measured, name)
        if shares is not None and np.isfinite(found.act_std).all() and shares.max() >= 0.05:
            worst = int(shares.argmax())
            everywhere = len(shares) > 1 and shares.min() > ALIKE * shares.max()
            where = tr("every layer") if everywhere else tr("layer {number}", number=worst + 1)
            told = {"where": where, "share": percent(shares[worst])}
            sentences.append(
                tr("In {where}, {share} of the activations are saturated, within 3% of a bound.", **told)
                if name == "saturated"
                else tr("In {where}, {share} of the units are dead: zero for every example.", **told)
            )
    return sentences


def _fate(what: str, sizes: np.ndarray, zero: np.ndarray, lost: np.ndarray, layer: Callable[[int], int]) -> str:
    """One sentence on sizes in the order in which the signal passes; ``layer(i)`` is the number of the i-th layer."""
    if lost.any():
        first = int(lost.argmax())
        return tr(
            "{what} explode{rate}: not finite from layer {layer} on, in 32-bit floats.",
            what=what,
            rate=_rate(sizes[:first]),
            layer=layer(first),
        )
    if (sizes == 0).any():
        first = int((sizes == 0).argmax())
        rate = _rate(sizes[:first]) if first and sizes[first - 1] < sizes[0] else ""  # some grow before they are lost
        told = {"what": what, "rate": rate, "layer": layer(first)}
        if zero[first] == 1:
            return tr("{what} vanish{rate}: exactly zero from layer {layer} on, in 32-bit floats.", **told)
        return tr(
            "{what} lose their spread{rate}: the same for every unit and example from layer {layer} on, in 32-bit "
            "floats.",
            **told,
        )
    last = len(sizes) - 1
    there = [tr("{size} in layer {layer}", size=digits(float(sizes[at])), layer=layer(at)) for at in (0, last)]
    ends = ", ".join(there)
    least = int(sizes.argmin())
    if sizes[least] < min(sizes[0], sizes[last]) / KEPT:
        ends += tr(", least in layer {layer} with {size}", layer=layer(least), size=digits(float(sizes[least])))
    if (sizes < TINY).any():
        first = int((sizes < TINY).argmax())
        ends += tr("; from layer {layer} on below 1.2×10⁻³⁸, where 32-bit floats lose their digits", layer=layer(first))
    total = sizes[last] / sizes[0]
    if 1 / KEPT < total < KEPT:
        return tr("{what} keep their order of size: {ends}.", what=what, ends=ends)
    told = {"what": what, "rate": _rate(sizes), "ends": ends}
    return tr("{what} grow{rate}: {ends}.", **told) if total > 1 else tr("{what} shrink{rate}: {ends}.", **told)


def _rate(sizes: np.ndarray) -> str:
    """The mean factor from layer to layer, as long as floats keep their digits."""
    if (sizes < TINY).any():
        sizes = sizes[: int((sizes < TINY).argmax())]
    if len(sizes) < 2:
        return ""
    return tr(" by a factor of {factor} a layer", factor=digits((sizes[-1] / sizes[0]) ** (1 / (len(sizes) - 1))))


def basis(networks: Sequence[Shown]) -> list[str]:
    """What every number on the page was computed on; what is the same for several networks is said once."""
    said: dict[str, list[str]] = {}
    for deep, _, _, who, veiled in networks:
        said.setdefault(_basis(deep, veiled), []).append(who.label if who else "")
    return [text if len(said) == 1 else f"{', '.join(labels)}: {text}" for text, labels in said.items()]


def _basis(deep: Deep, veiled: bool) -> str:
    """The same of one network; where it is ``veiled`` nothing that its weights or activations alone bring along."""
    used = tr("{used:,} examples", used=deep.used)
    if deep.used < deep.examples:
        few = tr(" (of {examples:,}: more are too much for so large a network)", examples=deep.examples)
        used = f"{used}{few}"
    layers = {"depth": deep.depth, "width": deep.width}
    if veiled:
        passed = tr("{depth} layers of {width} units", **layers)
    elif deep.init == "data_dependent":
        passed = tr("{depth} layers of {width} units and by the initialization's own biases", **layers)
    else:
        passed = tr("{depth} layers of {width} units, without biases", **layers)
    told = tr(
        "Measured in 32-bit floats on {examples} of {width} unit normal inputs, passed through {layers}; seed {seed}. "
        "Backward, the activations of the last layer receive unit normal gradients, drawn for each example.",
        examples=used,
        width=deep.width,
        layers=passed,
        seed=deep.seed,
    )
    return told if veiled else f"{told} {_theory(deep)}"


def _theory(deep: Deep) -> str:
    if deep.init in WITHOUT_THEORY:
        return tr("There is no theory here of weights that are all positive.")
    if deep.init in WITHOUT_CHANCE and deep.norm != "none":
        return tr("There is no theory here of weights without chance that are normalized.")
    if deep.init in WITHOUT_CHANCE:
        rare = deep.init == "constant" and ACTIVATIONS[deep.activation].high is not None
        exactly = tr("Theory follows these weights exactly, for normal inputs.")
        return f"{exactly} {tr(RARE)}" if rare else exactly
    if INITIALIZERS[deep.init].std:
        return tr("Theory: layers of very many units with independent weights.")
    return tr("Theory: layers of very many units with independent weights, rescaled as the initialization does.")


COLUMNS: dict[str, Words] = {
    "act_mean": "Mean of activations",
    "act_std": "Standard deviation of activations",
    "grad_act": "Gradient to activations",
    "grad_weight": "Gradient to weights",
}


def table(deep: Deep, measured: Measured, theory: Signal) -> str:
    """What the signal is by layer, measured and theoretical side by side, as HTML."""
    shares = {name: getattr(measured, name) for name in SHARES if getattr(measured, name) is not None}
    pairs = [(tr(head), (tr("measured"), tr("theory"))) for head in COLUMNS.values()]
    heads: list[tables.Head] = [tr("Layer"), *pairs, *(tr(SHARES[name]) for name in shares)]
    rows = []
    for layer in range(deep.depth):
        cells = [
            digits(float(getattr(found, name)[layer]), 4) for name in COLUMNS for found in (measured.signal, theory)
        ]
        rows.append((str(layer + 1), [*cells, *(percent(share[layer], 1) for share in shares.values())]))
    return tables.table(tr("Layer by layer"), heads, rows, kind="deep-table")
