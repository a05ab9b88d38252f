"""The header of the page's pictures: what assets/player/pages/basins.js draws.

maps      how each whose picture there will be is told from others (slot, name, label, hues, dash, marker): those that
          are there lie as all of them will
frame     [x0, x1, y0, y1]
gradients that every run takes
minima    that count in the frame: at, x and y, the hue of its basin, light and dark, and whether all other ones have it
words     for each fate that is no place in minima
race      the link of a race, without its start
runners   what each is told by in maps, stride (the gradients of a step), side (cells along each side of its picture, so
          far), and row by row from y0 up fate (place in minima, or one of
          words: -1 still moving, -2 outside the frame, -3 not finite, -4 at rest away from all minima) and steps (the
          gradient at which the minimum was reached, or from which on the run is outside or not finite)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isqrt
from typing import Any

from locales import tr
from locales.formats import percent
from surfaces import Known, at_hand, find
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
Minima = tuple[tuple[float, float], ...]


def basins_header(race: Race, pictures: Mapping[str, Fates], maps: Sequence[str] = ()) -> dict[str, Any]:
    """The header of the pictures that are there, where there will be ``maps`` of these letters."""
    people, minima = identities(fields_of(race), race), known_of(race, pictures).minima

    def who(slot: str) -> dict[str, Any]:
        return {"slot": slot, **people[slot].drawn}

    return {
        "maps": [who(slot) for slot in maps],
        "frame": race.frame,
        "gradients": race.steps,
        "minima": coloured(minima),
        "words": {str(kind): tr(words) for kind, words in WORDS.items()},
        "race": "&".join(pair for pair in encode(race).split("&") if pair[:2] not in ("x=", "y=")),
        "runners": [
            {
                **who(slot),
                "stride": race.choices[slot].gradients,
                "side": isqrt(len(found.fate)),
                "fate": found.fate.astype("int32"),
                "steps": found.steps * race.choices[slot].gradients,
                "told": told(found, minima),
            }
            for slot, found in pictures.items()
        ],
    }


def known_of(race: Race, pictures: Mapping[str, Fates]) -> Known:
    """The minima that count in the frame of the map: while none of its pictures is there, those that need no search."""
    found = next((one.known for one in pictures.values()), None)
    return found or at_hand(find(race.surface_name), race.frame) or Known()


def coloured(minima: Minima) -> list[dict[str, Any]]:
    """The minima of a surface, each with the hue of what reaches it, light and dark: of the first ones, which are the
    lowest, each its own, and one hue of all ``other`` ones."""
    hues = [*HUES, *[OTHER] * max(0, len(minima) - len(HUES))]
    return [
        {"at": at, "light": light, "dark": dark, "other": (light, dark) == OTHER}
        for at, (light, dark) in zip(minima, hues, strict=False)
    ]


def named(minima: Minima) -> int:
    """How many of the minima are told one by one: the rest, which have one hue, are told together."""
    return len(minima) if len(minima) <= len(HUES) + 1 else len(HUES)


def told(found: Fates, minima: Minima) -> str:
    """The shares of all starts in words: "25.6% reach (3, 2), ..."."""
    known, single = shares(found.fate), named(minima)
    reached = [reaching(known[kind], minima[kind]) for kind in range(single) if kind in known]
    if other := sum(share for kind, share in known.items() if kind >= single):
        reached.append(tr("{share} reach other minima", share=percent(other, 1)))
    return ", ".join(
        [*reached, *(f"{percent(known[kind], 1)} {tr(words)}" for kind, words in WORDS.items() if kind in known)]
    )


def rows_of(found: Iterable[Fates], minima: Minima) -> list[tuple[str, list[str]]]:
    """The shares as the rows of a table, a column for each of those ``found``: of each minimum, then of the rest."""
    known, single = [shares(one.fate) for one in found], named(minima)

    def row(words: str, kinds: Iterable[int]) -> tuple[str, list[str]]:
        return words, [percent(sum(one.get(kind, 0.0) for kind in kinds), 1) for one in known]

    heads = [f"{place + 1} {point(at)}" if len(minima) > 1 else point(at) for place, at in enumerate(minima)]
    rows = [row(tr("reach {minimum}", minimum=heads[place]), [place]) for place in range(single)]
    if single < len(minima):
        several = tr("reach {first} to {last}, the other minima", first=single + 1, last=len(minima))
        rows.append(row(several, range(single, len(minima))))
    return [*rows, *(row(tr(words), [kind]) for kind, words in WORDS.items())]
