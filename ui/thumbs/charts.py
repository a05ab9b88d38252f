"""Charts for paper, as SVG without words: lines over an axis, and a plane with cells or points.

Numbers at an axis are whole or powers of ten, which all languages write alike.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PIL import Image

from ui.thumbs.outlines import simplified
from ui.thumbs.race import joined, short

WIDTH, HEIGHT = 220, 140  # px
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 6, 18  # px around the plot
ACROSS, UP = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM  # px of the plot
NEARLY = 0.3  # px that a line may be off
GROWN = 100.0  # times the largest first value up to which values are shown
DECADES = 12  # that a logarithmic axis has at most
TICKS = 4  # at most, at the axis
LEAST = 1.0  # that an axis spans: a power of ten, or what lies between two whole numbers
SIDE = 128  # px of a square
POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Line(NamedTuple):
    """A line ``x`` and ``y`` of shape (n,), its hue, and the lengths of its dashes, none of a solid one."""

    x: np.ndarray
    y: np.ndarray
    hue: str
    dash: Sequence[float] = ()


def lines(drawn: Sequence[Line], whole: bool = False) -> str:
    """Lines over one axis; the other is logarithmic where no value is at or below zero. What is not finite is a gap.

    What grows far beyond the first values, or falls far below the others, leaves the chart if it is not ``whole``.
    """
    known = np.concatenate([line.y for line in drawn]).astype(float)
    known = known[np.isfinite(known)]
    log = bool((known > 0).all())
    least, most = float(known.min()), float(known.max())
    if not whole:
        most = min(most, GROWN * max(abs(float(line.y[0])) for line in drawn))
        least = max(least, most / 10.0**DECADES) if log else least
    low, high = (math.log10(least), math.log10(most)) if log else (least, most)
    wider = max(0.0, (LEAST - (high - low)) / 2)
    low, high = low - wider, high + wider
    first, last = min(float(line.x.min()) for line in drawn), max(float(line.x.max()) for line in drawn)

    def placed(line: Line) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = ((np.log10(line.y) if log else line.y) - low) / (high - low)
        seen = np.where((share >= -0.01) & (share <= 1.01), share, np.nan)
        return np.stack([LEFT + (line.x - first) / ((last - first) or 1) * ACROSS, TOP + (1 - seen) * UP], axis=1)

    grid = "".join(_level(TOP + (1 - (at - low) / (high - low)) * UP, told) for at, told in _ticks(low, high, log))
    ends = _text(LEFT, HEIGHT - 5, f"{first:.0f}") + _text(WIDTH - RIGHT, HEIGHT - 5, f"{last:.0f}", "end")
    paths = "".join(_path(placed(line), line) for line in drawn)
    return _svg(WIDTH, HEIGHT, f"{grid}{ends}{paths}")


def cells(colours: np.ndarray) -> str:
    """A picture of cells, (rows, columns, 3) from 0 to 255, the lowest row first."""
    written = BytesIO()
    Image.fromarray(colours[::-1].astype(np.uint8)).quantize(32).save(written, "PNG", optimize=True)
    data = base64.b64encode(written.getvalue()).decode()
    image = f'<image width="{SIDE}" height="{SIDE}" image-rendering="pixelated" href="data:image/png;base64,{data}"/>'
    return _svg(SIDE, SIDE, image)


def points(shares: np.ndarray, darkness: np.ndarray) -> str:
    """Points at ``shares`` (n, 2) of the way across and up a square, each as dark (n,) as that says, from 0 to 1."""
    inner = SIDE - 8
    dots = "".join(
        f'<circle cx="{short(4 + inner * x)}" cy="{short(4 + inner * (1 - y))}" r="3" fill-opacity="{short(dark)}"/>'
        for (x, y), dark in zip(shares, darkness, strict=True)
    )
    return _svg(SIDE, SIDE, f'<g fill="currentColor" stroke="currentColor" stroke-width="0.4">{dots}</g>')


def _svg(width: int, height: int, content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{content}</svg>'


def _path(places: np.ndarray, line: Line) -> str:
    """A line through places (n, 2), with a gap where one is not finite."""
    gaps = np.flatnonzero(~np.isfinite(places).all(axis=1))
    parts = [places[start + 1 : end] for start, end in pairwise((-1, *gaps, len(places)))]
    d = "".join(f"M{joined(simplified(part, NEARLY))}" for part in parts if len(part) > 1)
    dash = f' stroke-dasharray="{" ".join(map(short, line.dash))}"' if line.dash else ""
    return f'<path d="{d}" fill="none" stroke="{line.hue}" stroke-width="1.4" stroke-linejoin="round"{dash}/>'


def _ticks(low: float, high: float, log: bool) -> list[tuple[float, str]]:
    """Where the axis has numbers, and how these are written."""
    if log:
        powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
        kept = powers[:: max(1, -(-len(powers) // TICKS))]
        return [(power, f"10{str(power).translate(POWERS)}") for power in kept]
    step = max(1, round((high - low) / TICKS))
    whole = range(math.ceil(low / step) * step, math.floor(high) + 1, step)
    return [(number, str(number)) for number in whole]


def _level(y: float, told: str) -> str:
    line = f'<path d="M{LEFT} {short(y)}H{WIDTH - RIGHT}" stroke="currentColor" stroke-width="0.5" opacity="0.25"/>'
    return line + _text(LEFT - 4, y + 3, told, "end")


def _text(x: float, y: float, told: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{short(y)}" text-anchor="{anchor}" font-size="9" fill="currentColor">{told}</text>'
