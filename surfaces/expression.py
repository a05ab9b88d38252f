"""A typed formula as a Surface."""

from __future__ import annotations


class FormulaError(ValueError):
    """What is wrong with a formula, where, and what to write instead: str() is a complete sentence."""
