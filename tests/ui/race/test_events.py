"""What the player reports, as a browser may send it: nonsense changes nothing, crafted input gets a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.network import edits
from training.race.config import choice, default_race, encode
from ui.network.page import PAGE as NETWORK
from ui.session import reports, state

HUGE = 10**400  # a browser's JSON may hold such a number


@pytest.mark.parametrize(
    ("event", "field", "words"),
    [
        ({"kind": "start", "x": HUGE, "y": 0}, "x", "The start must be a number from −1,000,000 to 1,000,000, not “10"),
        ({"kind": "start", "x": 1, "y": "\ud800"}, "x", "not “\ufffd”"),
        ({"kind": "start", "x": "9" * 5000, "y": 0}, "x", "…”"),
        ({"kind": "view", "frame": [0, HUGE, 0, 1]}, "x", None),
        ({"kind": "preset", "name": "\ud800"}, "x", None),
        ({"kind": "pick", "slot": {"\ud800": [HUGE]}}, "x", None),
        ({"kind": "add", "name": HUGE}, "x", None),
    ],
)
def test_a_crafted_event_changes_nothing_and_gets_a_sentence_where_one_would(session, event, field, words):
    before = state.current()
    reports.on_event(event)
    assert state.current() == before
    notice = state.notice(field)
    assert notice is None if words is None else words in notice and len(notice) < 150
    assert notice is None or notice.isprintable()


def test_a_crafted_address_is_read_and_told_in_letters_that_a_page_can_be_written_with(session):
    reports.on_event({"kind": "popstate", "search": f"?surface=\ud800&x={HUGE}&formula=\udfff\u202e&\ud800=1\n2"})
    said = " ".join(state.sentences())
    assert state.current().surface == "beale" and said.encode() and said.isprintable()
    assert "x: must be a number" in said and len(said) < 900


def test_points_with_crafted_numbers_are_left_out_in_words(session):
    state.enter(NETWORK)
    state.put(edits.with_data(state.current(), "own"), state.PUSH)
    before = state.current()
    reports.on_event({"kind": "points", "points": [[1, HUGE, 0.5, "a"], [HUGE, 1, 1, "a"], [2, 1, 1, "\ud800"]]})
    assert state.current().points == f"{before.points};1,1,\N{REPLACEMENT CHARACTER}" and state.page().drawn == 2
    assert "must be a number" in state.notice("points") and len(state.notice("points")) < 200


@pytest.mark.parametrize(
    "event",
    [
        None,
        "start",
        {},
        {"kind": "unknown"},
        {"kind": "start"},
        {"kind": "start", "x": None, "y": 1},
        {"kind": "start", "x": float("nan"), "y": 1},
        {"kind": "start", "x": 1e9, "y": 1},
        {"kind": "preset", "name": "nothing"},
        {"kind": "popstate", "search": 3},
        {"kind": "part", "link": 3},
        {"kind": "pick", "slot": "z"},
        {"kind": "pick", "slot": ["a"]},
        {"kind": "view", "frame": [1, 2]},
        {"kind": "view", "frame": ["a", 2, 3, 4]},
        {"kind": "view", "frame": [2, 1, 0, 1]},
        {"kind": "add", "name": "nobody"},
    ],
)
def test_nonsense_from_the_player_changes_nothing(session, event):
    before = state.current()
    reports.on_event(event)
    assert state.current() == before
    assert state.view() is None


def test_a_number_is_changed_by_hand_where_the_clock_stands_and_back_undoes_it(session):
    """A rule that takes two gradients a step is changed at its own step; what cannot be is told above the page."""
    race = replace(default_race(), slots=(("a", choice("adam", sam="on")), ("b", choice("polyak"))))
    state.put(race, state.PUSH)
    reports.on_event({"kind": "number", "slot": "a", "name": "lr", "at": 41, "times": 0.1})
    reports.on_event({"kind": "number", "slot": "a", "name": "b1", "at": 60, "times": 2})
    changed = state.current().choices["a"]
    assert changed.value("lr.schedule.points") == "20:0.1" and state.history() == "push"
    assert changed.value("b1.schedule.points") == "30:1.0555556"
    ways = ({"slot": "z"}, {"name": "beta"}, {"at": -1}, {"at": 2.5}, {"at": 10**400}, {"times": 3}, {"times": None})
    for nonsense in ways:
        reports.on_event({"kind": "number", "slot": "a", "name": "lr", "at": 60, "times": 2, **nonsense})
    assert state.current().choices["a"] == changed and state.sentences() == ()
    reports.on_event({"kind": "number", "slot": "b", "name": "f_min", "at": 60, "times": 2})
    assert "starts at 0, and no factor changes that" in state.sentences()[0]
    reports.on_event({"kind": "popstate", "search": encode(race)})
    assert state.current() == race and state.sentences() == ()
