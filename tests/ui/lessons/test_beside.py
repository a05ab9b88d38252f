"""What stands over a page in a file of it."""

from __future__ import annotations

import pytest

from ui.lessons.beside import above
from ui.lessons.book import lessons, spelled
from ui.lessons.card import config_of
from ui.pages import PAGES
from ui.session.locks import NONE


@pytest.mark.parametrize("name", lessons())
def test_texts_of_lessons_become_markup_in_files(name):
    lesson = lessons()[name]
    for place, step in enumerate(lesson.steps):
        page = PAGES[step.page]
        found = above(page, config_of(step, page), NONE, spelled(lesson, place))
        assert step.title.partition(" ")[0] in found and "`" not in found and "**" not in found
