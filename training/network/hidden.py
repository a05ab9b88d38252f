"""The widths of the hidden layers: how they are typed and spelled, and depths worth a look beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locales import tr
from optimizers.base import shown
from training.configuration.texts import Text

MOST_LAYERS, MOST_UNITS = 12, 512
HIDDEN = (
    f"The width of each, with commas between: up to {MOST_LAYERS} widths from 1 to {MOST_UNITS}, or “none”. "
    "Weights are counted without biases, as in the lectures: 4-3-1 has 15."
)
NO_LAYERS = "none"


def read_hidden(text: str) -> tuple[int, ...]:
    """The widths of the hidden layers as they are typed, "32,32,32" or "none"; ValueError in words otherwise."""
    bare = text.strip().lower()
    words = [] if bare in ("", NO_LAYERS) else re.split(r"\s*,\s*|\s+", bare)
    try:
        widths = tuple(int(word) for word in words)
    except ValueError:
        widths = (0,)
    if len(widths) > MOST_LAYERS or not all(1 <= width <= MOST_UNITS for width in widths):
        wrong = tr(
            "must be up to {most} whole numbers from 1 to {units} with commas between them, or {none}, not {value}",
            most=MOST_LAYERS,
            units=MOST_UNITS,
            none=NO_LAYERS,
            value=shown(text),
        )
        raise ValueError(wrong)
    return widths


def spell_hidden(hidden: tuple[int, ...]) -> str:
    """The widths of the hidden layers as a link has them."""
    return ",".join(map(str, hidden)) or NO_LAYERS


def typed_hidden(hidden: tuple[int, ...]) -> str:
    """The widths as a person would type them."""
    return spell_hidden(hidden).replace(",", ", ")


def depths(hidden: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """One layer of these widths, all of them, and twice as many."""
    widths = hidden or (32,)
    return widths[:1], widths, (*widths, *widths)[:MOST_LAYERS]


@dataclass(frozen=True)
class Widths(Text):
    """The row of the hidden layers; runners are told by them in the notation of lectures: 4-3-1."""

    parse: Callable[[str], Any] = read_hidden
    spell: Callable[[Any], str] = spell_hidden
    typed: Callable[[Any], str] = typed_hidden

    def said(self, network: Any) -> str:
        widths = network.hidden
        alike = len(widths) > 3 and len(set(widths)) == 1
        return f"{len(widths)} × {widths[0]}" if alike else "-".join(map(str, widths)) or tr("no hidden layer")

    def told(self, network: Any) -> str:
        return self.said(network)
