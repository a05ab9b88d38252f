"""Pictures of the lessons, for ui/lessons/pictures.json: each of the first step that one can be made of."""

from __future__ import annotations

import json
from dataclasses import fields

from training.initialization.measure import Deep
from training.many.search.search import Search
from training.network.network import Network
from training.race.race import Race
from ui.initialization.compute import to_train
from ui.lessons.book import Lesson, Step, lessons
from ui.lessons.pictures import FILE
from ui.pages import PAGES
from ui.session.page import Preset
from ui.thumbs import network, race


def main() -> None:
    """Write the file anew."""
    pictures = {name: picture(lesson) for name, lesson in lessons().items()}
    FILE.write_text(json.dumps(pictures, indent=2) + "\n", encoding="utf-8")


def picture(lesson: Lesson) -> str:
    """A lesson as an SVG of 66 x 42 px; StopIteration where no step has a picture."""
    return next(filter(None, map(_picture, lesson.steps)))


def _picture(step: Step) -> str:
    page = PAGES[step.page]
    if page.decode is None:
        return ""
    preset = page.presets.get(step.preset) or Preset("", "", "", page.decode(step.query)[0])
    config = to_train(preset.config) if isinstance(preset.config, Deep) else preset.config
    if isinstance(config, Race):
        return race.picture(config)
    if isinstance(config, Search):
        config = _searched(config)
    letter = preset.pictured if isinstance(preset.config, Network) else config.slots[0][0]
    return network.picture(Preset("", "", "", config, letter)) if isinstance(config, Network) else ""


def _searched(search: Search) -> Network:
    """The network whose numbers are searched, with the numbers that its runners have of themselves."""
    own = {field.name: getattr(search, field.name) for field in fields(Network)}
    return Network(**own | {"slots": tuple((letter, chosen.bare) for letter, chosen in search.slots)})
