"""Formulas as lectures print them, beside the right ones, by row: what a slip does is part of the lesson."""

from __future__ import annotations

from training.notes.erratum import Erratum
from training.notes.printed_layers import LAYERS
from training.notes.printed_rules import RULES

ERRATA: tuple[Erratum, ...] = tuple(sorted((*RULES, *LAYERS), key=lambda slip: slip.row))
