"""The row of what is typed as text: points of one's own, a formula, the sizes of layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locales import Words, tr
from training.configuration.fields import Field
from training.configuration.links import Reader
from training.configuration.turns import Turn


@dataclass(frozen=True)
class Text(Field):
    """What is typed as text: ``parse`` reads it, with a ValueError in words, and ``spell`` writes it in a link.

    ``typed`` writes it as a person would. ``blank`` says what is wrong with a link that leaves it blank, where that is
    not what it looks like; ``sentences`` that what an edit has to say are sentences, which need no label before them.
    """

    parse: Callable[[str], Any] = str
    spell: Callable[[Any], str] = str
    typed: Callable[[Any], str] = str
    blank: Words = ""
    sentences: bool = False

    @property
    def _usual_turn(self) -> Turn:
        return Turn.TEXTS

    def checked(self, config: Any, value: Any) -> Any:
        return self.parse(value)

    def read(self, reader: Reader, config: Any) -> Any:
        usual = self.usual(config)
        text = reader.take(self.name, self.spell(usual))
        try:
            if self.blank and not text.strip():
                raise ValueError(tr(self.blank))
            return self.checked(config, text)
        except ValueError as error:
            used = self.spell(usual) or tr("nothing")
            reader.sentences.append(tr("{name}: {reason}; {used} was used.", name=self.name, reason=error, used=used))
            return usual

    def spelled(self, config: Any) -> str:
        return self.spell(self.value(config))

    def shown(self, config: Any) -> str:
        return self.typed(self.value(config))
