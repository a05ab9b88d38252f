"""A surface as the player draws it: heights on a grid larger than the frame, and the bands of its contour.

The contour is logarithmic where the losses over the frame ask for it. Then a height is
``z = log10(max(f - floor, 10**lo))`` and the bands are thirds of a decade; else a height is the loss itself and the
bands are round numbers. All quantiles are taken over the frame, not over the larger grid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from surfaces.base import Frame, Surface, grid
from training.race.sharpness import on_grid

NX, NY = 320, 224  # one shape for every frame, so that a surface compiles its grid once
NARROWEST, WIDEST = 1.0, 1.9  # width over height of the views that the grid covers
LOG_RATIO = 40.0  # above this ratio of the 95th to the 5th percentile of f - floor the contour is logarithmic
MOST_DECADES = 6  # in thirds 18 bands, as many as an eye can count
LEVELS = (8, 14)
NOT_FINITE = 65535


@dataclass(frozen=True)
class Scale:
    """How losses become heights: ``edges`` are the bands' borders and ``labelled`` the numbered ones, in heights."""

    log: bool
    floor: float
    floor_known: bool
    step: float
    edges: tuple[float, ...]
    labelled: tuple[float, ...]


def enlarged(frame: Frame) -> Frame:
    """The frame that covers every equal-scale view of ``frame`` whose width over height is from 1.0 to 1.9."""
    width, height = frame[1] - frame[0], frame[3] - frame[2]
    x, y = (frame[0] + frame[1]) / 2, (frame[2] + frame[3]) / 2
    half_width, half_height = max(width, WIDEST * height) / 2, max(height, width / NARROWEST) / 2
    return x - half_width, x + half_width, y - half_height, y + half_height


def relief(surface: Surface, frame: Frame, lowest: float | None) -> dict:
    """The FIELD of the player's header: grid, quantized heights and bands of ``surface`` around ``frame``.

    ``lowest`` is the surface's known minimum; where it is None, the lowest value of the grid inside the frame serves.
    """
    return _banded(grid(surface, enlarged(frame), NX, NY).astype(np.float64), frame, lowest)


def sharpness_relief(surface: Surface, frame: Frame) -> dict:
    """The FIELD of the largest eigenvalue of the Hessian in the place of the loss; 0 where there is no larger one."""
    values = np.maximum(on_grid(surface, enlarged(frame), NX, NY), 0.0)
    return {**_banded(values, frame, 0.0), "of": "sharpness"}


def _banded(values: np.ndarray, frame: Frame, lowest: float | None) -> dict:
    """The FIELD of ``values`` (NY, NX) around ``frame``, of which ``lowest`` is known to be the least."""
    around = enlarged(frame)
    scale = scale_of(inner(values, around, frame), lowest)
    z = heights(values, scale)
    quantized, zlo, zhi = quantize(z)
    return {
        "frame": around,
        "nx": NX,
        "ny": NY,
        "z": quantized,
        "zlo": zlo,
        "zhi": zhi,
        "log": scale.log,
        "floor": scale.floor,
        "floorKnown": scale.floor_known,
        "step": scale.step,
        "edges": scale.edges,
        "labelled": scale.labelled,
    }


def inner(values: np.ndarray, around: Frame, frame: Frame) -> np.ndarray:
    """The cells of ``values`` (ny, nx) over ``around`` that lie inside ``frame``."""
    ny, nx = values.shape
    xs, ys = np.linspace(around[0], around[1], nx), np.linspace(around[2], around[3], ny)
    slack = 1e-9 * max(around[1] - around[0], around[3] - around[2])
    columns = (xs >= frame[0] - slack) & (xs <= frame[1] + slack)
    rows = (ys >= frame[2] - slack) & (ys <= frame[3] + slack)
    return values[np.ix_(rows, columns)]


def scale_of(values: np.ndarray, lowest: float | None) -> Scale:
    """The scale for losses ``values`` over a frame; ``lowest`` is the known minimum, or None."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return Scale(False, 0.0, False, 0.125, tuple(np.arange(1, 9) / 8), ())
    floor = float(finite.min()) if lowest is None else float(lowest)
    above = np.maximum(finite - floor, 0.0)
    if ratio(above) > LOG_RATIO and np.quantile(above, 0.98) > 0:
        return _logarithmic(above, floor, lowest is not None)
    return _linear(finite, floor, lowest is not None)


def ratio(above: np.ndarray) -> float:
    """The 95th over the 5th percentile of losses above the floor; infinite where the 5th is 0 and the 95th is not."""
    low, high = np.quantile(above, (0.05, 0.95))
    return float(high / low) if low > 0 else math.inf if high > 0 else 1.0


def heights(values: np.ndarray, scale: Scale) -> np.ndarray:
    """Heights of losses; below the lowest edge of a logarithmic scale everything is one band's width under it."""
    if not scale.log:
        return values
    bottom = scale.edges[0] - scale.step
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log10(np.maximum(values - scale.floor, 10.0**bottom))
    return np.where(np.isfinite(values), z, np.nan)


def quantize(z: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Heights as uint16 between the lowest and the highest one, which are returned too; 65535 where not finite."""
    finite = np.isfinite(z)
    if not finite.any():
        return np.full(z.shape, NOT_FINITE, np.uint16), 0.0, 1.0
    zlo, zhi = float(z[finite].min()), float(z[finite].max())
    zhi = zhi if zhi > zlo else zlo + 1.0
    # The last value means "not finite": a finite height of exactly zhi takes the one before it.
    scaled = np.clip(np.round((np.where(finite, z, zlo) - zlo) / (zhi - zlo) * 65535), 0, NOT_FINITE - 1)
    return np.where(finite, scaled, NOT_FINITE).astype(np.uint16), zlo, zhi


def _logarithmic(above: np.ndarray, floor: float, known: bool) -> Scale:
    high, low = (float(np.quantile(above, q)) for q in (0.98, 0.001))
    hi = math.ceil(3 * math.log10(high) - 1e-9)  # in thirds of a decade
    lowest = math.floor(3 * math.log10(low) + 1e-9) if low > 0 else -math.inf
    lo = int(max(lowest, hi - 3 * MOST_DECADES))
    edges = tuple(third / 3 for third in range(min(lo, hi - 1), hi + 1))
    decades = tuple(edge for edge in edges if edge.is_integer())
    return Scale(True, floor, known, 1 / 3, edges, decades)


def _linear(values: np.ndarray, floor: float, known: bool) -> Scale:
    """Levels at 1, 2 or 5 x 10^k: the finest that number at most 14 up to the 98th percentile, and at least 8."""
    high = float(np.quantile(values, 0.98))
    span = high - floor if high > floor else max(abs(floor), 1.0)
    exponent = math.floor(math.log10(span))
    for step in (m * 10.0**k for k in (exponent - 2, exponent - 1, exponent) for m in (1, 2, 5)):
        first, last = math.floor(floor / step + 1e-9) + 1, math.floor((floor + span) / step + 1e-9)
        if last - first + 1 <= LEVELS[1]:
            break
    multiples = range(first, max(last, first + LEVELS[0] - 1) + 1)
    each = next(k for k in (5, 4, 2) if sum(m % k == 0 for m in multiples) >= 2)
    edges = {m: float(f"{m * step:.12g}") for m in multiples}
    labelled = tuple(edge for m, edge in edges.items() if m % each == 0)
    return Scale(False, floor, known, step, tuple(edges.values()), labelled)
