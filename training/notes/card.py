"""What a card is."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.notes import Note

NOTHING = Note()


@dataclass(frozen=True)
class Card:
    """A card by its ``key``, the word of its address: ``adam``, else its kind and its name, ``activation.relu``.

    ``sentence`` says what it is, ``formulas`` are LaTeX, each with the form that has it, "" where there is one.
    ``note`` says when it shines and fails and where forms differ, ``more`` what else there is to say. ``page`` and
    ``query`` are where it is seen working. Texts are Markdown with LaTeX between dollar signs.
    """

    key: str
    group: str
    title: str
    sentence: str
    source: str
    formulas: tuple[tuple[str, str], ...] = ()
    note: Note = NOTHING
    more: str = ""
    page: str = ""
    query: str = ""

    @property
    def kind(self) -> str:
        """The kind that its key names; "" of an optimizer."""
        return self.key.rpartition(".")[0]

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What there is to say beside the sentence and the formula, each with the word before it."""
        known = (
            ("Shines", self.note.shines),
            ("Fails", self.note.fails),
            ("Forms", self.note.forms),
            ("", self.more),
            ("Source", self.source),
        )
        return tuple((word, text) for word, text in known if text)
