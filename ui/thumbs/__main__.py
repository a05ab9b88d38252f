"""Writes the pictures of all presets and lessons: ``python -m ui.thumbs``."""

from __future__ import annotations

from ui.thumbs import figures, lessons, network, race

race.main()
network.main()
lessons.main()
figures.main()
