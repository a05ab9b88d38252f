"""Numbers as people write them: 0.01 and 0,01, 1e-3, 2×10⁻³, 1/3, −1.5 with a true minus, 20 000."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST = 60  # characters of a number that somebody types
GROUPED = re.compile(r"([+-]?[1-9]\d{0,2})((?P<mark>[ '’.,])\d{3}(?:(?P=mark)\d{3})*)((?!(?P=mark))[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_RAISED = re.compile("[⁺⁻⁰¹²³⁴-⁹]+")
_POWER = re.compile(r"(?:(?P<times>[*×·])|(?<![\d.,]))10\^([+-]?\d+)")
_MINUS = str.maketrans("−–﹣", "---")


def read(text: str, whole: bool = False) -> float | None:
    """The number that ``text`` writes, None where it writes none.

    A comma stands before decimals unless it can only part thousands. Where the number is to be ``whole``, a comma or a
    point before three digits parts thousands, too.
    """
    if len(text) > LONGEST:
        return None
    above, _, below = plain(text).partition("/")
    number, divisor = _decimal(above, whole), _decimal(below or "1", whole)
    if number is None or not divisor or not math.isfinite(number / divisor):
        return None
    return number / divisor


def plain(text: str) -> str:
    """The text with one spelling of digits, signs and powers of ten, without spaces at its ends and around signs."""
    text = _RAISED.sub(lambda found: f"^{unicodedata.normalize('NFKC', found[0])}", text)
    text = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    text = re.sub(r"\s*([-+*×·^/])\s*", r"\1", text)
    return _POWER.sub(lambda found: f"{'' if found['times'] else '1'}e{found[2]}", text)


def _decimal(text: str, whole: bool) -> float | None:
    grouped = GROUPED.fullmatch(text)
    if grouped and (whole or grouped["mark"] in " '’" or grouped[4] or len(grouped[2]) > len(",000")):
        text = grouped[1] + re.sub(r"\D", "", grouped[2]) + (grouped[4] or "")
    text = text.replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None
