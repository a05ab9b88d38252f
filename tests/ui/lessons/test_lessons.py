"""Lessons: their files, their links, their questions, and the page with its card."""

import json
import math
import re
from functools import cache
from itertools import combinations

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.golden_lessons import GOLDEN, LONG
from tests.pages import UI, visit
from training.many.grids import CHUNKS
from ui.lessons import worked
from ui.lessons.answers import Ask, answer, apart, ask
from ui.lessons.book import Malformed, lessons, parse, read, spelled
from ui.lessons.card import COMES_BACK, config_of, link_of
from ui.lessons.quantities import OF_PAGES, WORKED_WORDS
from ui.pages import PAGES
from ui.race.sensitivity import compute as maps
from ui.race.sensitivity.facts import of_maps
from ui.server import handout
from ui.session.page import Facts
from ui.work.pool import Demand
from ui.work.visitors import Guest

STEPS = [(name, place) for name, lesson in lessons().items() for place in range(len(lesson.steps))]
ASKED = [(name, place) for name, place in STEPS if lessons()[name].steps[place].ask]
UNASKED = [("numbers", "Does it hold?")]  # a list of claims to read, each beside what is measured
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
        assert step.ask.quantity in {*OF_PAGES.get(step.page, ()), *WORKED_WORDS} and step.question.endswith("?")
    assert not step.panel or step.panel in panels()
    if step.draw:
        assert step.predict and step.draw.runner in config.choices and step.question.endswith("?")


@cache
def panels():
    """The keys of the panels that pages fold."""
    known = re.compile(r'key="(\w+)"(?:\)$|, on_change)', re.MULTILINE)
    return {key for file in UI.glob("*/*.py") for key in known.findall(file.read_text())}


def test_every_step_asks_but_those_to_read():
    steps = [(name, lessons()[name].steps[place]) for name, place in STEPS]
    assert [(name, step.title) for name, step in steps if not step.question] == UNASKED


def asked_of(page):
    """The steps whose questions are asked of what runs on a page. Those of networks and searches have their tests where
    such are trained: tests/ui/network/test_presets.py and test_search.py."""
    steps, known = [(f"{name}.{place + 1}", lessons()[name].steps[place]) for name, place in ASKED], OF_PAGES[page]
    return [pytest.param(one, id=name) for name, one in steps if one.page == page and one.ask.quantity in known]


@pytest.mark.parametrize("step", asked_of("race") + asked_of("initialization"))
def test_the_runs_answer_without_a_doubt(step):
    facts = PAGES[step.page].facts(config_of(step, PAGES[step.page]), Guest())
    found = answer(step.ask, facts)
    assert found.right in found.choices and apart(step.ask, facts) and {*facts.values} == {*OF_PAGES[step.page]}


@pytest.mark.parametrize("step", asked_of("sensitivity"))
def test_maps_answer_without_a_doubt(step):
    """Every eighth cell along a side tells shares; how often an outcome changes, all of them."""
    plan, chunks = config_of(step, PAGES["sensitivity"]), CHUNKS if step.ask.quantity == "edges" else 1
    wanted, runs = Demand(lambda: None, lambda: None), {}
    for letter, keys in maps.keys_of(plan).items():
        runs[letter] = maps.ORDER.joined([maps._compute(key, wanted) for key in keys[:chunks]])
    facts = of_maps(plan, runs)
    assert answer(step.ask, facts).right and apart(step.ask, facts) and {*facts.values} == {*OF_PAGES["sensitivity"]}


@pytest.mark.parametrize("step", [s for n, p in ASKED if (s := lessons()[n].steps[p]).ask.quantity in WORKED_WORDS])
def test_worked_numbers_answer_without_a_doubt(step):
    facts = worked.facts(step.ask.quantity)
    assert answer(step.ask, facts).right and apart(step.ask, facts)
    assert step.page in ("network", "schedules", "search") and {*worked.WORKED} == {*WORKED_WORDS}


