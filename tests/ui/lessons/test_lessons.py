"""Lessons: their files, their links, their questions, and the page with its card."""

import math

import pytest

from tests.pages import visit
from ui.lessons.answers import WORDS, Ask, answer, apart, ask
from ui.lessons.book import Malformed, lessons, parse, read, spelled
from ui.lessons.card import config_of, link_of
from ui.pages import PAGES
from ui.session.page import Facts
from ui.work.visitors import Guest

STEPS = [(name, place) for name, lesson in lessons().items() for place in range(len(lesson.steps))]
ASKED = [(name, place) for name, place in STEPS if lessons()[name].steps[place].ask]
QUANTITIES = {  # of the facts of each page, see ui/race/facts.py and its siblings
    "race": {"loss", "best", "reached", "away", "gone"},
    "network": {"train_loss", "valid_loss", "train_score", "valid_score", "gap"},
    "initialization": {"spread", "gradient", "saturated"},
}
HEAD = "# A\ngroup: G\nabout: B\n\n## S\nopen: race/beale\n"


@pytest.mark.parametrize(("name", "place"), STEPS)
def test_every_step_opens_its_page_as_it_says(name, place):
    lesson = lessons()[name]
    step = lesson.steps[place]
    page = PAGES[step.page]
    config, said = page.decode(link_of(lesson, place, page)) if page.decode else (None, [])
    assert said == [] and step.text and read(spelled(lesson, place)) == (lesson, place)
    assert page.decode or not (step.query or step.preset)
    if step.preset:
        assert config == page.presets[step.preset].config
    if step.ask:
        assert step.ask.quantity in QUANTITIES[step.page] and step.question.endswith("?")
    if step.draw:
        assert step.predict and step.draw.runner in config.choices and step.question.endswith("?")


@pytest.mark.parametrize(("name", "place"), [one for one in ASKED if lessons()[one[0]].steps[one[1]].page == "race"])
def test_the_runs_answer_without_a_doubt(name, place):
    step = lessons()[name].steps[place]
    facts = PAGES["race"].facts(config_of(step, PAGES["race"]), Guest())
    found = answer(step.ask, facts)
    assert found.right in found.choices and apart(step.ask, facts) and {*facts.values} == QUANTITIES["race"]


def test_signals_in_ten_layers_answer():
    (step, *_) = lessons()["initialization"].steps
    facts = PAGES["initialization"].facts(config_of(step, PAGES["initialization"]), Guest())
    assert answer(step.ask, facts).right == "Normal 0.01" and apart(step.ask, facts)
    assert {*facts.values} == QUANTITIES["initialization"] and set().union(*QUANTITIES.values()) == {*WORDS}


def test_answers_are_read_off_the_facts():
    facts = Facts(
        {"a": "SGD", "b": "Adam", "c": "Muon"},
        {"reached": {"a": math.inf, "b": 120, "c": 80}, "loss": {"a": 2.0, "b": math.nan, "c": 1.0}},
    )
    first = answer(Ask("least", "reached"), facts)
    assert (first.right, first.choices) == ("Muon", ("SGD", "Adam", "Muon"))
    assert first.told == "Gradients to tolerance: Muon 80, Adam 120, SGD never."
    assert answer(Ask("most", "loss"), facts).right == "SGD" and answer(Ask("least", "loss"), facts).right == "Muon"
    count = answer(ask("count loss below 1.5"), facts)
    assert (count.right, count.choices) == ("One", ("None", "One", "Two", "Three"))
    assert "Adam not finite" in count.told and not apart(ask("count loss above 2.05"), facts)
    assert apart(Ask("least", "reached"), facts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no title", "must begin with a title"),
        ("# A\ngroup: G\nabout: B\n", "must begin with a title, # ..., and have steps"),
        ("# A\ngroup: G\n\n## S\nopen: race/beale\n\nT", "must say about"),
        ("# A\ngroup: G\nabout: B\n\n## S\nclosed: x\n\nT", "must say open"),
        (f"{HEAD}colour: red\n\nT", "colour is no field here"),
        (f"{HEAD}question: Who?\n\nT", "question and ask or draw belong together"),
        (f"{HEAD}predict: yes\n\nT", "question and ask or draw belong together"),
        (f"{HEAD}ask: least loss\nquestion: Who?\npredict: true\n\nT", "predict can be yes"),
        (f"{HEAD}draw: loss of a from 1 to 9\n\nT", "question and ask or draw belong together"),
        (f"{HEAD}ask: least loss\ndraw: loss of a from 1 to 9\nquestion: Who?\n\nT", "question and ask or draw belong"),
        (f"{HEAD}draw: loss of a from 9 to 1\nquestion: How?\n\nT", "S: draw: must be loss or"),
        (f"{HEAD}", "a text follows behind a blank line"),
        (f"{HEAD}ask: least\nquestion: Who?\n\nT", "S: ask: must be least or most"),
    ],
)
def test_a_file_that_is_no_lesson_is_told(text, said):
    with pytest.raises(Malformed, match=said):
        parse("x", text)


def test_a_question_that_is_none_is_told_and_a_step_that_there_is_not_is_none():
    for text in ("least beauty", "greatest loss", "count loss beside 3", "count loss above", "count loss above x"):
        with pytest.raises(ValueError, match="ask: must"):
            ask(text)
    lesson = parse("x", f"{HEAD}ask: least loss\nquestion: Who?\npredict: yes\n\nLook.\n\n## T\nopen: race?a=adam\n\nL")
    assert [step.query for step in lesson.steps] == ["", "a=adam"] and lesson.steps[0].predict
    for named in ("valley.9", "nothing.1", "valley.0", f"valley.{'9' * 5000}"):
        assert read(named) is None
    many = Facts(dict.fromkeys("abcdefgh", "x"), {"gone": dict.fromkeys("abcdefgh", 1.0)})
    assert answer(ask("count gone above 0.5"), many).right == "8"


def test_the_page_lists_all_lessons():
    app = visit("lessons")
    listed = "".join(html.proto.body for html in app.get("html"))
    assert not app.exception and all(f"./lib/lesson/{name}.1" in listed for name in lessons())
    assert [heading.value for heading in app.subheader] == [*dict.fromkeys(one.group for one in lessons().values())]
