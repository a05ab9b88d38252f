"""The still charts of the pages, by Plotly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log10
from textwrap import wrap
from typing import Any

import numpy as np
import pandas  # noqa: F401  Plotly looks at it: half imported by another visitor's page, it would end this one.
import plotly.graph_objects as go
import plotly.io as pio

MARKS = ("circle", "square", "diamond", "cross", "triangle-up")  # of classes, so that hue is not alone
WIDEST = 34  # letters of a title below in one line, for which a window of 320 pixels has room
LINE = 18  # px
STILL = {"displayModeBar": False}  # for st.plotly_chart: a toolbar would lie on what small charts show


@dataclass(frozen=True)
class Curve:
    """One named line: ``x`` and ``y`` of shape (n,), its hue, and its dash as SVG writes it ("" for a solid line).

    ``stairs`` holds each value until the next. ``band`` are the lower and the upper edge of a band around it, (n,).
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    hue: str
    dash: str = ""
    width: float = 2.2
    stairs: bool = False
    band: tuple[np.ndarray, np.ndarray] | None = None


def curves(
    lines: Sequence[Curve],
    x_title: str,
    y_title: str,
    *,
    log: bool = False,
    x_log: bool = False,
    height: int = 320,
    uprights: Sequence[tuple[float, str]] = (),
    top: float | None = None,
) -> go.Figure:
    """Lines over a common axis with their names above; sizes for a projector. ``log`` makes the y axis logarithmic.

    ``uprights`` are places across and hues of dotted lines from below to above. What is above the ``top`` is not shown.
    Plotly checks nothing of the figure, which a test does: that took two thirds of the time, while all other visitors
    waited.
    """
    data = [part for line in lines for part in _drawn(line, x_title)]
    upright = {"type": "line", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
    layout = {
        "template": _template(),
        "height": height,
        "margin": {"l": 56, "r": 12, "t": 36, "b": 44 + LINE * _lines(x_title).count("<br>")},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 14}},
        "xaxis": _axis(_lines(x_title), x_log),
        "yaxis": _axis(y_title, log) | _until(top, log),
        "hovermode": "closest",
        "shapes": [
            {**upright, "x0": x, "x1": x, "line": {"color": hue, "width": 1.5, "dash": "dot"}} for x, hue in uprights
        ],
    }
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def _drawn(line: Curve, x_title: str) -> list[dict[str, Any]]:
    """A line behind its band, if it has one."""
    dash, shape = line.dash or "solid", "hv" if line.stairs else "linear"
    own = {
        "type": "scatter",
        "x": line.x,
        "y": line.y,
        "name": line.name,
        "mode": "lines",
        "line": {"color": line.hue, "width": line.width, "dash": dash, "shape": shape},
        "hovertemplate": f"{line.name}<br>{x_title} %{{x}}<br>%{{y:.3~g}}<extra></extra>",
    }
    return [*([] if line.band is None else _band(line.x, *line.band, line.hue)), own]


@cache
def _template() -> dict[str, Any]:
    """The look of charts, which Streamlit's theme replaces where it has its own."""
    return pio.templates["plotly"].to_plotly_json()


def _lines(title: str) -> str:
    """A title below in as many lines as it needs in a narrow window."""
    return "<br>".join(wrap(title, WIDEST))


def _axis(title: str, log: bool) -> dict[str, Any]:
    words = {"text": title, "font": {"size": 14}}
    return {
        "title": words,
        "type": "log" if log else "linear",
        "exponentformat": "power",
        "tickfont": {"size": 13},
    }


def _until(top: float | None, log: bool) -> dict[str, Any]:
    """An axis that ends there, wherever it begins."""
    return {} if top is None else {"range": [None, log10(top) if log else top], "autorange": "min"}


@dataclass(frozen=True)
class Cloud:
    """Points (n, 2) of classes (n,), each of a name and a hue, under a title; at most ``most`` of them are drawn."""

    title: str
    points: np.ndarray
    classes: np.ndarray
    names: Sequence[str]
    hues: Sequence[str]
    most: int


def cloud(shown: Cloud, height: int = 290) -> go.Figure:
    """The points on axes of equal scale under their title, with the names of their classes."""
    figure = go.Figure(layout={"template": "plotly"})
    points, classes = shown.points[: shown.most], shown.classes[: shown.most]
    for place, (name, hue) in enumerate(zip(shown.names, shown.hues, strict=True)):
        x, y = points[classes == place].T.round(4)
        mark = {"color": hue, "size": 5, "symbol": MARKS[place % len(MARKS)], "opacity": 0.75}
        told = f"{name}<br>%{{x:.3~g}}, %{{y:.3~g}}<extra></extra>"
        figure.add_scatter(x=x, y=y, name=name, mode="markers", marker=mark, hovertemplate=told)
    figure.update_layout(
        height=height,
        title={"text": shown.title, "font": {"size": 14}, "x": 0.5, "xanchor": "center"},
        margin={"l": 36, "r": 8, "t": 36, "b": 30},
        legend={"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0, "font": {"size": 12}},
        yaxis={"scaleanchor": "x", "tickfont": {"size": 12}},
        xaxis={"tickfont": {"size": 12}},
    )
    return figure


def on_the_way(shown: Cloud, ends: np.ndarray, share: float) -> go.Figure:
    """The points a ``share`` of the way to their ``ends`` (n, 2), on axes that are the same for all shares."""
    both = np.concatenate([shown.points[: shown.most], ends[: shown.most]])
    low, high = both.min(axis=0), both.max(axis=0)
    figure = cloud(replace(shown, points=shown.points + share * (ends - shown.points)), 420)
    figure.update_xaxes(range=[low[0], high[0]])
    figure.update_yaxes(range=[low[1], high[1]])
    return figure


def _band(x: np.ndarray, low: np.ndarray, high: np.ndarray, hue: str) -> list[dict[str, Any]]:
    red, green, blue = (int(hue[place : place + 2], 16) for place in (1, 3, 5))
    edge = {"type": "scatter", "x": x, "mode": "lines", "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": f"rgba({red}, {green}, {blue}, 0.18)"}
    return [{**edge, "y": low}, {**edge, "y": high, **fill}]
