"""A map of basins is a race without a start: its link is that of a race, and opens there, too."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from surfaces import find
from training.race import config
from training.race.config import Race, default_choice

LETTERS = config.LETTERS[:4]
OPENING = ("sgd", "momentum", "adam")
SURFACE = "himmelblau"

encode = config.encode


def decode(query: str) -> tuple[Race, list[str]]:
    """The map of a link, and one sentence for each thing in it that was not understood. Never raises."""
    query = query.removeprefix("?")
    named = {name for name, _ in parse_qsl(query, errors="replace")}
    where = "" if named & {"surface", config.FORMULA} else f"&surface={SURFACE}"
    race, said = config.decode(f"{query}{where}".strip("&"))
    if not named & {*config.LETTERS}:
        surface = find(race.surface_name)
        own = ((letter, default_choice(name, surface)) for letter, name in zip(LETTERS, OPENING, strict=False))
        return replace(race, slots=tuple(own)), said
    kept = tuple(slot for slot in race.slots if slot[0] in LETTERS)
    if len(kept) < len(race.slots):
        said.append(f"A map has room for {len(LETTERS)} optimizers, {', '.join(LETTERS)}; the others were left out.")
    return replace(race, slots=kept), said
