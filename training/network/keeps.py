"""The keep probabilities of the hidden layers one by one: how they are typed and spelled, and what a runner has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locales import tr
from locales.formats import exact, spell
from optimizers.base import shown
from training.configuration.ranges import Bound, within
from training.configuration.texts import Text
from training.network.hidden import MOST_LAYERS

KEEP = Bound(0.05, 1.0, slider=(0.05, 1.0))
KEEPS = (
    "Of the hidden layers one after the other, with commas between: 0.8, 0.5. Layers for which none is given have the "
    "one above."
)


def read_keeps(text: str, layers: int = MOST_LAYERS) -> tuple[float, ...]:
    """Keep probabilities of so many ``layers`` as they are typed, "0.8, 0.5" or nothing; ValueError in words else."""
    words = [word for word in re.split(r"\s*,\s*|\s+", text.strip()) if word]
    try:
        found = tuple(float(within(KEEP, word)) for word in words)
    except ValueError:
        found = ()
    if len(found) != len(words) or len(words) > layers:
        wrong = tr(
            "must be numbers from {low} to {high} with commas between them, no more than hidden layers ({layers}), "
            "or nothing, not {value}",
            low=exact(KEEP.low),
            high=exact(KEEP.high),
            layers=layers,
            value=shown(text),
        )
        raise ValueError(wrong)
    return found


def spell_keeps(keeps: tuple[float, ...]) -> str:
    """Keep probabilities as a link has them."""
    return ",".join(map(spell, keeps))


@dataclass(frozen=True)
class Keeps(Text):
    """Their row. A link has no more of them than there are hidden layers: the others count nothing."""

    parse: Callable[[str], Any] = read_keeps
    spell: Callable[[Any], str] = spell_keeps
    typed: Callable[[Any], str] = lambda keeps: spell_keeps(keeps).replace(",", ", ")

    def checked(self, network: Any, value: Any) -> tuple[float, ...]:
        return read_keeps(value, len(network.hidden))

    def spelled(self, network: Any) -> str:
        return self.spell(network.keeps[: len(network.hidden)])

    def shown(self, network: Any) -> str:
        return self.typed(network.keeps[: len(network.hidden)])

    def told(self, network: Any) -> str:
        if not network.keeps:
            return tr("kept {keep} in every layer", keep=spell(network.keep))
        return tr("kept by layer {keeps}", keeps=self.shown(network))

    def short(self, network: Any) -> str:
        return self.told(network)
