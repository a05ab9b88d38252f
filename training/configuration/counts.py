"""Counts and lists in words."""

from __future__ import annotations

from collections.abc import Sequence

from locales import Words, tr

# fmt: off
COUNTS: tuple[Words, ...] = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)
# fmt: on


def in_words(count: int) -> str:
    """A small number as a word: "three"."""
    return tr(COUNTS[count]) if count < len(COUNTS) else str(count)


def listed(names: Sequence[str], last: str = "or") -> str:
    """Names as a sentence has them, with "or" or "and" before the last."""
    if len(names) < 2:
        return "".join(names)
    parts = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return tr("{names} or {last}", **parts) if last == "or" else tr("{names} and {last}", **parts)
