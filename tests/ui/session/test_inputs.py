"""Widgets of fields: what their users' edits become, and what a browser only remembers."""

from __future__ import annotations

from tests.sessions import use
from training.race import edits
from training.race.config import default_race
from ui.session import changes, inputs, reports, state


def test_an_edit_changes_the_race_and_replaces_the_address(session):
    use(session, "x", 2.25, 1.0)
    assert (state.current().x, state.history()) == (2.25, "replace")
    assert inputs.widget("x", 2.25).key == "x"


def test_an_edit_out_of_range_is_told_and_the_old_value_stays(session):
    before = state.current()
    use(session, "noise", 5000.0, 0.0)
    assert state.current() == before
    assert state.notice("noise") == "Noise must be a number from 0 to 1,000, not “5000”; 0 stays."
    assert inputs.widget("noise", 0.0).key == "noise~1"
    use(session, "y", 1.0, 1.5)
    assert state.notice("noise") is None


def test_a_side_of_the_frame_that_leaves_no_frame_is_told(session):
    use(session, "x1", -5.0, 4.0)
    assert state.current() == default_race()
    assert state.notice("x1") == "X1 must leave a frame at least 0.001 wide and high, which -5 does not; 4 stays."
    use(session, "x1", 5.0, 4.0)
    assert state.current().frame[1] == 5.0
    state.act(edits.with_own_frame)
    assert state.current() == default_race()


def test_an_emptied_field_gets_its_value_back(session):
    use(session, "x", None, 1.0)
    assert state.current().x == 1.0
    assert inputs.widget("x", 1.0).key == "x~1"


def test_a_widget_gets_a_new_generation_when_its_value_comes_from_elsewhere(session):
    first = inputs.widget("x", 1.0)
    assert (first.key, first.value) == ("x", 1.0)
    session.session_state["x"] = 1.0
    reports.on_event({"kind": "start", "x": 0.5, "y": -1})
    second = inputs.widget("x", 0.5)
    assert (second.key, second.value) == ("x~1", 0.5)
    assert inputs.widget("x", 0.5) == second
    assert inputs.widget("x", 0.5, owner="another").key == "x~2"


def test_what_a_browser_still_reports_of_an_old_widget_counts_no_more(session):
    old = inputs.widget("x", 1.0)
    session.session_state[old.key] = 1.0
    reports.on_event({"kind": "start", "x": 0.5, "y": -1})
    inputs.widget("x", 0.5)
    session.session_state[old.key] = 1.2
    inputs.edited("x", old.key, "Start x", 1.0, lambda race, v: edits.with_value(race, "x", v))
    assert state.current().x == 0.5


def test_what_a_browser_holds_of_a_field_that_is_drawn_no_more_is_no_edit(session):
    """As where another edit follows on Back before its answer is there, in which another runner's fields are drawn."""

    def edit(race, value):
        return changes.with_value(race, "f", "lr", value)

    field, opening = use(session, "f.lr", 0.3, 0.1, edit, "adam"), default_race()
    state.act(lambda race: opening)
    inputs.edited("f.lr", field.key, "Learning rate", 0.3, edit)
    assert state.current() == opening
    for rate in (0.2, 0.3):
        session.session_state[field.key] = rate
        inputs.edited("f.lr", field.key, "Learning rate", 0.3, edit)
        assert state.current().choices["f"].value("lr") == rate


def test_fast_edits_of_a_slider_are_never_undone_by_the_field_beside_it(session):
    """The slider moves on before the browser has heard the answers; it still reports the field as it was at first."""

    def rate():
        return state.current().choices["f"].value("lr")

    def edit(race, value):
        return changes.with_value(race, "f", "lr", value)

    fields = []
    for wanted in (0.11, 0.12, 0.135, 0.15):
        fields.append(inputs.widget("f.lr", rate(), "adam"))
        session.session_state.setdefault(fields[-1].key, fields[-1].value)
        slider = use(session, "f.lr.slider", wanted, rate(), edit, "adam")
        session.session_state["f.lr"] = 0.1
        for stale in fields[:-1]:
            inputs.edited("f.lr", stale.key, "Learning rate", 0.1, edit)
        assert rate() == wanted
        assert slider.key == "f.lr.slider"
    assert [field.value for field in fields] == [0.1, 0.11, 0.12, 0.135]
