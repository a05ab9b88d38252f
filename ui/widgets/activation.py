"""Activations as pictures: f and f' side by side, small enough for a sidebar, and in words what the picture shows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import numpy as np
import streamlit as st

from locales import tr
from locales.formats import exact, plain
from training.configuration import differences
from training.configuration.counts import listed
from training.configuration.fields import Field
from training.parts.activations import ACTIVATIONS
from training.parts.shapes import REACH, Shape, shape_of
from ui.looks.identity import Identity
from ui.looks.tokens import both
from ui.session import locks
from ui.session.page import Config

WIDTH, HEIGHT, APART = 264, 88, 12  # of the picture, and between its halves
ENDS = (-2.0, 2.5)  # of the axis of values: the same for all, so that pictures can be compared
SLOPES = (-0.3, 1.3)  # the same of slopes, wider where one is steeper
EVERY = 40  # of the nodes of a shape, so many are left out between two of a line: a kink stays one


class Line(NamedTuple):
    """An activation in a chart: its name, what it is called there, its hue and its dash, as SVG writes them."""

    activation: str
    label: str
    hue: str
    dash: str = ""


def picture(rows: Mapping[str, Field], config: Config, people: Mapping[str, Identity]) -> None:
    """f and f' of the activation of a configuration, or of all that ``people`` compare; one alone in words, too."""
    dark = st.context.theme.type == "dark"
    if not (shown := lines(rows, config, people, dark)):
        return
    drawn = b64encode(svg(shown, dark).encode()).decode()
    st.html(f'<img width="100%" src="data:image/svg+xml;base64,{drawn}" alt="{escape(spoken(shown))}">')
    if len(shown) == 1:
        st.caption(sentence(shown[0].activation))


def lines(rows: Mapping[str, Field], config: Config, people: Mapping[str, Identity], dark: bool) -> list[Line]:
    """A line for every activation that somebody uses, in the look of the first who does; one alone is plain.

    Of several there is none where it is hidden who runs.
    """
    first: dict[str, Identity] = {}
    for slot, own in differences.each(rows, config).items():
        first.setdefault(own.activation, people[slot])
    if len(first) < 2:
        name = next(iter(first), config.activation)
        return [Line(name, ACTIVATIONS[name].label, both("ink")["dark" if dark else "light"])]
    if locks.veiled(config):
        return []
    return [
        Line(name, ACTIVATIONS[name].label, who.hue(dark), " ".join(f"{length:g}" for length in who.dash))
        for name, who in first.items()
    ]


def spoken(shown: list[Line]) -> str:
    """The picture in words."""
    names = ", ".join(line.label for line in shown)
    return tr("{names}: values and slopes for z from −{reach} to {reach}.", names=names, reach=exact(REACH))


def svg(shown: list[Line], dark: bool) -> str:
    """The picture: values at the left, slopes at the right, both over z from -4 to 4, with lines at 0 and at ±1."""
    shapes = [shape_of(line.activation) for line in shown]
    slopes = np.concatenate([shape.slopes for shape in shapes])
    steep = min(SLOPES[0], slopes.min() - 0.1), max(SLOPES[1], slopes.max() + 0.1)
    half = (WIDTH - APART) / 2
    halves = _half("f", 0, half, ENDS, (-1, 0, 1), [shape.values for shape in shapes], shown)
    halves += _half("f′", half + APART, half, steep, (0, 1), [shape.slopes for shape in shapes], shown)
    ink = both("ink")["dark" if dark else "light"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="11.5" fill="{ink}" color="{ink}">{halves}</svg>'
    )


