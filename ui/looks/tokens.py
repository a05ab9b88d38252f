"""What Python and the player share: colours, the looks of classes, shapes of markers.

They stand in assets/player/draw/tokens.js, so that the browser has them as a module like all others.
"""

from __future__ import annotations

import json
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent.parent / "assets" / "player" / "draw" / "tokens.js"
_TOKENS = json.loads(_FILE.read_text().partition("TOKENS = ")[2].rstrip().removesuffix(";"))

THEME: dict[str, dict[str, str]] = _TOKENS["theme"]  # "light" and "dark": colour by role
CLASSES: dict[str, list[list[str]]] = {name: _TOKENS["classes"][name] for name in THEME}  # [mark, region] of each
HUES: dict[str, tuple[str, str]] = {name: (light, dark) for name, (light, dark) in _TOKENS["hues"].items()}
COPIES: tuple[tuple[str, str], ...] = tuple((light, dark) for light, dark in _TOKENS["copies"])
GREYS: tuple[tuple[str, str], ...] = tuple((light, dark) for light, dark in _TOKENS["greys"])
CLASS_SHAPES: list[str] = _TOKENS["classes"]["shapes"]
MARKERS: dict[str, list[tuple[float, float]]] = {  # outlines in units of the radius; a circle is none
    name: [(x, y) for x, y in outline] for name, outline in _TOKENS["markers"].items()
}
SATURATED: float = _TOKENS["saturated"]  # share of an activation's range within which a bound is near
FAINTEST: float = _TOKENS["faintest"]  # of the way to the paper: the colour of a run that needs all its steps
GRADIENTS: list[float] = _TOKENS["gradients"]  # powers of ten between which sizes of gradients are counted


def both(role: str) -> dict[str, str]:
    """A colour role in both themes: {"light": ..., "dark": ...}."""
    return {name: colours[role] for name, colours in THEME.items()}
