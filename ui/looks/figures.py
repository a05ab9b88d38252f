"""The still charts of the pages, by Plotly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas  # noqa: F401  Plotly looks at it: half imported by another visitor's page, it would end this one.
import plotly.graph_objects as go

FURTHEST = 307.0  # the power of ten at which a logarithmic axis ends, whatever is on it: floats end there
STILL = {"displayModeBar": False}  # for st.plotly_chart: a toolbar would lie on what small charts show


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


@dataclass(frozen=True)
class Layered:
    """A figure of every layer: ``measured`` and ``theory`` (layers,), drawn in one hue as points and dashed line."""

    name: str
    measured: np.ndarray
    theory: np.ndarray
    hue: str
    symbol: str = "circle"


def by_layer(lines: Sequence[Layered], *, reach: float | None = None, height: int = 280) -> go.Figure:
    """Figures over the layers, on a logarithmic axis, or with ``reach`` on a linear one that shows at least ± this.

    What is zero stands at the foot of a logarithmic axis, what is not finite on its top.
    """
    values, log = np.concatenate([part for line in lines for part in (line.measured, line.theory)]), reach is None
    low, high = _decades(values) if reach is None else _around(np.append(values, [-reach, reach]))
    figure, layer = go.Figure(layout={"template": "plotly"}), np.arange(1, len(lines[0].measured) + 1)
    for line in lines:
        _add_layered(figure, line, layer, _within(line.measured, low, high, log), log)
    tick = {"tickfont": {"size": 13}, "title_font": {"size": 14}}
    edge = 0.5 + layer.size / 40
    figure.update_layout(
        height=height,
        margin={"l": 48, "r": 8, "t": 28 if len(lines) > 1 else 8, "b": 44},
        showlegend=len(lines) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 13}},
        xaxis={"title": "layer", "range": [1 - edge, layer.size + edge], "tickvals": _some(layer), **tick},
        yaxis={"type": "log" if log else "linear", "range": [low, high], "exponentformat": "power", **tick},
        hovermode="closest",
    )
    return figure.update_yaxes(**_log_ticks(low, high)) if log else figure


def _log_ticks(low: float, high: float) -> dict:
    """Ticks between two powers of ten: at 1, 2 and 5 within a decade or so, else at whole powers."""
    if high - low >= 1.6:
        return {"dtick": max(1, round((high - low) / 5))}
    ticks = [digit * 10.0**power for power in range(math.floor(low), math.ceil(high)) for digit in (1, 2, 5)]
    return {"tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}


def _add_layered(figure: go.Figure, line: Layered, layer: np.ndarray, places: np.ndarray, log: bool) -> None:
    """Points at ``places`` (layers,), then the theory, which shows through where the points of many layers touch."""
    many = layer.size > 20
    figure.add_scatter(
        x=layer,
        y=places,
        name=line.name,
        mode="markers",
        marker={"color": line.hue, "size": 5 if many else 8, "symbol": _symbols(line, log)},
        opacity=0.4 if many else 1,
        customdata=[f"{v:.4g}" if np.isfinite(v) else "not finite" for v in line.measured],
        hovertemplate="layer %{x}<br>measured %{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=layer,
        y=np.where(np.isfinite(line.theory), line.theory, np.nan),
        mode="lines",
        line={"color": line.hue, "width": 1.6, "dash": "5px 4px"},
        showlegend=False,
        hovertemplate="layer %{x}<br>theory %{y:.4~g}<extra></extra>",
    )


def _some(layer: np.ndarray) -> np.ndarray:
    """The layers that are numbered on the axis: all of a few, else five, first and last among them."""
    return layer if layer.size <= 12 else layer[np.linspace(0, layer.size - 1, 5).round().astype(int)]


def _decades(values: np.ndarray) -> tuple[float, float]:
    """Powers of ten between which the positive values lie, at least one decade apart."""
    powers = np.log10(values[(values > 0) & np.isfinite(values)])
    if not powers.size:
        return -1.0, 1.0
    low, high = float(powers.min()), float(powers.max())
    spare = max(0.06 * (high - low), (1 - (high - low)) / 2, 0.1)
    return max(low - spare, -FURTHEST), min(high + spare, FURTHEST)


def _around(values: np.ndarray) -> tuple[float, float]:
    """The range of the finite values, with a little air."""
    finite = np.append(values[np.isfinite(values)], 0.0)
    spare = 0.08 * float(np.ptp(finite)) or 1.0
    return float(finite.min()) - spare, float(finite.max()) + spare


def _within(values: np.ndarray, low: float, high: float, log: bool) -> np.ndarray:
    """The values where they can be drawn; on a logarithmic axis the others at its ends, else nowhere."""
    if not log:
        return np.where(np.isfinite(values), values, np.nan)
    return np.where(np.isfinite(values), np.where(values > 0, values, 10**low), 10**high)


def _symbols(line: Layered, log: bool) -> list[str]:
    ends = {True: line.symbol, False: "triangle-down-open"} if log else {True: line.symbol, False: line.symbol}
    return [ends[bool(v > 0)] if np.isfinite(v) else "triangle-up-open" for v in line.measured]
