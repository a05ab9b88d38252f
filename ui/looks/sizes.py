"""Sizes of style sheets, which are written in pixels of the design and grow with the text of the visitor's browser."""

from __future__ import annotations

import re

HAIRLINE = 4  # px below which a length is a line, a border or a gap of one: those stay as they are
_MEDIA = re.compile(r"(@media[^{]*\{|/\*.*?\*/)", re.DOTALL)
_LENGTH = re.compile(r"(?<![\w.#-])(-?\d*\.?\d+)px\b")


def scaled(css: str) -> str:
    """``css`` with each length of 4px and more as a multiple of ``--op-px``: "15px" is "calc(15 * var(--op-px))".

    ``--op-px`` is a pixel of the design: a sixteenth of the root's font size, and more in full screen (player.css).
    Media queries stay: they ask for pixels of the window.
    """
    parts = _MEDIA.split(css)
    parts[::2] = [_LENGTH.sub(_multiple, part) for part in parts[::2]]
    return "".join(parts)


def _multiple(length: re.Match[str]) -> str:
    return length[0] if abs(float(length[1])) < HAIRLINE else f"calc({length[1]} * var(--op-px))"
