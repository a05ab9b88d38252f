"""An identity as a picture: a piece of its line with its marker, for places that show images instead of the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.looks.tokens import MARKERS, THEME

if TYPE_CHECKING:
    from ui.looks.identity import Identity

WIDTH, HEIGHT, RADIUS = 40, 18, 5.5
DOT = 0.34  # of the radius, in the middle of some hollow markers


def mark_path(identity: Identity, dark: bool) -> str:
    """Where the server has the picture: "/lib/mark/adam-light.svg"; copies say which one they are, and their hue."""
    copy = "" if identity.copy == 1 else f"-{identity.copy}-{identity.tone}"
    return f"/lib/mark/{identity.name}-{'dark' if dark else 'light'}{copy}.svg"


def mark_svg(identity: Identity, dark: bool) -> str:
    """An SVG of 40 x 18 px: line with dash, marker in its middle."""
    colour = identity.hue(dark)
    dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in identity.dash)}"' if identity.dash else ""
    marker = marker_svg(
        identity.marker,
        WIDTH / 2,
        HEIGHT / 2,
        RADIUS,
        colour,
        THEME["dark" if dark else "light"]["page"],
        identity.hollow,
    )
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
    outline = MARKERS.get(shape)
    if outline is None:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size:.2f}" {paint}/>{dot}'
    points = " ".join(f"{x + size * dx:.2f},{y + size * dy:.2f}" for dx, dy in outline)
    return f'<polygon points="{points}" {paint}/>{dot}'
