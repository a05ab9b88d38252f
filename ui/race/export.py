"""A race as one HTML file: the update of every runner is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.race.config import each
from training.race.race import Race
from ui.player.assets import plotly_compressed
from ui.player.export import page
from ui.race import compute
from ui.race.header import ground, race_header
from ui.race.inside import inside
from ui.session import sight
from ui.work.visitors import Guest


def html(race: Race, guest: Guest | None = None, hidden: sight.Letters = frozenset(), **called: str) -> str:
    """The stand-alone page of a race: every runner's update is in it, and nothing has to be asked of a server.

    ``guest`` is who waits for it; runners that are ``hidden`` are left out, as on the screen. ``called`` are title and
    link, where the race has others than its own.
    """
    return page(header(race, guest, hidden, **called), plotly_compressed())


def header(
    race: Race, guest: Guest | None = None, hidden: sight.Letters = frozenset(), **called: str
) -> dict[str, Any]:
    """What that page shows."""
    traces = compute.traces(race, guest)
    pick = sight.seen(next(reversed(race.choices), None), hidden, race.choices)
    whole = {**race_header(race, traces, compute.outcomes(race, traces), pick=pick), **called}
    insides = {
        slot: inside(slot, choice, traces[slot]) for slot, choice in race.slots if not (slot in hidden or choice.veiled)
    }
    shown = {**sight.visible(whole, hidden, named=True), "insides": insides}
    return {**shown, "grounds": _grounds(race, whole, hidden)}


def _grounds(race: Race, header: Mapping[str, Any], hidden: sight.Letters) -> dict[str, dict[str, Any]]:
    """What the stage shows where another runner is chosen, by letter; nothing where that is the same for all."""
    own = each(race)
    surfaces = {one.surface_name for one in own.values()}
    if len(surfaces) == len({(one.x, one.y) for one in own.values()}) == 1:
        return {}
    found = {}
    for slot in filter(lambda letter: letter not in hidden, own):
        whole = sight.visible({**header, **ground(race, slot)}, hidden, named=True)
        surface = {name: part for name, part in whole["surface"].items() if name != "relief" or len(surfaces) > 1}
        found[slot] = {"subtitle": whole["subtitle"], "surface": surface}
    return found
