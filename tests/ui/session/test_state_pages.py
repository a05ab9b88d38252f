"""The session of a visitor who goes from page to page: each kind has its own configuration and widgets."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.sessions import use
from training.data.reading import read
from training.many.plan import decode as decode_plan
from training.many.plan import encode as encode_plan
from training.network import edits
from training.network.config import decode, default_network, encode
from training.race.config import default_race
from ui.network.page import PAGE as NETWORK
from ui.race.page import PAGE as RACE
from ui.race.sensitivity.page import PAGE as SENSITIVITY
from ui.session import inputs, opening, reports, state


def test_race_and_network_are_held_apart(session):
    state.enter(RACE)
    use(session, "steps", 250, 300)
    session.session_state.pop("steps")
    state.enter(NETWORK)
    assert state.current() == default_network()
    use(session, "steps", 400, 600, lambda network, v: edits.with_value(network, "steps", v))
    assert (state.current().steps, state.pick()) == (400, "a")
    state.enter(RACE)
    assert (state.current().steps, state.pick()) == (250, "f")
    state.enter(NETWORK)
    assert state.current().steps == 400


def test_widgets_get_a_new_generation_when_their_page_comes_back(session):
    state.enter(RACE)
    assert inputs.widget("seed", 7).key == "seed"
    assert inputs.widget("seed", 7).key == "seed"
    state.enter(NETWORK)
    state.enter(RACE)
    state.enter(RACE)
    assert inputs.widget("seed", 7).key == "seed~1"
    assert inputs.widget("seed", 7).key == "seed~1"


def test_a_link_counts_anew_when_one_comes_from_another_page(session):
    state.enter(NETWORK)
    assert state.current() == default_network()
    session.query_params.update(a=["muon"])
    state.enter(NETWORK)
    assert state.current() == default_network()
    session.query_params.clear()
    state.enter(RACE)
    assert state.current() == default_race()
    session.query_params.update(a=["muon"])
    state.enter(NETWORK)
    assert [chosen.optimizer for _, chosen in state.current().slots] == ["muon"]


def test_what_the_player_reports_goes_to_the_page_that_it_stands_on(session):
    state.enter(NETWORK)
    before = state.current()
    drawn = {"kind": "points", "points": [[1, 1, 1, "a"]]}
    for event in ({"kind": "start", "x": 1, "y": 1}, {"kind": "preset", "name": "beale"}, drawn):
        reports.on_event(event)
        assert state.current() == before
    reports.on_event({"kind": "add", "name": "adam"})
    assert len(state.current().slots) == len(before.slots) + 1
    reports.on_event({"kind": "popstate", "search": "?" + encode(before) + "&colour=red"})
    assert state.current() == before and len(state.sentences()) == 1
    state.enter(RACE)
    reports.on_event(drawn)
    assert state.current() == default_race()


def test_another_part_of_a_map_is_an_edit_which_back_undoes(session):
    state.enter(SENSITIVITY)
    plan = decode_plan("a=sgd&xfrom=0.01&xto=0.1")[0]
    reports.on_event({"kind": "part", "link": encode_plan(plan)})
    assert (state.current(), state.history()) == (plan, "push")


def test_each_point_that_is_drawn_counts_once_however_the_reports_overlap(session):
    state.enter(NETWORK)
    state.act(lambda network: edits.with_points(network, "1,2,a;3,4,b"))
    first, second, third = [10, 5, 6, "b"], [11, 7.5, 8, "c"], [12, 9, 9, "a"]
    for points in ([first], [first, second], [first, second], [second, third], [third]):
        reports.on_event({"kind": "points", "points": points})
    assert state.current().points == "1,2,a;3,4,b;5,6,b;7.5,8,c;9,9,a"
    assert (state.page().drawn, state.history()) == (12, "push")


def test_points_drawn_on_an_empty_stage_replace_those_before_once(session):
    state.enter(NETWORK)
    state.act(lambda network: edits.with_points(network, "1,2,a;3,4,b"))
    first, second, third = [10, 5, 6, "b"], [11, 7.5, 8, "c"], [12, 9, 9, "a"]
    for points in ([first, second], [first, second, third], [second, third]):
        reports.on_event({"kind": "points", "since": 9, "points": points})
    assert state.current().points == "5,6,b;7.5,8,c;9,9,a"


@pytest.mark.parametrize(
    "points",
    [
        None,
        3,
        "abcd",
        [3],
        [[99]],
        [[99, 1, 1]],
        [["99", 1, 1, "a"]],
        [[99, None, 1, "a"]],
        [[99, 1, 1, "a;1,1,b"]],
        [[99, 1, 1, "a\u202eb"]],
    ],
)
def test_points_that_are_none_change_nothing(session, points):
    state.enter(NETWORK)
    state.act(lambda network: edits.with_points(network, "1,2,a;3,4,b"))
    reports.on_event({"kind": "points", "points": points})
    assert (state.current().points, state.page().drawn) == ("1,2,a;3,4,b", 0)


def test_points_out_of_range_or_too_many_are_told_and_the_others_count(session):
    state.enter(NETWORK)
    state.act(lambda network: edits.with_points(network, "1,2,a;3,4,b"))
    reports.on_event({"kind": "points", "points": [[1, float("nan"), 1, "a"], [2, 10**400, 1, "a"], [3, 5, 6, "b"]]})
    assert state.current().points == "1,2,a;3,4,b;5,6,b"
    assert "not “inf”" in state.notice("points") and "without a value in x" in state.notice("points")
    reports.on_event({"kind": "points", "points": [[n, 1, 1, "a"] for n in range(4, 600)]})
    assert state.current().points.count(";") == 499
    assert state.notice("points") == "At most 500 points are used, as a link holds no more; the other 99 were left out."


def test_what_a_browser_still_reports_of_an_old_text_undoes_no_point(session):
    state.enter(NETWORK)
    old = inputs.widget("points", "").key
    session.session_state[old] = "1,2,a\n3,4,b"
    inputs.typed("points", old, edits.with_points)
    reports.on_event({"kind": "points", "points": [[1, 5, 6, "b"]]})
    assert inputs.widget("points", "1,2,a\n3,4,b\n5,6,b").key != old
    inputs.typed("points", old, edits.with_points)
    assert state.current().points == "1,2,a;3,4,b;5,6,b"


def test_as_much_data_as_a_link_holds_opens_from_the_address(session):
    rows = "\n".join(",".join(f"{(i * j) % 97 / 7:.5g}" for j in range(1, 13)) + f",{i % 3}" for i in range(400))
    points, sentences = read(rows)
    assert "a link holds no more" in sentences[0]
    session.query_params.update(data=["own"], points=[points])
    state.enter(NETWORK)
    assert (state.current().points, state.sentences()) == (points, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(session, encoding):
    state.enter(NETWORK)
    content = "x\ty\tclass\r\n1,5\t2\tä\r\n3\t4\tb\r\n".encode(encoding)
    session.session_state["upload"] = SimpleNamespace(getvalue=lambda: content)
    inputs.uploaded("points", "upload", edits.with_points)
    assert state.current().points == "1.5,2,ä;3,4,b"


def test_own_points_are_typed_uploaded_and_clicked(session):
    state.enter(NETWORK)
    file = SimpleNamespace(getvalue=lambda: b"x,y,class\n1,2,a\n3,4,b\n5,six,b\n")
    session.session_state["upload"] = file
    read = edits.with_points
    inputs.uploaded("points", "upload", read, lambda text: ["Line 4 was left out."])
    assert state.current().points == "1,2,a;3,4,b"
    assert (state.notice("points"), state.history()) == ("Line 4 was left out.", "push")
    reports.on_event({"kind": "points", "points": [[7, 5, 6, "b"]]})
    assert state.current().points == "1,2,a;3,4,b;5,6,b"
    field = inputs.widget("points", "1,2,a\n3,4,b\n5,6,b").key
    session.session_state[field] = "1,2,a"
    inputs.typed("points", field, read)
    assert state.current().points == "1,2,a;3,4,b;5,6,b"
    assert state.text("points", "") == "1,2,a" and "two classes" in state.notice("points")
    session.session_state["upload"] = None
    inputs.uploaded("points", "upload", read)
    assert decode(encode(state.current())) == (state.current(), [])


def test_who_cannot_train_a_network_is_chosen_last(session):
    state.enter(NETWORK)
    assert opening.from_link("a=newton&b=adam", NETWORK).pick == "b"
    assert opening.from_link("a=newton", NETWORK).pick == "a"
    assert opening.from_link("a=sgd&b=adam", NETWORK).pick == "a"
    assert opening.from_link("a=newton&b=adam&pick=a", NETWORK).pick == "a"


def test_whose_layers_are_looked_at_is_reported_and_comes_back_with_the_link(session):
    state.enter(NETWORK)
    for told, held in ((True, "all"), ("no", "all"), (False, "one"), (None, "one")):
        reports.on_event({"kind": "layers", "all": told})
        assert state.layers_shown() == held
    reports.on_event({"kind": "popstate", "search": "?a=sgd&b=adam&layers=all"})
    assert state.layers_shown() == "all"
    reports.on_event({"kind": "popstate", "search": "?a=sgd&b=adam"})
    assert state.layers_shown() == "one"
    for told, held in (("pieces", "pieces"), (1, "pieces"), ("usual", "usual")):
        reports.on_event({"kind": "ground", "shows": told})
        assert state.page().ground == held
    reports.on_event({"kind": "popstate", "search": "?a=sgd&b=adam&ground=pieces"})
    assert state.page().ground == "pieces"


def test_whether_sharpness_is_looked_at_is_reported_and_comes_back_with_the_link(session):
    state.enter(NETWORK)
    for told, held in ((True, True), ("no", True), (False, False), (None, False)):
        reports.on_event({"kind": "sharpness", "on": told})
        assert state.page().sharp == held
    state.enter(RACE)
    for told, held in (("sharpness", "sharpness"), (None, "sharpness"), ("both", "both"), ("usual", "usual")):
        reports.on_event({"kind": "ground", "shows": told})
        assert state.page().ground == held
    state.enter(NETWORK)
    for curves, held in (("sharpness", True), ("loss,score", False), ("edge,score", True), ("", False)):
        reports.on_event({"kind": "popstate", "search": f"?a=sgd&curves={curves}"})
        assert state.page().sharp == held
