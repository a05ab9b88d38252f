"""Every registered optimizer on one surface, each with its defaults there. Its link is the surface: ``on=ravine``."""

from __future__ import annotations

from dataclasses import replace

from optimizers import OPTIMIZERS
from surfaces import SURFACES, Surface
from training.configuration.links import Reader
from training.race.config import Race, default_choice, default_race

STEPS = 1_000


def crowd(surface: str) -> Race:
    """The race of all optimizers that can run on ``surface``, each under its own name."""
    known = SURFACES[surface]
    names = [name for name in OPTIMIZERS if not missing(name, known)]
    slots = tuple((name, default_choice(name, known)) for name in names)
    return replace(default_race(surface), steps=STEPS, slots=slots)


def encode(race: Race) -> str:
    """The race of all optimizers as the query of a link."""
    return f"on={race.surface}"


def decode(query: str) -> tuple[Race, list[str]]:
    """The race of a link, and a sentence where its surface was not understood. Never raises."""
    reader, known = Reader(query), [*SURFACES]
    return crowd(reader.one("on", known, known[0])), reader.sentences


def missing(name: str, surface: Surface) -> str:
    """Why an optimizer cannot run on a surface, in words; empty where it can."""
    if "residual_fn" in OPTIMIZERS[name].needs and surface.residuals is None:
        return "needs a sum of squares"
    return ""
