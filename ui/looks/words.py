"""Numbers and symbols in the letters that people read and screen readers say."""

from __future__ import annotations

import math
from functools import lru_cache

from locales import tr
from optimizers.base import spell

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = {
    r"\alpha": "α",
    r"\beta": "β",
    r"\gamma": "γ",
    r"\delta": "δ",
    r"\epsilon": "ε",
    r"\varepsilon": "ε",
    r"\eta": "η",
    r"\lambda": "λ",
    r"\mu": "μ",
    r"\nu": "ν",
    r"\rho": "ρ",
    r"\tau": "τ",
}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float, digits: int = 3) -> str:
    """A number for people: 0.213, 2.97×10⁻⁷, 0, "not finite"."""
    if not math.isfinite(value):
        return tr("not finite")
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 9999.5:
        text = f"{value:#.{max(digits, len(f'{abs(value):.0f}'))}g}".rstrip(".")
    else:
        mantissa, power = f"{value:.{digits - 1}e}".split("e")
        text = f"{mantissa}×{power_of_ten(int(power))}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def power_of_ten(power: float) -> str:
    """10⁻⁷ for -7."""
    return f"10{f'{power + 0.0:g}'.translate(RAISED)}"  # no minus before zero


@lru_cache(maxsize=8192)
def text(value: float) -> str:
    """A stop as the slider shows and says it: 0.1, 0.999, 1e-08 as 1e-8."""
    return f"{value:.10g}".replace("e-0", "e-") if value < 1e-4 else spell(float(value))


def symbol(latex: str) -> str:
    """A symbol in letters that a screen reader can say: β₁ for ``\\beta_1``; "" if it has no such spelling."""
    head, _, index = latex.partition("_")
    letter = _LETTERS.get(head, head if len(head) == 1 else "")
    return (
        letter + index.strip("{}").translate(_LOWERED) if letter and (not index or index.strip("{}").isdigit()) else ""
    )
