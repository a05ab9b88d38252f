"""The training of a network as one HTML file: the layers of every runner are in it."""

from __future__ import annotations

from typing import Any

from training.network.network import Network
from ui.network import compute
from ui.network.data import stages
from ui.network.header import inside, network_header, tells
from ui.player.export import page
from ui.session import sight
from ui.work.visitors import Guest


def html(network: Network, guest: Guest, hidden: sight.Letters = frozenset()) -> str:
    """The stand-alone page of a comparison; runs that are not there yet are computed first, while the guest waits.

    Runners that are ``hidden`` are left out, as on the screen.
    """
    return page(header(network, guest, hidden))


def header(network: Network, guest: Guest, hidden: sight.Letters = frozenset()) -> dict[str, Any]:
    """What that page shows."""
    runs = compute.complete(network, guest)
    pick = sight.seen(next(iter(runs), None), hidden, network.choices)
    staged = stages(network)
    whole = network_header(network, runs, staged, pick=pick, together=[slot for slot in runs if slot not in hidden])
    insides = {
        slot: inside(staged.own[slot], slot, network.choices[slot], run)
        for slot, run in runs.items()
        if slot not in hidden and not tells(network)
    }
    return {**sight.visible(whole, hidden, named=True), "inside": insides.get(pick or ""), "insides": insides}
