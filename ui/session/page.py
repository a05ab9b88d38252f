"""What a page is: all that a session, the routes and the navigation need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Config = Any  # of each page its own: immutable values, which only the page understands


@dataclass(frozen=True)
class Preset:
    """A configuration of one click: ``label`` stands on its button, ``shows`` says what there is to see.

    Where the button has a picture of one runner's result, it is that of the runner ``pictured``.
    """

    name: str
    label: str
    shows: str
    config: Config
    pictured: str = "a"


def buttons(presets: Mapping[str, Preset], config: Config) -> list[dict[str, object]]:
    """The presets as the player shows them; active is the one whose configuration this is."""
    return [
        {"name": p.name, "label": p.label, "shows": p.shows, "active": p.config == config} for p in presets.values()
    ]
