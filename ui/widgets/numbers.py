"""Numbers in the fields that people type them into: when two texts are one number.

A browser's own number field drops what its language does not expect: of 0,01 it keeps 1, and says nothing.
"""

from __future__ import annotations

from training.configuration.numbers import GROUPED, plain, read

__all__ = ["read", "same"]


def same(text: str, other: str, whole: bool = False) -> bool:
    """Whether a field that shows ``text`` shows the number that ``other`` writes, and nobody can read it otherwise."""
    return text == other or (read(text, whole) == read(other) and not _ambiguous(text))


def _ambiguous(text: str) -> bool:
    """Whether the one comma or point of ``text`` could part thousands or stand before decimals: 1,500."""
    grouped = GROUPED.fullmatch(plain(text))
    return grouped is not None and grouped["mark"] in ",." and not grouped[4] and len(grouped[2]) == len(",000")
