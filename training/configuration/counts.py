"""Counts in words."""

COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def in_words(count: int) -> str:
    """A small number as a word: "three"."""
    return COUNTS[count] if count < len(COUNTS) else str(count)
