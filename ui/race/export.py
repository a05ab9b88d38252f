"""A race as one HTML file: the update of every runner is in it."""

from __future__ import annotations

from training.race.config import Race
from ui.player.assets import plotly_compressed
from ui.player.export import page
from ui.race import compute
from ui.race.header import race_header
from ui.race.inside import inside
from ui.session import sight
from ui.work.visitors import Guest


def html(race: Race, guest: Guest | None = None, hidden: sight.Letters = frozenset(), **called: str) -> str:
    """The stand-alone page of a race: every runner's update is in it, and nothing has to be asked of a server.

    ``guest`` is who waits for it; runners that are ``hidden`` are left out, as on the screen. ``called`` are title and
    link, where the race has others than its own.
    """
    traces = compute.traces(race, guest)
    pick = sight.seen(next(reversed(race.choices), None), hidden, race.choices)
    header = {**race_header(race, traces, compute.outcomes(race, traces), pick=pick), **called}
    insides = {slot: inside(slot, choice, traces[slot]) for slot, choice in race.slots if slot not in hidden}
    return page({**sight.visible(header, hidden, named=True), "insides": insides}, plotly_compressed())
