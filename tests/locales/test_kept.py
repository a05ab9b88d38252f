"""What is kept for all visitors, or written once for all, is told to each in the language spoken."""

from __future__ import annotations

import pickle

import pytest

from locales import ENGLISH, LANGUAGES, cached_by_language, speaking, spoken, tr
from training.data.reading import read
from training.network.refused import Refused, unless
from ui.lessons.book import lessons
from ui.lessons.card import config_of, link_of
from ui.looks.identity import identities
from ui.pages import PAGES
from ui.session.page import buttons

NAMED = [(page, preset) for page in PAGES.values() for preset in page.presets.values() if preset.names]
TOLD = [pair for language in LANGUAGES if language != ENGLISH for pair in ((language, ENGLISH), (ENGLISH, language))]


def test_what_is_said_of_data_that_somebody_else_has_read_is_said_anew():
    text = "1,2,a;3,4,b;5,6"
    english = read(text)
    assert english == ("1,2,a;3,4,b", ["Point 3: 3 values are needed, not 2; the row was left out."])
    with speaking("de"):
        spelled, said = read(text)
    assert spelled == english[0] and said != english[1]


def test_what_is_kept_is_kept_for_each_language():
    made = []

    @cached_by_language(2)
    def kept(message):
        made.append(spoken())
        return tr(message)

    def told(language):
        with speaking(language):
            return kept("Race")

    assert [told("en"), told("de"), told("en"), told("de")] == ["Race", "Rennen"] * 2 and made == ["en", "de"]


def test_what_is_refused_is_refused_in_every_language():
    with pytest.raises(Refused, match=r"^Race$") as refused:
        unless(lambda: tr("Race"))
    assert pickle.loads(pickle.dumps(refused.value)).told == {"en": "Race", "de": "Rennen"}
    unless(lambda: "")


@pytest.mark.parametrize(("made", "opened"), TOLD)
@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.presets])
def test_the_link_of_a_preset_is_its_own_in_any_language(name, made, opened):
    page = PAGES[name]
    for preset in page.presets.values():
        with speaking(made):
            link = page.encode(preset.config)
        with speaking(opened):
            config, said = page.decode(link)
            active = [button["name"] for button in buttons(page.presets, config) if button["active"]]
        assert said == [] and preset.name in active


@pytest.mark.parametrize(("made", "opened"), TOLD)
@pytest.mark.parametrize("name", lessons())
def test_the_link_of_a_step_is_its_own_in_any_language(name, made, opened):
    for place, step in enumerate(lessons()[name].steps):
        page = PAGES[step.page]
        if page.decode is None:
            continue
        with speaking(made):
            link = link_of(lessons()[name], place, page)
        with speaking(opened):
            assert page.decode(link) == (config_of(lessons()[name].steps[place], page), [])


@pytest.mark.parametrize(("page", "preset"), NAMED, ids=[preset.name for _, preset in NAMED])
def test_runners_of_presets_are_called_in_the_language_spoken(page, preset):
    rows = page.fields(preset.config)
    with speaking("de"):
        labels = {who.label for who in identities(rows, preset.config).values()}
        assert labels >= {*map(tr, preset.names)}
    assert {who.label for who in identities(rows, preset.config).values()} >= {*preset.names}


def test_runners_of_lessons_are_called_in_the_language_spoken():
    step = lessons()["limits"].steps[-1]
    config, rows = config_of(step, PAGES["race"]), PAGES["race"].fields
    with speaking("de"):
        assert [who.label for who in identities(rows(config), config).values()] == [*map(tr, step.names)]
        assert not {*map(tr, step.names)} & {*step.names}
