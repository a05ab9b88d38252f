"""The page of all optimizers: everybody who can run is there, on equal gradients."""

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.pages import components, header, script
from ui.race.all.config import STEPS, crowd, missing
from ui.race.all.page import PAGE
from ui.work.visitors import Guest


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_everybody_races_or_has_a_reason(surface):
    race = crowd(surface)
    for name in OPTIMIZERS:
        assert (name in race.choices) != bool(missing(name, SURFACES[surface]))
    assert race.steps == STEPS and (race.x, race.y) == SURFACES[surface].start


def visit(**query):
    page = AppTest.from_file(script("all"), default_timeout=300)
    page.query_params.update(query)
    return page.run()


def test_a_link_opens_the_surface_that_it_names_and_nonsense_is_told():
    page = visit(on="ravine")
    assert page.selectbox[0].value == "ravine" and header(page)["link"] == "on=ravine" and not page.warning
    page = visit(on="ravin")
    assert page.selectbox[0].value == "beale" and "one of ravine" in page.warning[0].value
    page.selectbox[0].set_value("ravine").run()
    assert header(page)["link"] == "on=ravine" and not page.warning


def test_the_page_shows_all_of_them():
    page = visit()
    assert not page.exception
    told = header(page)
    assert [runner["slot"] for runner in told["runners"]] == [slot for slot, _ in crowd("beale").slots]
    assert told["link"] == "on=beale"
    assert len(components(page)) == 2  # the player and the standings


def test_its_file_is_called_and_opens_as_the_page_does():
    race = crowd("beale")
    html = PAGE.export.html(race, Guest(), frozenset())
    assert "<title>All optimizers on Beale</title>" in html and '<meta name="race" content="on=beale">' in html
    assert PAGE.export.name(race) == "all-on-beale.html"
