"""The page "Schedules and averages", run by Streamlit's own test harness."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import script


@pytest.fixture
def page():
    return AppTest.from_file(script("schedules"), default_timeout=60).run()


def test_it_shows_the_decay_table_of_the_decks(page):
    assert not page.exception
    table = next(html.proto.body for html in page.get("html") if "<table" in html.proto.body)
    assert re.findall(r"<th scope=col>([^<]*)", table) == ["Schedule", *(f"Epoch {e}" for e in range(1, 5))]
    row = next(row for row in table.split("<tr>") if "1 / (1" in row)
    assert re.findall(r"<td>([^<]*)", row) == ["0.1", "0.0667", "0.05", "0.04"]


def test_its_controls_change_what_is_drawn(page):
    def drawn(place):
        return page.get("plotly_chart")[place].proto.spec

    before = [drawn(place) for place in range(4)]
    page.text_input(key="rate").set_value("0,5").run()
    assert drawn(0) != before[0]
    page.toggle(key="correct").set_value(False).run()
    assert drawn(1) != before[1]
    page.select_slider(key="b2").set_value(0.9).run()
    assert drawn(3) != before[3] and not page.exception
