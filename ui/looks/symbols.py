"""Symbols in the letters that people read and screen readers say."""

from __future__ import annotations

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


def symbol(latex: str) -> str:
    """A symbol in letters that a screen reader can say: β₁ for ``\\beta_1``; "" if it has no such spelling."""
    head, _, index = latex.partition("_")
    letter = _LETTERS.get(head, head if len(head) == 1 else "")
    return (
        letter + index.strip("{}").translate(_LOWERED) if letter and (not index or index.strip("{}").isdigit()) else ""
    )
