"""Activations and their slopes in large, as a panel: those of the runners, and whichever else one wants beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from locales import Words, tr
from training.network.config import FIELDS
from training.network.network import Network
from training.parts.activations import ACTIVATIONS
from training.parts.shapes import REACH, shape_of
from training.parts.theory import NODES, shape
from ui.looks import palette
from ui.looks.charts import STILL, Curve, curves
from ui.looks.identity import identities
from ui.widgets import tables
from ui.widgets.activation import ENDS, Line, lines, reach, saturation, short
from ui.widgets.folded import folded

HEADS: tuple[Words, ...] = (*("Activation", "Outputs", "Mean", "Flat parts", "Largest slope", "Slope at 0", "Source"),)
EVERY = 20  # of the nodes of a shape, one in so many is drawn
WEIGHTS = (1.0, 5.0, 20.0)  # of a unit of one input
MEANS: Words = (
    "Mean: of what a standard normal signal becomes. Outputs that all have one sign give the gradients of one unit's "
    "weights in the next layer a common sign, too. Learned numbers have their start values here."
)


@folded("Activations and their slopes", key="activations")
def activation_plots(network: Network) -> None:
    """The panel, which computes only while it is open."""
    used = lines(FIELDS, network, identities(FIELDS, network), dark=st.context.theme.type == "dark")
    names = {name: tr(known.label) for name, known in ACTIVATIONS.items()}
    others = [name for name in names if name not in {one.activation for one in used}]
    beside = st.multiselect(tr("Beside them"), others, placeholder=tr("Choose options"))
    shown = [*used, *(Line(name, names[name], *palette.look(place)) for place, name in enumerate(beside))]
    if not shown:
        return
    left, right = st.columns(2)
    with left:
        _chart(shown, "f(z)", slopes=False)
    with right:
        _chart(shown, tr("slope f′(z)"), slopes=True)
    st.html(table(shown))
    st.caption(tr(MEANS))
    for line in [line for line in shown if bounded(line.activation)][:1]:
        _steepness(line)


def _chart(shown: Sequence[Line], y: str, slopes: bool) -> None:
    drawn = [charted(line, slopes) for line in shown]
    alt = tr("{y} over z from −4 to 4: {names}.", y=y, names=", ".join(line.label for line in shown))
    st.plotly_chart(curves(drawn, "z", y, height=280), config=STILL, alt=alt, key=f"plot.{slopes}")


def _steepness(line: Line) -> None:
    """What the size of a weight makes of an activation."""
    slope = float(shape_of(line.activation).slopes[NODES // 2])
    told = ", ".join(short(w * slope) for w in WEIGHTS)
    few = ", ".join(map(short, WEIGHTS))
    st.plotly_chart(
        curves(steepened(line), "x", tr("{activation} of w x", activation=line.label), height=260),
        config=STILL,
        alt=tr(
            "{activation} of a weight times x, for weights {few}: the larger the weight, the steeper.",
            activation=line.label,
            few=few,
        ),
    )
    st.caption(
        tr(
            "A unit of one weight is f(w x), and its slope at 0 is w f′(0): {slopes} for w = {few}. Large weights "
            "make a step of it; a penalty on them keeps units gentle.",
            slopes=told,
            few=few,
        )
    )


def bounded(activation: str) -> bool:
    """Whether an activation levels off at both ends."""
    known = ACTIVATIONS[activation]
    return known.low is not None and known.high is not None


def steepened(line: Line) -> list[Curve]:
    """The activation of one input times weights of a few sizes."""
    x = np.linspace(-REACH, REACH, NODES)
    values = [shape(line.activation, w * x)[0] for w in WEIGHTS]
    kept = slice(None, None, EVERY)
    return [
        Curve(f"w = {short(w)}", x[kept].round(4), np.clip(y, *ENDS)[kept], *palette.look(place))
        for place, (w, y) in enumerate(zip(WEIGHTS, values, strict=True))
    ]


def charted(line: Line, slopes: bool) -> Curve:
    """An activation, or its slope, as a curve: jumps are kept, gentle parts have fewer points."""
    shape = shape_of(line.activation)
    y = shape.slopes if slopes else shape.values
    jump = np.abs(np.diff(y, append=y[-1])) > 0.05
    kept = (np.arange(len(y)) % EVERY == 0) | jump | np.roll(jump, 1)
    dash = line.dash if "px" in line.dash else " ".join(f"{part}px" for part in line.dash.split())
    return Curve(line.label, shape.z[kept].round(4), y[kept], line.hue, dash)


def table(shown: Sequence[Line]) -> str:
    """What there is to say of each activation, as HTML."""
    rows = [(escape(line.label), _cells(line.activation)) for line in shown]
    return tables.table(tr("Activations"), [*map(tr, HEADS)], rows)


def _cells(name: str) -> tuple[str, ...]:
    known, shape = ACTIVATIONS[name], shape_of(name)
    outputs = tr("{reach}, odd units mirrored", reach=reach(shape)) if known.bipolar else reach(shape)
    middle = float(shape.slopes[len(shape.slopes) // 2])
    mean = tr("0, zero-centred") if shape.centred else short(shape.mean)
    return (outputs, mean, saturation(shape), short(shape.steepest), short(middle), tr(known.source))
