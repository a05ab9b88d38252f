"""Writes the pictures of all presets: ``python -m ui.thumbs``."""

from __future__ import annotations

from ui.thumbs import network, race

race.main()
network.main()
