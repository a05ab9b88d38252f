"""Numbers as people read them, and as links and fields spell them: every format that the app has stands here.

``assets/player/draw/format.js`` has the same rules under the same names for what the player shows. A half is rounded
away from zero, the minus sign is a true one and zero has none, powers of ten are written out from 0.001 to 100,000, and
what is no number is told as "not finite". The point is a point in every language, as in links, fields and code; commas
between thousands are spaces where the language reads them as points, and one stands before the sign of per cent where
it asks for that.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from locales import percentage, thousands, tr

Value = float | int | str
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_ZERO = re.compile(r"-(?=[0.,]*$)")
_WIDE = Context(prec=1200)  # digits: every float is exact, whatever it is rounded to


def spell(value: Value) -> str:
    """A value as a link writes it: the shortest text that reads back as the same number."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def rounded(value: float, count: int) -> str:
    """The number of so many significant digits that is nearest to another, as a link writes it: 0.123, 1e-08."""
    return spell(float(f"{value:.{count}g}"))


@lru_cache(maxsize=8192)  # a slider asks for each of its stops whenever a page is drawn
def in_field(value: float) -> str:
    """A number as a field or a slider shows it, to be typed over: as a link writes it, but 1e-8 for 1e-08."""
    return _short_power(spell(value))


def exact(value: float) -> str:
    """A number for people with all its digits: −0.1, 1e−08."""
    return minus(spell(value)) if math.isfinite(value) else tr("not finite")


def minus(text: object) -> str:
    """Write the hyphens of a number as true minus signs; zero has none."""
    return _ZERO.sub("", str(text)).replace("-", "−")


def raised(exponent: float) -> str:
    """An exponent as Unicode superscript: ⁻⁴ for -4."""
    return f"{exponent + 0.0:g}".translate(RAISED)


def power_of_ten(exponent: float) -> str:
    """10⁻⁷ for -7."""
    return f"10{raised(exponent)}"


def digits(value: float, count: int = 3) -> str:
    """A number with ``count`` significant digits, ending zeros too: 0.210, 1,230, 2.97×10⁻⁷."""
    if not math.isfinite(value):
        return tr("not finite")
    if value == 0:
        return "0"
    found = _significant(value, count)
    power = found.adjusted()
    if -3 <= power <= 4:
        text = _places(found, max(0, count - 1 - power), "," if power > 3 else "")
        return minus(thousands(text))
    return f"{minus(_places(found.scaleb(-power), count - 1))}×{power_of_ten(power)}"


def number(value: float, count: int = 3) -> str:
    """Like ``digits``, but with its whole part in full below 10,000: 1234, 284 for 284.2 with two digits."""
    whole = len(_places(abs(value), 0)) if abs(value) < 9999.5 else 0
    return digits(value, max(count, whole))


def plain(value: float, count: int = 4) -> str:
    """A number with at most ``count`` significant digits and no zeros at their end: 1.5, −0.5, 20,000, 10⁻⁶."""
    if not math.isfinite(value):
        return tr("not finite")
    found = _significant(value, count).normalize(_WIDE)
    if found == 0:
        return "0"
    power = found.adjusted()
    if -3 <= power <= 4:
        return minus(thousands(f"{found:,f}") if power > 3 else f"{found:f}")
    head = f"{found.scaleb(-power):f}"
    return {"1": "", "-1": "−"}.get(head, f"{minus(head)}×") + power_of_ten(power)


def fixed(value: float, places: int) -> str:
    """A number with so many digits after its point, for what is compared there: −0.50, 1.98."""
    return minus(_places(value, places)) if math.isfinite(value) else tr("not finite")


def signed(value: float, places: int) -> str:
    """Like ``fixed``, with its sign even where it is above zero: +0.50, −0.50."""
    return f"{'+' * (0 <= value < math.inf)}{fixed(value, places)}"


def grouped(value: float, most: int = 3) -> str:
    """A number with commas between thousands and at most ``most`` digits after its point, for counts: 1,200."""
    if not math.isfinite(value):
        return tr("not finite")
    text = _places(value, most, ",")
    return minus(thousands(text.rstrip("0").rstrip(".") if "." in text else text))


def bound(value: float, count: int = 10) -> str:
    """An end of a range with at most ``count`` significant digits and commas between thousands: −1,000,000, 10⁻¹²."""
    if not 1000 <= abs(value) < 1e15:
        return plain(value, count)
    return grouped(float(_significant(value, count)), count)


def percent(share: float, places: int = 0) -> str:
    """A share as a percentage with so many digits after its point, and one at least within one of nothing and of all.

    Only all reads 100%, only nothing 0%: 0.984 is 98%, 0.9999 is 99.9%, 0.0043 is 0.4%, 0.0001 is <0.1%.
    """
    if not math.isfinite(share):
        return tr("not finite")
    many = abs(_WIDE.multiply(Decimal(float(share)), 100))
    places = max(places, 0 < many < 1 or 99 < many < 100)
    text, least = _places(many, places), Decimal(1).scaleb(-places)
    if 0 < many < 1 and not float(text):
        return percentage(f">−{least:f}" if share < 0 else f"<{least:f}")
    if 99 < many < 100 and float(text) == 100:
        text = f"{100 - least:f}"
    return percentage(minus(f"-{text}" if share < 0 else text))


def scientific(value: float, places: int = 1) -> str:
    """A number as programs print it, for errors of which the size alone counts: 1.2e−7."""
    if not math.isfinite(value):
        return tr("not finite")
    return minus(_short_power(f"{value + 0.0:.{places}e}"))


def _short_power(text: str) -> str:
    """The text of a number with its power of ten in the fewest letters: 1e-8, 1e20."""
    return re.sub(r"e([+-])0", r"e\1", text).replace("e+", "e")


def _significant(value: float, count: int) -> Decimal:
    """A number rounded to so many significant digits."""
    return Context(prec=count, rounding=ROUND_HALF_UP).create_decimal(Decimal(float(value)))


def _places(value: float | Decimal, places: int, group: str = "") -> str:
    """A number rounded to so many digits after its point, with ``group`` between thousands."""
    exactly = value if isinstance(value, Decimal) else Decimal(float(value))
    with localcontext(_WIDE):
        return f"{exactly.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):{group}f}"