def _half(
    name: str,
    left: float,
    width: float,
    ends: tuple[float, float],
    levels: tuple[int, ...],
    values: list[np.ndarray],
    shown: list[Line],
) -> str:
    """One of the two charts, ``left`` and ``width`` in units of the picture."""
    foot, room = HEIGHT - 14, 16.0  # the numbers stand in the room at the left
    x = left + room + (width - room) * np.linspace(0, 1, len(values[0]))

    def up(value: np.ndarray | float) -> np.ndarray | float:
        return foot * (1 - (np.clip(value, *ends) - ends[0]) / (ends[1] - ends[0]))

    grid = "".join(
        f'<path d="M{left + room:g} {up(level):.1f}H{left + width:g}" stroke="currentColor" opacity="{faint}"/>'
        f'<text x="{left + room - 4:g}" y="{up(level) + 4:.1f}" text-anchor="end" opacity="0.74">{told}</text>'
        for level in levels
        for faint, told in [(0.35 if level == 0 else 0.15, exact(level))]
    )
    middle = left + room + (width - room) / 2
    grid += f'<path d="M{middle:g} 0V{foot}" stroke="currentColor" opacity="0.35"/>'
    ends_of_axis = ((left + room, "start", exact(-REACH)), (left + width, "end", exact(REACH)))
    marks = "".join(
        f'<text x="{at:g}" y="{HEIGHT - 2}" text-anchor="{anchor}" opacity="0.74">{text}</text>'
        for at, anchor, text in (*ends_of_axis, (middle, "middle", "z"))
    )
    drawn = "".join(
        f'<polyline fill="none" stroke="{line.hue}" stroke-width="2" stroke-dasharray="{line.dash or "none"}" '
        f'points="{_points(x, up(one), one, ends)}"><title>{escape(line.label)}</title></polyline>'
        for line, one in zip(shown, values, strict=True)
    )
    return f'{grid}{drawn}{marks}<text x="{left + room + 5:g}" y="11">{name}</text>'


def _points(x: np.ndarray, y: np.ndarray | float, values: np.ndarray, ends: tuple[float, float]) -> str:
    """Every so many of the points, those around a jump all, and none beyond the ends of the axis."""
    jump = np.abs(np.diff(values, append=values[-1])) > 0.05
    kept = (np.arange(len(x)) % EVERY == 0) | jump | np.roll(jump, 1)
    kept &= (values >= ends[0]) & (values <= ends[1])
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[kept], np.asarray(y)[kept], strict=True))


def sentence(name: str) -> str:
    """What the picture of an activation shows, as Markdown: range, mean, flat parts, slopes, what is learned."""
    known, shape = ACTIVATIONS[name], shape_of(name)
    told = {"reach": reach(shape), "centring": centring(shape)}
    parts = (
        tr("Outputs {reach} in even units, mirrored in odd ones: {centring}", **told)
        if known.bipolar
        else tr("Outputs {reach}: {centring}", **told),
        tr("{saturation}; slope at most {slope}", saturation=saturation(shape), slope=short(shape.steepest)),
        listed(
            [
                tr("{symbol} is learned from {start}", symbol=f"${symbol}$", start=plain(start, 6))
                for symbol, start in known.learned
            ],
            "and",
        ),
    )
    return ". ".join(filter(None, parts)) + "."


def reach(shape: Shape) -> str:
    """Between which ends outputs lie, in words: "from 0 to 1", "from 0 up", "of any size"."""
    low, high = (short(end) for end in (shape.low, shape.high))
    if np.isfinite(shape.low):
        return (
            tr("from {low} to {high}", low=low, high=high) if np.isfinite(shape.high) else tr("from {low} up", low=low)
        )
    return tr("up to {high}", high=high) if np.isfinite(shape.high) else tr("of any size")


def centring(shape: Shape) -> str:
    """Whether the outputs of a layer are zero-centred, in words."""
    if shape.centred:
        return tr("zero-centred")
    return tr("mean {mean} of a normal signal, not zero-centred", mean=short(shape.mean))


def saturation(shape: Shape) -> str:
    """Where slopes vanish, in words."""
    low, high = shape.saturates
    if shape.off:
        return tr("Slope 0 for z < 0")
    if low is not None and high is not None and np.isclose(-low, high):
        return tr("Saturates at {where}", where=f"|z| > {short(high)}")
    sides = [f"z < {short(low)}" if low is not None else "", f"z > {short(high)}" if high is not None else ""]
    where = listed([*filter(None, sides)], "and")
    return tr("Saturates at {where}", where=where) if where else tr("Never saturates")


def short(value: float) -> str:
    """A number with two digits behind the point at most."""
    return plain(round(value, 2), 6)
