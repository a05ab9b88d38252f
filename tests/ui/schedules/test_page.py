"""The page "Schedules and averages", run by Streamlit's own test harness."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import components, script
from ui.schedules.drawn import spelled


@pytest.fixture
def page():
    return AppTest.from_file(script("schedules"), default_timeout=60).run()


def test_it_shows_the_decay_table_of_the_decks(page):
    assert not page.exception
    table = next(html.proto.body for html in page.get("html") if "<table" in html.proto.body)
    assert re.findall(r"<th scope=col>([^<]*)", table) == ["Schedule", *(f"Epoch {e}" for e in range(1, 5))]
    row = next(row for row in table.split("<tr>") if "1 / (1" in row)
    assert re.findall(r"<td>([^<]*)", row) == ["0.1", "0.0667", "0.05", "0.04"]


def test_a_link_names_schedules_in_any_language():
    for labels in (["Exponential", "Cosine"], ["Exponentiell", "Kosinus"]):
        opened = AppTest.from_file(script("schedules"), default_timeout=60)
        opened.query_params["schedules"] = labels
        assert opened.run().multiselect(key="schedules").value == ["exponential", "cosine"] and not opened.exception


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


def test_it_works_out_the_numbers_of_averages_and_momentum(page):
    tables = [html.proto.body for html in page.get("html") if "<table" in html.proto.body]
    found = {name: next(t for t in tables if f'aria-label="{name}"' in t) for name in WORKED}
    for name, texts in WORKED.items():
        assert all(f"<td>{text}</td>" in found[name] for text in texts), name


WORKED = {
    "What averages remember": ["10", "0.3487", "34.31", "0.1005", "0.1, 0.09, 0.081, 0.0729, 0.06561"],
    "Bias correction of the first averages": ["0.8", "40", "0.0196 θ₁ + 0.02 θ₂", "0.49495 θ₁ + 0.50505 θ₂"],
    "A step of 0.0005 in β": ["10", "10.05", "1000", "2000"],
    "Momentum of five gradients": ["17.2", "63.47", "122.932", "300.193", "1229.32"],
    "Averages of five steps": ["1.738", "−0.3947", "2.774", "−0.1423", "0.8743"],
}


def test_its_window_and_its_schedule_by_hand_are_typed(page):
    page.multiselect(key="schedules").set_value(["manual"]).run()
    page.text_input(key="points").set_value("1:1,3:0.25").run()
    row = next(html.proto.body for html in page.get("html") if "By hand" in html.proto.body)
    assert re.findall(r"<td>([^<]*)", row) == ["0.2", "0.2", "0.05", "0.05"] and not page.warning
    page.text_input(key="points").set_value("5").run()
    assert "ascending steps" in page.warning[0].value
    drawn = page.get("plotly_chart")[0].proto.spec
    page.text_input(key="window").set_value("30").run()
    assert page.get("plotly_chart")[0].proto.spec != drawn and not page.exception


def test_the_points_of_its_schedule_by_hand_are_drawn_in_the_chart(page):
    """B11: the chart that moves them has what is typed, and what it reports is what somebody could have typed."""
    page.multiselect(key="schedules").set_value(["inverse", "manual"]).run()
    charts = len(page.get("plotly_chart"))
    data = json.loads(next(part for part in components(page) if part.component_name == "points").json)
    assert data["points"] == [[0, 1.0], [8, 0.5], [14, 0.1]] and data["rate"] == 0.2 and data["epochs"] == 20
    assert [line["rates"][:2] for line in data["lines"]] == [[0.1, pytest.approx(0.0667, abs=1e-4)]]
    page.multiselect(key="schedules").set_value(["inverse"]).run()
    assert len(page.get("plotly_chart")) == charts + 1 and not page.exception
    assert spelled([[0, 1], [4, 0.38]]) == "1:1,5:0.38"
    for nonsense in (
        None,
        [],
        [[4, 1], [2, 1]],
        [[0, 10**400]],
        [["a", 1]],
        [[0, 1, 2]],
        [[0, -1]],
        [[0, float("nan")]],
    ):
        assert spelled(nonsense) == ""