@pytest.mark.parametrize(("name", "found"), json.loads(GOLDEN.read_text()).items())
def test_what_takes_long_has_answered_without_a_doubt(name, found):
    """It is made by benchmarks/golden_lessons.py, as its programs take a minute to compile."""
    lesson, place = read(name)
    step = lesson.steps[place]
    assert PAGES["network"].encode(config_of(step, PAGES["network"])) == found["link"]
    facts = Facts(found["labels"], {step.ask.quantity: found["values"]})
    assert answer(step.ask, facts).right and apart(step.ask, facts)
    assert {*json.loads(GOLDEN.read_text())} == {*LONG}


@pytest.mark.parametrize(("name", "place"), ASKED)
def test_no_two_choices_are_alike_and_what_differs_is_in_their_names(name, place):
    """A runner without a name of its own tells its rule and its numbers; what else is put on it has to be named."""
    step = lessons()[name].steps[place]
    config, offered = config_of(step, PAGES[step.page]), handout._choices(step)
    assert len({*offered}) == len(offered) > 1 and not any(one.endswith("(2)") for one in offered)
    if step.ask.kind in ("least", "most") and PAGES[step.page].runners and step.ask.quantity not in WORKED_WORDS:
        unnamed = [chosen for _, chosen in config.slots if not chosen.name]
        for one, other in combinations(unnamed, 2):
            if one.optimizer == other.optimizer and one.bare != other.bare:
                differing = {n for n in {*one.values, *other.values} if one.values.get(n) != other.values.get(n)}
                assert len(differing) == 1, differing


def card_of(step):
    def script(named):
        from ui.lessons import book, card, locked
        from ui.pages import PAGES
        from ui.session import state

        lesson, place = book.read(named)
        page = PAGES[lesson.steps[place].page]
        state.enter(page)
        locked.banner(page)
        card.card(lesson, place, page)

    return AppTest.from_function(script, default_timeout=60, kwargs={"named": step})


def test_a_step_beside_locks_leads_nowhere_without_them():
    for query, offered in (("", True), ("locks=surface,lr", False)):
        app = card_of("valley.1")
        app.query_params.update(dict([query.split("=")]) if query else {})
        told = "".join(html.proto.body for html in app.run().get("html"))
        assert not app.exception and ("lib/lesson/valley.1" in told, "lib/lesson/valley.2" in told) == (
            offered,
            offered,
        )


def test_the_panel_of_a_step_is_opened_once_it_is_answered_and_not_again():
    app = card_of("numbers.1").run()
    assert not app.exception and "softmax" not in app.session_state
    app.radio[0].set_value("84%").run()
    assert app.session_state["softmax"] and "**Right.**" in app.markdown[0].value
    app.session_state["softmax"] = False
    assert not app.run().exception and not app.session_state["softmax"]


def test_a_step_whose_page_was_changed_says_so_and_asks_nothing_until_it_is_reset():
    app = card_of("edge.1")
    app.query_params["surface"], app.query_params["a"] = "beale", "adam"
    app.run()
    assert not app.exception and not app.radio and not app.markdown
    assert [caption.value for caption in app.caption] == [COMES_BACK]


def test_answers_are_read_off_the_facts():
    facts = Facts(
        {"a": "SGD", "b": "Adam", "c": "Muon"},
        {"reached": {"a": math.inf, "b": 120, "c": 80}, "loss": {"a": 2.0, "b": math.nan, "c": 1.0}},
    )
    first = answer(Ask("least", "reached"), facts)
    assert (first.right, first.choices) == ("Muon", ("SGD", "Adam", "Muon"))
    assert first.told == "Gradients to tolerance: Muon (80), Adam (120), SGD (never)."
    assert answer(Ask("most", "loss"), facts).right == "SGD" and answer(Ask("least", "loss"), facts).right == "Muon"
    count = answer(ask("count loss below 1.5"), facts)
    assert (count.right, count.choices) == ("One", ("None", "One", "Two", "Three"))
    assert "Adam (not finite)" in count.told and not apart(ask("count loss above 2.05"), facts)
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
