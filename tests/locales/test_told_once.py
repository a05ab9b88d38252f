"""What a function of a table tells is told already: where it is shown it is not looked up a second time."""

from __future__ import annotations

import re

import pytest

import locales
from locales import Catalogue, speaking
from ui.pages import PAGES

TWICE = re.compile(r"\[\[[^\[\]]*\]\]")


class Marked(dict):
    """Messages in a language that puts every one into brackets."""

    def get(self, message, default=None):
        return f"[{message}]"


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr(locales, "catalogue", lambda language: Catalogue(Marked(), {}, "n != 1"))
    with speaking("marked"):
        yield


def texts(row, config):
    """All that a row of a table tells of a configuration."""
    yield from getattr(row, "labels", lambda config: {})(config).values()
    yield from (row.called(config), row.explained(config), row.about(config), row.plural(config), row.idle(config))
    yield from (row.shown(config), row.said(config), row.told(config), row.short(config))


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.presets])
def test_every_text_of_a_page_is_told_once(marked, name):
    page, config = PAGES[name], next(iter(PAGES[name].presets.values())).config
    found = [page.tab(config), *(text for row in page.fields(config).values() for text in texts(row, config))]
    assert "[" in "".join(found)
    assert [text for text in found if TWICE.search(text)] == []
