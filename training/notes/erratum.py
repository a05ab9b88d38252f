"""What a slip of a lecture is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Erratum:
    """A slip ``about`` something: as ``printed``, the ``right`` form, and what it ``does``, with its source.

    Texts are Markdown with LaTeX between dollar signs; ``row`` is that of the inventory of the lectures. ``page`` and
    ``query`` are where it is seen, "" where no page shows it.
    """

    row: str
    about: str
    printed: str
    right: str
    does: str
    page: str = ""
    query: str = ""
