"""The header of the page's pictures: what assets/player/pages/basins.js draws.

frame     [x0, x1, y0, y1]
gradients that every run takes
minima    of the surface: at, x and y, the hue of its basin, light and dark, and whether all other ones have it
words     for each fate that is no place in minima
race      the link of a race, without its start
runners   how each is told from others (slot, name, label, hues, dash, marker), stride (the gradients of a step), side
          (cells along each side of its picture, so far), and row by row from y0 up fate (place in minima, or one of
          words: -1 still moving, -2 outside the frame, -3 not finite, -4 at rest away from all minima) and steps (the
          gradient at which the minimum was reached, or from which on the run is outside or not finite)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isqrt
from typing import Any

from locales import tr
from locales.formats import percent
from surfaces import find
from training.many.basins import Fates
from training.many.files import WORDS
from training.outcome import point
from training.race.config import encode
from training.race.race import Race
from ui.looks.identity import GREYS, LOOKS, SPARE, TABLE, identities
from ui.race.basins.config import fields_of
from ui.race.chunks import reaching, shares

# Light and dark: of all hues of lines those that are nowhere near the ink, which is what left the frame. A hue that
# came again would say that two minima are one: those beyond these are told by their numbers.
HUES = (*((TABLE[name].light, TABLE[name].dark) for name in LOOKS if name != "sgd"), SPARE[1])
OTHER = GREYS[1]


def basins_header(race: Race, pictures: Mapping[str, Fates]) -> dict[str, Any]:
    """The header of the pictures that are there."""
    people, minima = identities(fields_of(race), race), find(race.surface_name).minima
    return {
        "frame": race.frame,
        "gradients": race.steps,
        "minima": coloured(minima),
        "words": {str(kind): tr(words) for kind, words in WORDS.items()},
        "race": "&".join(pair for pair in encode(race).split("&") if pair[:2] not in ("x=", "y=")),
        "runners": [
            {
                "slot": slot,
                **people[slot].drawn,
                "stride": race.choices[slot].gradients,
                "side": isqrt(len(found.fate)),
                "fate": found.fate.astype("int32"),
                "steps": found.steps * race.choices[slot].gradients,
                "told": told(found, minima),
            }
            for slot, found in pictures.items()
        ],
    }


def coloured(minima: tuple[tuple[float, float], ...]) -> list[dict[str, Any]]:
    """The minima of a surface, each with the hue of what reaches it, light and dark: of the first ones, which are the
    lowest, each its own, and one hue of all ``other`` ones."""
    hues = [*HUES, *[OTHER] * max(0, len(minima) - len(HUES))]
    return [
        {"at": at, "light": light, "dark": dark, "other": (light, dark) == OTHER}
        for at, (light, dark) in zip(minima, hues, strict=False)
    ]


def told(found: Fates, minima: tuple[tuple[float, float], ...]) -> str:
    """The shares of all starts in words: "25.6% reach (3, 2), ..."."""
    known = shares(found.fate)
    reached = [reaching(known[kind], minima[kind]) for kind in range(len(minima)) if kind in known]
    return ", ".join(
        [*reached, *(f"{percent(known[kind], 1)} {tr(words)}" for kind, words in WORDS.items() if kind in known)]
    )


def rows_of(found: Iterable[Fates], minima: tuple[tuple[float, float], ...]) -> list[tuple[str, list[str]]]:
    """The shares as the rows of a table, a column for each of those ``found``: of each minimum, then of the rest."""
    known = [shares(one.fate) for one in found]
    heads = {place: f"{place + 1} {point(at)}" if len(minima) > 1 else point(at) for place, at in enumerate(minima)}
    rows = {**{kind: tr("reach {minimum}", minimum=words) for kind, words in heads.items()}, **WORDS}
    return [(tr(words), [percent(one.get(kind, 0.0), 1) for one in known]) for kind, words in rows.items()]
