"""Where the start and the frame of a race may be."""

from __future__ import annotations

import math

import numpy as np

from locales import tr
from locales.formats import plain, spell
from surfaces import find, finite_share, missing
from surfaces.base import Frame
from surfaces.typed import PREFIX

NARROWEST = 1e-3  # a frame's shorter side
FEWEST = 32  # numbers of float32 along it: far from zero they are the limit, 2 at a million


def check_start(surface: str, x: float, y: float) -> None:
    """ValueError if the formula that ``surface`` names has no finite value at a start."""
    if missing(surface, x, y) == "value":
        at = f"({spell(x)}, {spell(y)})"
        raise ValueError(tr("must be where the formula has a finite value; there is none at {point}", point=at))


def check_values(frame: Frame, surface: str) -> Frame:
    """The frame itself, or a ValueError if the formula that ``surface`` names has no finite value in it."""
    if surface.startswith(PREFIX) and not finite_share(find(surface), frame):
        raise ValueError(tr("the formula has no finite value there"))
    return frame


def check_frame(frame: Frame) -> Frame:
    """The frame itself, or a ValueError that says what is wrong with it."""
    x0, x1, y0, y1 = frame
    for low, high, names in ((x0, x1, tr("x0 to x1")), (y0, y1, tr("y0 to y1"))):
        if not high - low >= (least := narrowest(low, high)):
            raise ValueError(
                tr(
                    "{names} must grow by at least {least}, not run from {low} to {high}",
                    names=names,
                    least=plain(least, 6),
                    low=spell(low),
                    high=spell(high),
                )
            )
    return frame


def narrowest(low: float, high: float) -> float:
    """How far apart the sides ``low`` and ``high`` of a frame must be: 0.001, more where float32 is too coarse.

    What rounding takes of a difference between numbers typed is forgiven.
    """
    size = max(abs(low), abs(high))
    return max(NARROWEST - 4 * math.ulp(size), float(f"{FEWEST * np.spacing(np.float32(size)):.1g}"))
