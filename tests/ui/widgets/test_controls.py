"""From hyperparameters to widgets: scales, symbols, labels, and the pair of a slider and a field."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from locales.formats import in_field
from optimizers import OPTIMIZERS
from tests.pages import said
from training.race.config import default_race
from ui.looks.symbols import symbol
from ui.network.page import PAGE as NETWORK
from ui.race.page import PAGE as RACE
from ui.session import inputs, state
from ui.widgets import controls, scales

HYPERS = [(spec.name, hyper) for spec in OPTIMIZERS.values() for hyper in spec.hypers]


@pytest.mark.parametrize(("owner", "hyper"), HYPERS, ids=lambda value: getattr(value, "name", value))
def test_a_slider_stands_at_round_numbers_of_its_range(owner, hyper):
    stops = scales.stops(hyper)
    assert list(stops) == sorted(set(stops))
    assert (stops[0], stops[-1]) == pytest.approx(hyper.slider, rel=1e-9)
    assert 10 <= len(stops) <= 160
    texts = [in_field(stop) for stop in stops]
    assert len(set(texts)) == len(texts)
    assert [float(text) for text in texts] == list(stops)
    for stop in stops[:: max(1, len(stops) // 7)]:
        assert scales.nearest(hyper, stop) == stop
        assert hyper.check(stop) == stop


@pytest.mark.parametrize(("owner", "hyper"), HYPERS, ids=lambda value: getattr(value, "name", value))
def test_every_value_that_is_allowed_has_a_place_on_the_slider(owner, hyper):
    for value in (hyper.low, hyper.high, hyper.default, 0.0):
        if hyper.low <= value <= hyper.high:
            assert scales.nearest(hyper, value) in scales.stops(hyper)


def test_memories_are_spaced_by_what_they_forget():
    b1 = OPTIMIZERS["adam"].hyper("b1")
    assert {0.5, 0.9, 0.95, 0.99} <= set(scales.stops(b1))
    middle = scales.stops(b1)[len(scales.stops(b1)) // 2]
    assert 0.8 < middle < 0.98


def test_symbols_are_said_in_letters():
    assert [symbol(s) for s in (r"\alpha", r"\beta_1", r"\beta_2", r"\epsilon", "G_0", "k", r"\mathrm{clip}")] == [
        "α",
        "β₁",
        "β₂",
        "ε",
        "G₀",
        "k",
        "",
    ]


def _pair():
    import streamlit as st

    from optimizers import OPTIMIZERS
    from ui.race.page import PAGE
    from ui.session import state
    from ui.widgets import controls

    state.enter(PAGE)
    spec = OPTIMIZERS["adam"]
    chosen = state.current().choices["f"]
    for hyper in spec.hypers:
        controls.hyper("f", "adam", "Adam", hyper, chosen.value(hyper.name))
    for option in spec.options:
        controls.option("f", "adam", option, option.label, chosen.value(option.name))
    st.session_state["seen"] = dict(chosen.hypers + chosen.options)


@pytest.fixture
def pair():
    """The widgets of Adam in the race that opens."""
    return AppTest.from_function(_pair, default_timeout=60).run()


def field(app, label):
    return next(widget for widget in app.text_input if widget.label == label)


def slider(app, label):
    return next(widget for widget in app.select_slider if widget.label == label)


def test_labels_say_what_and_whose(pair):
    labels = [w.label for w in (*pair.select_slider, *pair.text_input, *pair.selectbox)]
    assert {"Learning rate α", "Learning rate of Adam", "First-moment decay β₁", "First-moment decay of Adam"} <= set(
        labels
    )
    keys = [w.key for w in (*pair.select_slider, *pair.text_input, *pair.selectbox)]
    assert {"f.lr", "f.lr.slider", "f.b1", "f.eps_mode"} <= set(keys)


def test_the_slider_sets_the_field(pair):
    slider(pair, "Learning rate α").set_value(0.2).run()
    assert pair.session_state["seen"]["lr"] == 0.2
    assert field(pair, "Learning rate of Adam").value == "0.2"
    assert slider(pair, "Learning rate α").key == "f.lr.slider"


def test_a_typed_number_is_kept_exactly_and_the_slider_stands_nearest(pair):
    field(pair, "Learning rate of Adam").set_value("0.12345678").run()
    assert pair.session_state["seen"]["lr"] == 0.12345678
    assert field(pair, "Learning rate of Adam").value == "0.12345678"
    assert slider(pair, "Learning rate α").value == 0.12
    field(pair, "Learning rate of Adam").set_value("50").run()
    assert pair.session_state["seen"]["lr"] == 50.0
    assert slider(pair, "Learning rate α").value == OPTIMIZERS["adam"].hyper("lr").slider[1]


def test_a_number_out_of_range_is_told_with_what_stays(pair):
    field(pair, "First-moment decay of Adam").set_value("1.5").run()
    assert pair.session_state["seen"]["b1"] == 0.9
    assert field(pair, "First-moment decay of Adam").value == "0.9"
    assert len(pair.warning) == 1
    assert pair.warning[0].value.startswith("First-moment decay of Adam must be a number from 0 to ")
    assert pair.warning[0].value.endswith("0.9 stays.")
    slider(pair, "Learning rate α").set_value(0.2).run()
    assert not pair.warning


WHOLE = [(spec.name, hyper) for spec in OPTIMIZERS.values() for hyper in spec.hypers if hyper.whole]


def _counting(optimizer, name):
    from dataclasses import replace

    from optimizers import OPTIMIZERS
    from training.choice import choice
    from ui.race.page import PAGE
    from ui.session import state
    from ui.widgets import controls

    spec = OPTIMIZERS[optimizer]
    state.enter(PAGE)
    if state.current().choices["f"].optimizer != optimizer:
        state.page().config = replace(state.current(), slots=(("f", choice(optimizer)),))
    controls.hyper("f", optimizer, spec.label, spec.hyper(name), state.current().choices["f"].value(name))


@pytest.mark.parametrize(("owner", "hyper"), WHOLE, ids=lambda value: getattr(value, "name", value))
def test_a_number_that_counts_says_what_is_used_for_one_with_decimals(owner, hyper):
    app = AppTest.from_function(_counting, args=(owner, hyper.name), default_timeout=60).run()
    label = f"{hyper.label} of {OPTIMIZERS[owner].label}"
    assert field(app, label).placeholder == "whole number"
    field(app, label).set_value("6,5").run()
    assert field(app, label).value == "7"
    assert said(app.warning[0]) == f"{label} must be a whole number, not “6,5”; 7 is used."
    field(app, label).set_value("8").run()
    assert field(app, label).value == "8" and not app.warning


def test_a_number_stays_as_its_author_wrote_it_where_nobody_can_read_it_otherwise(pair):
    for text, number, shown in (("0,05", 0.05, "0,05"), ("1/8", 0.125, "1/8"), ("1,250", 1.25, "1.25")):
        field(pair, "Learning rate of Adam").set_value(text).run()
        assert pair.session_state["seen"]["lr"] == number
        assert field(pair, "Learning rate of Adam").value == shown
        assert not pair.warning


@pytest.mark.parametrize("text", ["fast", "nan", "1e999", "1,2,3", "0x10", "9" * 5000])
def test_what_is_no_number_is_told_as_it_was_typed(pair, text):
    field(pair, "Learning rate of Adam").set_value(text).run()
    assert pair.session_state["seen"]["lr"] == 0.1
    assert field(pair, "Learning rate of Adam").value == "0.1"
    assert pair.warning[0].value.startswith("Learning rate of Adam must be a number from 0 to 1000, not “")
    assert text[:40] in pair.warning[0].value and len(pair.warning[0].value) < 150


def test_an_emptied_field_gets_its_number_back(pair):
    field(pair, "Learning rate of Adam").set_value("").run()
    assert field(pair, "Learning rate of Adam").value == "0.1" and not pair.warning


def test_fast_moves_between_slider_and_field_all_count(pair):
    for rate in (0.2, 0.25, 0.3):
        slider(pair, "Learning rate α").set_value(rate).run()
        field(pair, "Learning rate of Adam").set_value(repr(rate + 0.001)).run()
        assert pair.session_state["seen"]["lr"] == rate + 0.001
        slider(pair, "Second-moment decay β₂").set_value(0.99).run()
        field(pair, "First-moment decay of Adam").set_value("0,5").run()
        assert pair.session_state["seen"]["lr"] == rate + 0.001
        assert (pair.session_state["seen"]["b1"], pair.session_state["seen"]["b2"]) == (0.5, 0.99)


def test_a_late_word_on_a_number_that_is_gone_changes_nothing():
    race = default_race()
    late = [("a", "b1"), ("zz", "lr")]  # SGD has no such number; nobody has this letter
    assert all(controls._set_value(letter, name, race, 0.5) is race for letter, name in late)
    assert race.choices["a"].optimizer == "sgd"
    assert controls._set_value("a", "lr", race, 0.5).choices["a"].value("lr") == 0.5


def test_a_form_of_the_rule_is_chosen_by_its_words(pair):
    box = next(widget for widget in pair.selectbox if widget.key == "f.eps_mode")
    assert box.options == [words for _, words in OPTIMIZERS["adam"].option("eps_mode").choices]
    box.set_value("inside").run()
    assert pair.session_state["seen"]["eps_mode"] == "inside"
    assert not pair.exception


def test_a_late_edit_is_made_on_its_own_page_alone(session):
    made = []
    for left in (False, True):
        state.enter(RACE)
        field = inputs.widget("noise", "0")
        controls.draw(lambda **widget: "0.3", field, on_change=made.append, args=(left,))
        if left:
            state.enter(NETWORK)
        controls.catch_up()
        controls.catch_up()
    assert made == [False]


def test_an_early_edit_is_found_though_another_one_ended_the_run_that_drew_it(session, monkeypatch):
    """Streamlit may end a run at any word with the session: the widget is known after it, and its edit is not."""
    state.enter(RACE)
    made = []
    field = inputs.widget("noise", "0")

    def drawn(**widget):
        session.session_state[widget["key"]] = "0.3"
        return "0.3"

    def ended(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as other, pytest.raises(KeyboardInterrupt):
        other.setattr(controls.session, "hold", ended)
        controls.draw(drawn, field, on_change=made.append, args=("once",))
    for _ in range(2):
        controls.draw(drawn, field, on_change=made.append, args=("once",))
        controls.catch_up()
    assert made == ["once"]
