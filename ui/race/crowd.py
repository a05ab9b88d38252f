"""Every registered optimizer on one surface, each with its defaults there."""

from __future__ import annotations

from dataclasses import replace

from optimizers import OPTIMIZERS
from surfaces import SURFACES, Surface
from training.race.config import Race, default_choice, default_race

STEPS = 1_000


def crowd(surface: str) -> Race:
    """The race of all optimizers that can run on ``surface``, each under its own name; no link spells it."""
    known = SURFACES[surface]
    names = [name for name in OPTIMIZERS if not missing(name, known)]
    slots = tuple((name, default_choice(name, known)) for name in names)
    return replace(default_race(surface), steps=STEPS, slots=slots)


def missing(name: str, surface: Surface) -> str:
    """Why an optimizer cannot run on a surface, in words; empty where it can."""
    if "residual_fn" in OPTIMIZERS[name].needs and surface.residuals is None:
        return "needs a sum of squares"
    return ""
