"""Counts in words."""

from __future__ import annotations

from locales import Words, tr

# fmt: off
COUNTS: tuple[Words, ...] = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)
# fmt: on


def in_words(count: int) -> str:
    """A small number as a word: "three"."""
    return tr(COUNTS[count]) if count < len(COUNTS) else str(count)
