"""What a law's measurement looks like, as a small picture: measured as a line, expected as a dashed one."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote

import numpy as np

from locales import tr
from training.laws import Law
from training.laws.law import Measured, Series
from ui.looks.tokens import both

WIDTH, HEIGHT, EDGE = 160, 48, 4  # px
MOST = 400  # points of a line
BAND = 8  # tolerances that fit on either side of a number alone
INK = both("ink")


LINE = 'fill="none" stroke-linejoin="round" stroke-width='
KINDS = {  # how lines are drawn
    "measured": f'{LINE}"1.6"',
    "expected": f'{LINE}"1.4" stroke-dasharray="4 3" stroke-opacity="0.72"',
    "axis": f'{LINE}"1" stroke-opacity="0.4"',
}


def picture(law: Law, found: Measured, theme: str) -> str:
    """The picture of what was measured of a law, as HTML: an image in the ink of a theme, "light" or "dark"."""
    told, svg = _told(found.series), drawing(law, found, theme)
    return f'<img alt="{escape(told)}" title="{escape(told)}" src="data:image/svg+xml,{quote(svg)}">'


def drawing(law: Law, found: Measured, theme: str) -> str:
    """The picture as SVG."""
    drawn = _curve(law, found.series) if found.series else _number(law, found.value)
    return (  # the style of paper knows pictures of the dark theme by that word in their address
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'id="law-{theme}" fill="{INK[theme]}" stroke="{INK[theme]}">{drawn}</svg>'
    )


def _told(series: Series | None) -> str:
    """What a picture shows, in words."""
    if series is None:
        return tr("What is measured beside what is expected, dashed, and its tolerance")
    return tr("{up} by {across}, and dashed as expected", up=tr(series.up), across=tr(series.across))


def _curve(law: Law, series: Series) -> str:
    """The series with the line of what is expected."""
    thin = slice(None, None, -(-len(series.places) // MOST))
    measured, expected = (series.places[thin], series.values[thin]), series.drawn(law.expected)
    if series.log:
        measured, expected = ((x, _power(y)) for x, y in (measured, expected))
    across, up = (_scale(np.concatenate([measured[i], expected[i]]), (WIDTH, -HEIGHT)[i]) for i in (0, 1))
    return _line(across(expected[0]), up(expected[1]), "expected") + _line(across(measured[0]), up(measured[1]))


def _number(law: Law, value: float) -> str:
    """A number alone: a mark on a line on which what is expected is dashed, and what may be is a band."""
    width = law.tolerance * abs(law.expected)
    off = float(np.clip((value - law.expected) / width, -BAND, BAND)) if np.isfinite(value) else BAND
    middle, unit, level = WIDTH / 2, (WIDTH / 2 - EDGE) / (BAND + 1), HEIGHT / 2
    band = f'<rect x="{middle - unit:.1f}" y="{level - 9:g}" width="{2 * unit:.1f}" height="18" opacity="0.16"/>'
    line = _line(np.array([EDGE, WIDTH - EDGE]), np.full(2, level), "axis")
    mark = f'<circle cx="{middle + off * unit:.1f}" cy="{level:g}" r="4"/>'
    dashed = _line(np.full(2, middle), np.array([EDGE, HEIGHT - EDGE]), "expected")
    return band + line + dashed + mark


def _power(values: np.ndarray) -> np.ndarray:
    """The power of ten of values; of those that have none, NaN."""
    return np.log10(np.where(values > 0, values, np.nan))


def _scale(values: np.ndarray, size: int) -> Callable[[np.ndarray], np.ndarray]:
    """From values to pixels of an axis ``size`` px long, which points down where that is negative."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    span, length = (high - low) or 1.0, abs(size) - 2 * EDGE

    def placed(values: np.ndarray) -> np.ndarray:
        share = (values - low) / span
        return EDGE + length * (share if size > 0 else 1 - share)

    return placed


def _line(x: np.ndarray, y: np.ndarray, kind: str = "measured") -> str:
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True) if np.isfinite(a) and np.isfinite(b))
    return f'<polyline points="{points}" {KINDS[kind]}/>'
