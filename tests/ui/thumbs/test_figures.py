"""The figures of the steps of lessons: there, as they are made, and in words on a handout."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from ui.lessons.book import lessons, read, spelled
from ui.lessons.pictures import FIGURES
from ui.server.figures import SAID
from ui.thumbs import charts, figures
from ui.thumbs.charts import Line

KNOWN = json.loads(FIGURES.read_text())


def test_every_step_has_its_own_and_each_is_called_something():
    steps = [(spelled(lesson, place), step) for lesson in lessons().values() for place, step in enumerate(lesson.steps)]
    links = {name: figures.link(step) for name, step in steps}
    assert {name: one["link"] for name, one in KNOWN.items()} == links, "run python -m ui.thumbs"
    drawn = [figure for one in KNOWN.values() for figure in one["figures"]]
    assert {shows for shows, _, _ in drawn} == {*SAID}
    assert all(re.fullmatch(r"<svg .*</svg>", svg, re.DOTALL) for _, svg, _ in drawn)
    assert FIGURES.stat().st_size < 600_000


@pytest.mark.parametrize("name", ["edge.3", "limits.1", "curvature.1", "averages.3", "numbers.8", "initialization.1"])
def test_figures_are_as_they_are_made(name):
    lesson, place = read(name)
    assert KNOWN[name]["figures"] == [[*one] for one in figures.figures(lesson.steps[place])]


def points_of(svg):
    """The places of each part of each line of a chart, (n, 2) each."""
    paths = re.findall(r'<path d="([^"]*)" fill="none"', svg)
    parts = [part for path in paths for part in path.split("M")[1:]]
    return [np.array([[float(number) for number in place.split()] for place in part.split("L")]) for part in parts]


def test_lines_of_positive_values_are_on_powers_of_ten_and_others_on_whole_numbers():
    x = np.arange(5)
    decades = charts.lines([Line(x, 10.0**-x, "#123456")])
    (line,) = points_of(decades)
    assert np.allclose(line, line[[0]] + np.array([0, 1])[:, None] * (line[-1] - line[0]))  # straight
    assert re.findall(">([^<>]+)</text>", decades) == ["10⁻⁴", "10⁻²", "10⁰", "0", "4"]
    around = charts.lines([Line(x, x - 2.0, "#123456")])
    assert re.findall(">([^<>]+)</text>", around) == ["-2", "-1", "0", "1", "2", "0", "4"]


def test_what_is_not_finite_is_a_gap_and_what_grows_beyond_measure_leaves_the_chart():
    x = np.arange(7)
    grown = np.array([1.0, 2.0, np.nan, 3.0, 5.0, 1e30, np.inf])
    parts = points_of(charts.lines([Line(x, grown, "#123456")]))
    assert [len(part) for part in parts] == [2, 2] and all(part[:, 1].min() >= 0 for part in parts)


def test_points_are_as_dark_as_they_are_good():
    svg = charts.points(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([0.2, 1.0]))
    found = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="3" fill-opacity="([\d.]+)"', svg)
    assert found == [("4", "124", "0.2"), ("124", "4", "1")]  # the first one at the lower left
