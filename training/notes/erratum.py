"""What a slip of a lecture is."""

from __future__ import annotations

from dataclasses import dataclass

from locales import Words


@dataclass(frozen=True)
class Erratum:
    """A slip ``about`` something: as ``printed``, the ``right`` form, and what it ``does``, with its source.

    Texts are Markdown with LaTeX between dollar signs; ``row`` is that of the inventory of the lectures. ``page`` and
    ``query`` are where it is seen, "" where no page shows it.
    """

    row: str
    about: Words
    printed: Words
    right: Words
    does: Words
    page: str = ""
    query: str = ""
