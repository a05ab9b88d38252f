"""Runners out of sight: in the link, in what the player gets, and who can be hidden at all."""

from __future__ import annotations

import pytest

from tests.ui.player.test_component import header_of
from training.race.config import decode, default_race
from ui.race.presets import PRESETS
from ui.session import changes, reports, sight, state
from ui.widgets import runners

LETTERS = "abcdef"


@pytest.mark.parametrize(("text", "hidden"), [("", ""), ("b", "b"), ("b,f", "bf")])
def test_a_link_says_who_is_hidden(session, text, hidden):
    session.query_params.update(surface=["beale"], hide=[text])
    assert state.page().hidden == frozenset(hidden)
    assert state.sentences() == ()


@pytest.mark.parametrize("text", ["g", "b,", "a,b,c,d,e,f", "B", "a b"])
def test_a_link_that_hides_nobody_there_or_everybody_is_told(text):
    hidden, sentences = sight.read(f"hide={text}", LETTERS)
    assert hidden == frozenset() and len(sentences) == 1
    assert sentences[0].startswith("hide: must be letters of some of the runners") and "all are shown" in sentences[0]


def test_the_player_gets_those_who_are_seen_and_a_link_that_says_so():
    race, hidden = default_race(), frozenset("bf")
    header = header_of(race, pick=sight.seen("f", hidden, race.choices))
    found = sight.visible(header, hidden)
    assert [runner["slot"] for runner in found["runners"]] == list("acde")
    assert found["pick"] == found["inside"]["slot"] == "a"
    assert found["milestones"] and not {event["slot"] for event in found["milestones"]} & hidden
    assert found["subtitle"].endswith(", 2 hidden")
    assert found["link"] == f"{header['link']}&hide=b,f" and decode(found["link"]) == (race, [])
    assert sight.read(found["link"], race.choices) == (hidden, [])
    assert sight.visible(header, frozenset()) is header


def test_who_goes_is_not_hidden_and_one_is_always_seen(session):
    runners._hide(frozenset("bcdef"))
    assert state.page().hidden == frozenset("bcdef")
    state.act(lambda race: changes.removed(race, "a"))
    assert state.page().hidden == frozenset()
    runners._hide(frozenset("bc"))
    state.act(lambda race: changes.removed(race, "b"))
    assert state.page().hidden == frozenset("c")
    runners._hide(frozenset("cdef"))
    assert state.page().hidden == frozenset() and state.history() == "replace"


def test_a_preset_and_the_way_back_bring_their_own(session):
    runners._hide(frozenset("b"))
    reports.on_event({"kind": "preset", "name": next(iter(PRESETS))})
    assert state.page().hidden == frozenset()
    reports.on_event({"kind": "popstate", "search": "?surface=beale&hide=c"})
    assert state.page().hidden == frozenset("c")
