"""The pictures of a network that is not trained, as one HTML file."""

from __future__ import annotations

from typing import Any

from locales import tr
from training.initialization.config import encode
from training.initialization.measure import Deep
from ui.initialization.compute import shown
from ui.initialization.header import forward, header
from ui.initialization.page import tab
from ui.initialization.words import basis, told
from ui.player.assets import ENTRIES
from ui.player.export import page
from ui.work.visitors import Guest

ENTRY = ENTRIES["initialization"]


def html(deep: Deep, guest: Guest | None = None) -> str:
    """The stand-alone page of the pictures; ``guest`` is who waits for it."""
    return page(whole(deep, guest), entry=ENTRY)


def whole(deep: Deep, guest: Guest | None = None) -> dict[str, Any]:
    """What that page shows: the pictures, with what happens to the signal in words."""
    networks = shown(deep, guest)
    found = header(networks)
    found["histograms"][0] |= forward(deep)
    words = [*told(networks), *basis(networks)]
    about = {"title": tr("Initialization: {layers}", layers=tab(deep)), "link": encode(deep), "words": words}
    return {**found, **about}
