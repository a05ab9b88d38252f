"""The pictures of lessons: all there, as they are made, in the colours of a theme."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest

from ui.lessons.book import lessons
from ui.lessons.pictures import FILE, picture
from ui.looks.tokens import both
from ui.thumbs import lessons as made


def test_every_lesson_has_a_picture():
    known = json.loads(FILE.read_text())
    assert list(known) == list(lessons()), "run python -m ui.thumbs"
    assert all(svg.startswith("<svg ") and svg.count("</svg>") == 1 for svg in known.values())
    assert FILE.stat().st_size < 80_000


@pytest.mark.parametrize("name", ["valley", "curvature"])
def test_a_picture_is_that_of_the_first_step_that_has_one(name):
    assert json.loads(FILE.read_text())[name] == made.picture(lessons()[name])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_colours_of_its_theme(theme):
    kind, _, data = picture("valley", theme).partition(",")
    svg = b64decode(data).decode()
    assert kind == "data:image/svg+xml;base64"
    assert f"svg{{color:{both('ink')[theme]}}}.op-hue{{color:var(--{theme})}}</style></svg>" in svg
