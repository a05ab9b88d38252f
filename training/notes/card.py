"""What a card is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from locales import Words, tr
from optimizers.notes import Note, cited

NOTHING = Note()
PAPER = re.compile(r"(?!A |The |After |Lectures)[A-ZÀ-Ž][^;]*\b(1[89]|20)\d\d\b")


@dataclass(frozen=True)
class Card:
    """A card by its ``key``, the word of its address: ``adam``, else its kind and its name, ``activation.relu``.

    ``sentence`` says what it is, ``formulas`` are LaTeX, each with the form that has it, "" where there is one.
    ``note`` says when it shines and fails and where forms differ, ``more`` what else there is to say. ``page`` and
    ``query`` are where it is seen working. Texts are Markdown with LaTeX between dollar signs, in English; the title is
    a name, or the label of an entry, which its registry has annotated.
    """

    key: str
    group: Words
    title: str
    sentence: Words
    source: str
    formulas: tuple[tuple[str, str], ...] = ()
    note: Note = NOTHING
    more: Words = ""
    page: str = ""
    query: str = ""

    @property
    def kind(self) -> str:
        """The kind that its key names; "" of an optimizer."""
        return self.key.rpartition(".")[0]

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What there is to say beside the sentence and the formula, each with the word before it, as it is told."""
        known = (
            (tr("Shines"), self.note.shines),
            (tr("Fails"), self.note.fails),
            (tr("Forms"), self.note.forms),
            ("", self.more),
        )
        source = ((tr("Source"), cited(self.source)),) if self.source else ()
        return (*((word, tr(text)) for word, text in known if text), *source)

    @property
    def unprinted(self) -> tuple[Words, ...]:
        """What the source names beside papers, whose titles are not translated."""
        return tuple(part for part in self.source.split("; ") if not PAPER.match(part))


@dataclass(frozen=True)
class Topic(Card):
    """A card of what is no entry of a registry: its title is words."""

    title: Words
