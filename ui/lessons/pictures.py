"""Pictures of lessons and figures of their steps, which ``python -m ui.thumbs`` makes: see ui/thumbs/lessons.py and
ui/thumbs/figures.py."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from pathlib import Path

from ui.looks.tokens import both

FILE = Path(__file__).with_name("pictures.json")
FIGURES = FILE.with_name("figures.json")
LAW = "limit_gd"  # whose picture stands for all laws
HUED = ".op-hue{color:var(--%s)}"


@cache
def _pictures() -> dict[str, str]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def picture(name: str, theme: str) -> str:
    """The picture of a lesson as the address of an image, in the colours of a theme, "light" or "dark"."""
    style = f"svg{{color:{both('ink')[theme]}}}{HUED % theme}"
    svg = _pictures()[name].replace("</svg>", f"<style>{style}</style></svg>")
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@cache
def figures() -> dict[str, list[list[str]]]:
    """The figures of all steps, as links name these: of each what it shows, an SVG, and of whom it is."""
    known = json.loads(FIGURES.read_text(encoding="utf-8"))
    return {name: one["figures"] for name, one in known.items()}
