"""Figures of a deep random network in words and as a table of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from training.initialization.expected import WITHOUT_CHANCE, WITHOUT_THEORY
from training.initialization.measure import Deep, Figures, Measured
from training.parts.activations import ACTIVATIONS
from training.parts.initializers import INITIALIZERS
from ui.initialization.header import Shown
from ui.looks.words import number
from ui.widgets import tables

TINY = float(np.finfo(np.float32).tiny)
RARE = " Where units saturate, its gradients come from rare inputs with a sum near zero, which the examples may lack."
KEPT = 10.0  # a signal that changes by less than this factor in all keeps its order of size
ALIKE = 0.97  # shares of layers that differ by less are told as one
SHARES = {
    "saturated": ("activations", "saturated, within 3% of a bound"),
    "dead": ("units", "dead: zero for every example"),
}


def told(networks: Sequence[Shown]) -> list[str]:
    """What happens to the signal in each network: a sentence a line, or where several are compared a line for each."""
    if networks[0].who is None:
        return verdicts(networks[0].deep, networks[0].measured)
    return [f"{who.label}: {' '.join(verdicts(deep, found))}" for deep, found, _, who in networks if who]


def verdicts(deep: Deep, measured: Measured) -> list[str]:
    """What happens to the signal forward and backward, a sentence each, and which units are saturated or dead."""
    found = measured.figures
    back = found.grad_act[::-1]
    zero, lost = measured.gradients.zero[::-1], ~np.isfinite(back)
    unknown = ~np.isfinite(found.act_std)
    sentences = [
        _fate("Activations", found.act_std, measured.sizes.zero, unknown, lambda i: i + 1),
        _fate("Gradients, on their way back,", back, zero, lost, lambda i: deep.depth - i),
    ]
    if unknown.any() and deep.activation != "identity":
        sentences[1] = "Gradients need activations that are finite, so theirs are not known."
    for name, (what, words) in SHARES.items():
        shares = getattr(measured, name)
        if shares is not None and np.isfinite(found.act_std).all() and shares.max() >= 0.05:
            worst = int(shares.argmax())
            where = "every layer" if len(shares) > 1 and shares.min() > ALIKE * shares.max() else f"layer {worst + 1}"
            sentences.append(f"In {where}, {shares[worst]:.0%} of the {what} are {words}.")
    return sentences


def _fate(what: str, sizes: np.ndarray, zero: np.ndarray, lost: np.ndarray, layer: Callable[[int], int]) -> str:
    """One sentence on sizes in the order in which the signal passes; ``layer(i)`` is the number of the i-th layer."""
    if lost.any():
        first = int(lost.argmax())
        return f"{what} explode{_rate(sizes[:first])}: not finite from layer {layer(first)} on, in 32-bit floats."
    if (sizes == 0).any():
        first = int((sizes == 0).argmax())
        gone = zero[first] == 1
        how = "exactly zero" if gone else "the same for every unit and example"
        fate = "vanish" if gone else "lose their spread"
        rate = _rate(sizes[:first]) if first and sizes[first - 1] < sizes[0] else ""  # some grow before they are lost
        return f"{what} {fate}{rate}: {how} from layer {layer(first)} on, in 32-bit floats."
    last = len(sizes) - 1
    ends = f"{number(float(sizes[0]))} in layer {layer(0)}, {number(float(sizes[last]))} in layer {layer(last)}"
    least = int(sizes.argmin())
    if sizes[least] < min(sizes[0], sizes[last]) / KEPT:
        ends += f", least in layer {layer(least)} with {number(float(sizes[least]))}"
    if (sizes < TINY).any():
        first = int((sizes < TINY).argmax())
        ends += f"; from layer {layer(first)} on below 1.2×10⁻³⁸, where 32-bit floats lose their digits"
    total = sizes[last] / sizes[0]
    if 1 / KEPT < total < KEPT:
        return f"{what} keep their order of size: {ends}."
    return f"{what} {'grow' if total > 1 else 'shrink'}{_rate(sizes)}: {ends}."


def _rate(sizes: np.ndarray) -> str:
    """The mean factor from layer to layer, as long as floats keep their digits."""
    if (sizes < TINY).any():
        sizes = sizes[: int((sizes < TINY).argmax())]
    if len(sizes) < 2:
        return ""
    return f" by a factor of {number((sizes[-1] / sizes[0]) ** (1 / (len(sizes) - 1)))} a layer"


def basis(networks: Sequence[Shown]) -> list[str]:
    """What every number on the page was computed on; what is the same for several networks is said once."""
    said: dict[str, list[str]] = {}
    for deep, _, _, who in networks:
        said.setdefault(_basis(deep), []).append(who.label if who else "")
    return [text if len(said) == 1 else f"{', '.join(labels)}: {text}" for text, labels in said.items()]


def _basis(deep: Deep) -> str:
    fewer = "" if deep.used == deep.examples else f" (of {deep.examples:,}: more are too much for so large a network)"
    data = " and by the initialization's own biases" if deep.init == "data_dependent" else ", without biases"
    return (
        f"Measured in 32-bit floats on {deep.used:,} examples{fewer} of {deep.width} unit normal inputs, passed "
        f"through {deep.depth} layers of {deep.width} units{data}; seed {deep.seed}. Backward, the activations of "
        f"the last layer receive unit normal gradients, drawn for each example. {_theory(deep)}"
    )


def _theory(deep: Deep) -> str:
    if deep.init in WITHOUT_THEORY:
        return "There is no theory here of weights that are all positive."
    if deep.init in WITHOUT_CHANCE and deep.norm != "none":
        return "There is no theory here of weights without chance that are normalized."
    if deep.init in WITHOUT_CHANCE:
        rare = deep.init == "constant" and ACTIVATIONS[deep.activation].high is not None
        return "Theory follows these weights exactly, for normal inputs." + (RARE if rare else "")
    kind = "" if INITIALIZERS[deep.init].std else ", rescaled as the initialization does"
    return f"Theory: layers of very many units with independent weights{kind}."


COLUMNS = (
    ("Mean of activations", "act_mean"),
    ("Standard deviation of activations", "act_std"),
    ("Gradient to activations", "grad_act"),
    ("Gradient to weights", "grad_weight"),
)


def table(deep: Deep, measured: Measured, theory: Figures) -> str:
    """All figures by layer, measured and theoretical side by side, as HTML."""
    shares = {name: getattr(measured, name) for name in SHARES if getattr(measured, name) is not None}
    pairs = [(head, ("measured", "theory")) for head, _ in COLUMNS]
    heads: list[tables.Head] = ["Layer", *pairs, *map(str.capitalize, shares)]
    rows = []
    for layer in range(deep.depth):
        cells = [
            number(float(getattr(found, name)[layer]), 4) for _, name in COLUMNS for found in (measured.figures, theory)
        ]
        rows.append((str(layer + 1), [*cells, *(f"{share[layer]:.1%}" for share in shares.values())]))
    return tables.table("Layer by layer", heads, rows, kind="deep-table")
