"""Curves that are drawn before they are shown: what is asked for, what is said of them, and where they go."""

import math

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import components, header, visit
from ui.lessons.book import lessons
from ui.lessons.card import config_of
from ui.lessons.sketch import COLUMNS, Sketch, columns, on_paper, sketch, taken, told
from ui.pages import PAGES
from ui.session.page import Curve, Facts
from ui.session.predicted import Predicted
from ui.work.visitors import Guest

DRAWN = [step for lesson in lessons().values() for step in lesson.steps if step.draw]
ON_RACES = [step for step in DRAWN if step.page == "race"]
HALVED = Facts({"b": "SGD"}, {}, {"loss": {"b": Curve(np.arange(81), 0.5 ** np.arange(81.0))}})
ASKED = Sketch("loss", "b", 1e-30, 10)


@pytest.mark.parametrize("step", ON_RACES, ids=lambda step: step.title)
def test_the_paper_has_room_for_the_run(step):
    curve = PAGES["race"].facts(config_of(step, PAGES["race"]), Guest()).curves[step.draw.quantity][step.draw.runner]
    assert step.draw.low < curve.values.min() and curve.values.max() < step.draw.high


def test_lessons_let_losses_of_races_and_of_networks_be_drawn():
    assert {step.page for step in DRAWN} == {"race", "network"}


def test_what_is_drawn_is_compared_on_the_scale_of_the_paper():
    run = 10 ** on_paper(ASKED, HALVED.curves["loss"]["b"])
    np.testing.assert_allclose(run, 0.5 ** columns(HALVED.curves["loss"]["b"]))
    assert told(ASKED, run, HALVED) == "**Close.** On average your line is on the run."
    high = told(ASKED, 3 * run, HALVED)
    assert high.startswith("**Look where they part.** On average your line is a factor of 3 from the run. At step ")
    one = np.where(np.arange(COLUMNS) == 20, 100 * run, run)
    assert "At step 40 you drew 9.1×10⁻¹¹; SGD has 9.1×10⁻¹³." in told(ASKED, one, HALVED)


@pytest.mark.parametrize(("end", "has"), [(1e9, "has 10⁹"), (0.0, "has 0"), (np.inf, "is not finite")])
def test_a_run_that_leaves_the_paper_is_told_as_it_is(end, has):
    sketched, line = Sketch("loss", "b", 0.1, 10), (1.0,) * COLUMNS
    facts = HALVED._replace(curves={"loss": {"b": Curve(np.arange(4), np.array([1.0, 1, 1, end]))}})
    assert f"At step 3 you drew 1; SGD {has}." in told(sketched, line, facts)


def test_a_run_that_leaves_the_paper_is_at_its_edge():
    lost = Curve(np.arange(4), np.array([1.0, 1e9, math.inf, math.nan]))
    assert on_paper(Sketch("loss", "a", 0.1, 100), lost)[[0, -1]].tolist() == [0, 2]
    done = Curve(np.arange(2), np.array([1.0, 0.0]))
    assert on_paper(Sketch("loss", "a", 0.1, 100), done)[-1] == -1


def test_what_the_paper_reports_is_kept_on_it_and_nonsense_is_not():
    flat = [1.0] * COLUMNS
    assert taken(ASKED, flat) == tuple(flat) and taken(ASKED, [99.0, *flat[1:]])[0] == 10
    assert taken(ASKED, [0.123456, *flat[1:]])[0] == 0.123  # a screen of a class gets hundreds of lines
    for first in (math.nan, "x", 10**400, None):
        assert taken(ASKED, [first, *flat[1:]]) is None
    for nonsense in (None, 3, flat[1:], "1" * COLUMNS, dict.fromkeys(range(COLUMNS))):
        assert taken(ASKED, nonsense) is None


@pytest.mark.parametrize(
    "text", ["loss of a", "beauty of a from 1 to 2", "loss of a from 0 to 1", "loss of a from 1e to 2"]
)
def test_what_cannot_be_drawn_is_told(text):
    with pytest.raises(ValueError, match="draw: must be loss or train_loss or valid_loss, of and a letter"):
        sketch(text)


def paper():
    """A page with the paper of a step, as its card has it."""
    import streamlit as st

    from tests.ui.lessons.test_sketch import ASKED, HALVED
    from ui.lessons import paper

    st.session_state["beside"] = paper.question("edge.3", paper.Asked(ASKED, HALVED))


def test_what_is_drawn_is_judged_and_to_stand_beside_its_run():
    app = AppTest.from_function(paper).run()
    assert app.session_state["beside"] is None and [part.component_name for part in components(app)] == ["sketch"]
    app.session_state["sketch.edge.3.drawn"] = (10.0,) * COLUMNS
    app.run()
    assert "**Look where they part.**" in app.markdown[0].value
    drawn = app.session_state["beside"]
    assert (drawn.slot, drawn.values, [*drawn.steps]) == ("b", (10.0,) * COLUMNS, [*range(0, 81, 2)])
    assert app.button[0].click().run().session_state["beside"] is None


def test_the_player_has_what_was_drawn_at_the_step_that_is_open_alone():
    app = visit("race", "surface=ravine&a=sgd&lesson=edge.3")
    for lesson in ("edge.3", "edge.2"):
        app.session_state["predicted"] = lesson, Predicted("loss", "a", [0.0, 300.0], (1.0, 0.1))
        assert ("predicted" in header(app.run())) == (lesson == "edge.3")
