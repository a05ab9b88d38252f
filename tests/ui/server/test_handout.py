"""The handout of a lesson has all that is to be read and asked, and gives away nothing that is to be predicted."""

from __future__ import annotations

import re
from html import escape

import pytest
from starlette.applications import Starlette

from tests.asgi import get
from ui.lessons.book import lessons, spelled
from ui.server.figures import figures_of
from ui.server.routes import routes

APP = Starlette(routes=[route for route in routes() if route.path.startswith("/lib/handout")])


@pytest.mark.parametrize("name", lessons())
def test_a_handout_has_every_step(name):
    lesson = lessons()[name]
    answer = get(APP, f"/lib/handout/{name}")
    page = answer.text
    before, _, after = page.partition('class="after"')
    assert answer.status == 200 and page.count('class="code"') == len(lesson.steps)
    assert not {"<button", "<input", "<select", "<script"} & {*page.split()}
    for place, step in enumerate(lesson.steps, 1):
        assert f"<h2>{place}. {escape(step.title)}</h2>" in before
        asked = re.split("`", step.question)[0]
        assert f"<b>{escape(asked, quote=False)}" in before or not asked
        boxes = re.findall(r"<li>([^<]*)</li>", before.split("<section>")[place])
        assert len(boxes) > 1 if step.question else not boxes
        words = max(re.split(r"[`*$]|\n\n|arXiv", step.text), key=len)
        found = [escape(words, quote=False) in part for part in (before, after)]
        assert not words or found == [not step.predict, step.predict], step.title
        drawn = figures_of(step, spelled(lesson, place - 1))
        assert "<figure" in drawn and [drawn in part for part in (before, after)] == [not step.predict, step.predict]
    assert "`" not in page.partition("<main>")[2]  # code is set as such
    assert bool(after) == any(step.predict for step in lesson.steps)


@pytest.mark.parametrize(
    "name, step, boxes",
    [
        ("valley", 3, ["None", "One", "Two", "Three", "Four", "Five", "Six"]),
        ("edge", 2, ["κ 5", "κ 20", "κ 80"]),
        ("depth", 3, ["Sigmoid", "tanh", "SELU"]),
        ("starts", 2, ["Normal 0.01", "LeCun", "He"]),
    ],
)
def test_what_can_be_answered_is_there_to_tick(name, step, boxes):
    page = get(APP, f"/lib/handout/{name}").text
    assert re.findall("<li>([^<]*)</li>", page.split("<section>")[step]) == boxes


def test_there_is_no_handout_of_another_name():
    assert get(APP, "/lib/handout/nothing").status == 404
