"""An identity as a picture: a piece of its line with its marker, for places that show images instead of the player."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.looks.identity import Identity

WIDTH, HEIGHT, RADIUS = 40, 18, 5.5
DOT = 0.34  # of the radius, in the middle of some hollow markers
PAPER = {False: "#FFFFFF", True: "#0F1318"}
Points = list[tuple[float, float]]


def mark_path(identity: Identity, dark: bool) -> str:
    """Where the server has the picture: "/lib/mark/adam-light.svg"; copies say which one they are, and their hue."""
    copy = "" if identity.copy == 1 else f"-{identity.copy}-{identity.tone}"
    return f"/lib/mark/{identity.name}-{'dark' if dark else 'light'}{copy}.svg"


def mark_svg(identity: Identity, dark: bool) -> str:
    """An SVG of 40 x 18 px: line with dash, marker in its middle."""
    colour = identity.hue(dark)
    dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in identity.dash)}"' if identity.dash else ""
    marker = marker_svg(identity.marker, WIDTH / 2, HEIGHT / 2, RADIUS, colour, PAPER[dark], identity.hollow)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="M0 {HEIGHT / 2:g}H{WIDTH}" stroke="{colour}" stroke-width="2.2"{dash} fill="none"/>{marker}</svg>'
    )


def marker_svg(shape: str, x: float, y: float, r: float, colour: str, paper: str, hollow: str) -> str:
    """A marker as SVG, its centre at (x, y); hollow ones are an outline on the colour of paper, "dot" with a dot."""
    line = max(1.4, r * 0.34)
    size = r - line / 2 if hollow else r
    paint = f'fill="{paper}" stroke="{colour}" stroke-width="{line:.2f}"' if hollow else f'fill="{colour}"'
    dot = f'<circle cx="{x:g}" cy="{y:g}" r="{DOT * r:.2f}" fill="{colour}"/>' if hollow == "dot" else ""
    outline = SHAPES.get(shape)
    if outline is None:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size:.2f}" {paint}/>{dot}'
    points = " ".join(f"{x + size * dx:.2f},{y + size * dy:.2f}" for dx, dy in outline)
    return f'<polygon points="{points}" {paint}/>{dot}'


def _corners(count: int, turn: float, outer: float, inner: float | None = None) -> Points:
    radii = [outer] if inner is None else [outer, inner]
    all_corners = count * len(radii)
    angles = [math.radians(turn + 360 * i / all_corners) for i in range(all_corners)]
    return [(radii[i % len(radii)] * math.cos(a), radii[i % len(radii)] * math.sin(a)) for i, a in enumerate(angles)]


def _plus(w: float, a: float) -> Points:
    """A plus sign with arms of half-width ``w`` and length ``a``: three corners, turned four times by 90 degrees."""
    arm = [(-w, -a), (w, -a), (w, -w)]
    turns = [lambda x, y: (x, y), lambda x, y: (-y, x), lambda x, y: (-x, -y), lambda x, y: (y, -x)]
    return [turn(x, y) for turn in turns for x, y in arm]


def _turned(points: Points) -> Points:
    half = math.sqrt(0.5)
    return [(half * (x - y), half * (x + y)) for x, y in points]


SHAPES: dict[
    str, Points
] = {  # in units of the radius; the same shapes as assets/player/draw/marks.js, a circle is none
    "square": [(-0.87, -0.87), (0.87, -0.87), (0.87, 0.87), (-0.87, 0.87)],
    "diamond": [(0, -1.22), (1.22, 0), (0, 1.22), (-1.22, 0)],
    "triangle-up": [(0, -1.16), (1.16, 0.88), (-1.16, 0.88)],
    "triangle-down": [(0, 1.16), (-1.16, -0.88), (1.16, -0.88)],
    "triangle-left": [(-1.16, 0), (0.88, -1.16), (0.88, 1.16)],
    "triangle-right": [(1.16, 0), (-0.88, 1.16), (-0.88, -1.16)],
    "hexagon": _corners(6, 0, 1.1),
    "pentagon": _corners(5, -90, 1.12),
    "octagon": _corners(8, 22.5, 1.06),
    "plus": _plus(0.42, 1.14),
    "cross": _turned(_plus(0.4, 1.2)),
    "star": _corners(5, -90, 1.32, 0.6),
    "hourglass": [(-1, -1), (1, -1), (0.22, 0), (1, 1), (-1, 1), (-0.22, 0)],
    "bowtie": [(-1, -1), (0, -0.22), (1, -1), (1, 1), (0, 0.22), (-1, 1)],
}
