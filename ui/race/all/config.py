"""What the page of all optimizers shows, and its link.

``shows=default&by=ravine`` is the matrix of all optimizers and surfaces, sorted by a surface; ``on=ravine`` are
all optimizers on one surface, and ``of=adam`` is one optimizer on all of them, each run on a stage of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from training.configuration.links import Reader
from training.many.matrix import STEPS, missing
from training.race.config import Race, default_choice, default_race

SHOWS = {"default": "With defaults", "best": "Best rate", "rates": "Rates that work"}
FAMILY, NAME, REACHED = "family", "optimizer", "reached"  # orders of the matrix that are no surface


@dataclass(frozen=True)
class Shown:
    """What the page shows: the matrix, or the runs ``on`` one surface, or those ``of`` one optimizer.

    ``shows`` and ``by``, one of :func:`orders`, are those of the matrix.
    """

    on: str = ""
    of: str = ""
    shows: str = "default"
    by: str = FAMILY


def orders() -> list[str]:
    """By what the rows of the matrix can be sorted."""
    return [FAMILY, NAME, REACHED, *SURFACES]


def crowd(surface: str) -> Race:
    """The race of all optimizers that can run on ``surface``, each under its own name."""
    known = SURFACES[surface]
    names = [name for name in OPTIMIZERS if not missing(name, known)]
    slots = tuple((name, default_choice(name, known)) for name in names)
    return replace(default_race(surface), steps=STEPS, slots=slots)


def tour(name: str) -> dict[str, Race]:
    """The races of one optimizer alone, by the surface that it can run on."""
    able = {key: known for key, known in SURFACES.items() if not missing(name, known)}
    slots = {key: (("a", default_choice(name, known)),) for key, known in able.items()}
    return {key: replace(default_race(key), steps=STEPS, slots=slots[key]) for key in able}


def encode(shown: Shown) -> str:
    """What is shown as the query of a link."""
    if shown.on or shown.of:
        return f"on={shown.on}" if shown.on else f"of={shown.of}"
    return f"shows={shown.shows}&by={shown.by}"


def decode(query: str) -> tuple[Shown, list[str]]:
    """What a link shows, and a sentence for each thing in it that was not understood. Never raises."""
    reader = Reader(query)
    known: dict[str, list[str]] = {"on": [*SURFACES], "of": [*OPTIMIZERS], "shows": [*SHOWS], "by": orders()}
    if "on" in reader.fields and reader.take("of", ""):
        reader.sentences.append("of: one surface is shown, or one optimizer; on was used.")
    for name in ("on", "of"):
        if name in reader.fields:
            return Shown(**{name: reader.one(name, known[name], known[name][0])}), reader.sentences
    whole = Shown()
    words = {name: reader.one(name, known[name], getattr(whole, name)) for name in ("shows", "by")}
    return Shown(**words), reader.sentences
