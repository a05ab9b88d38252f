"""Plotly figures, as plain dictionaries: structure only. The player gives them heights and the theme's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from surfaces.base import Frame

HOVER = "x %{x:.4~g}<br>y %{y:.4~g}<br>loss %{customdata:.3~g}<extra></extra>"
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": "reset",
    "responsive": False,  # the player resizes figure and canvas together
    "scrollZoom": True,
    "showSendToCloud": False,  # on by default in plotly.js 4: it would send the figure out of the room
    "showTips": False,
}


def contour(frame: Frame, field: dict) -> dict:
    """The static figure under the race: a contour without heights, on axes of equal scale that fill the stage.

    ``field`` is a FIELD of :mod:`ui.field`. The player adds ``z`` (heights), ``customdata`` (losses) and colours.
    Every part is made by plotly's own classes, which check it; none carries a template.
    """
    around, edges = field["frame"], field["edges"]
    trace = go.Contour(
        x0=around[0],
        dx=(around[1] - around[0]) / (field["nx"] - 1),
        y0=around[2],
        dy=(around[3] - around[2]) / (field["ny"] - 1),
        contours={"start": edges[0], "end": edges[-1], "size": field["step"], "coloring": "fill", "showlines": True},
        line={"smoothing": 0, "width": 1},
        autocontour=False,
        connectgaps=False,
        hoverongaps=False,
        showscale=False,
        hovertemplate=HOVER,
    )
    return {"data": [trace.to_plotly_json()], "layout": _layout(frame).to_plotly_json(), "config": dict(CONFIG)}


def _layout(frame: Frame) -> go.Layout:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "ticklabelposition": "inside",
        "tickfont": {"size": 13},
        "nticks": 9,
        "automargin": False,
    }
    return go.Layout(
        xaxis={**axis, "range": [frame[0], frame[1]], "constrain": "range"},
        yaxis={**axis, "range": [frame[2], frame[3]], "constrain": "range", "scaleanchor": "x", "scaleratio": 1},
        margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        dragmode="pan",
        hovermode="closest",
        showlegend=False,
        autosize=False,
        uirevision="stage",  # zoom and pan survive every redraw
    )


@dataclass(frozen=True)
class Curve:
    """One named line: ``x`` and ``y`` of shape (n,), its hue, and its dash as SVG writes it ("" for a solid line).

    ``stairs`` holds each value until the next.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    hue: str
    dash: str = ""
    width: float = 2.2
    stairs: bool = False


def curves(lines: Sequence[Curve], x_title: str, y_title: str, *, log: bool = False, height: int = 320) -> go.Figure:
    """Lines over a common axis with their names above; sizes for a projector. ``log`` makes the y axis logarithmic."""
    figure = go.Figure(layout={"template": "plotly"})
    for line in lines:
        figure.add_scatter(
            x=line.x,
            y=line.y,
            name=line.name,
            mode="lines",
            line={
                "color": line.hue,
                "width": line.width,
                "dash": line.dash or "solid",
                "shape": "hv" if line.stairs else "linear",
            },
            hovertemplate=f"{line.name}<br>{x_title} %{{x}}<br>%{{y:.3~g}}<extra></extra>",
        )
    tick = {"tickfont": {"size": 13}, "title_font": {"size": 14}}
    figure.update_layout(
        height=height,
        margin={"l": 56, "r": 12, "t": 36, "b": 44},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 14}},
        xaxis={"title": x_title, **tick},
        yaxis={"title": y_title, "type": "log" if log else "linear", "exponentformat": "power", **tick},
        hovermode="closest",
    )
    return figure
