"""The race of a session: what links, widgets and the player make of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from surfaces import find
from training.race import edits
from training.race.config import LETTERS, choice, decode, default_race, encode
from ui.race import compute
from ui.race.page import PAGE as RACE
from ui.race.presets import PRESETS
from ui.session import changes, inputs, reports, state


def test_a_visitor_without_a_link_has_the_race_that_opens(session):
    assert state.current() == default_race()
    assert state.sentences() == ()
    assert state.history() == "replace"
    assert state.pick() == state.opened() == default_race().slots[-1][0]


def test_a_link_is_read_once_and_its_nonsense_is_told(session):
    session.query_params.update(surface=["rosenbrock"], x=["0.5"], steps=["many"], a=["adam"], b=["sgd"], pick=["a"])
    race = state.current()
    assert (race.surface, race.x, list(race.choices)) == ("rosenbrock", 0.5, ["a", "b"])
    assert len(state.sentences()) == 1 and state.sentences()[0].startswith("steps: ")
    assert state.pick() == "a"
    session.query_params["x"] = ["0.7"]
    assert state.current() is race
    state.act(partial(changes.runners_reset, runners=RACE.runners))
    assert state.sentences() == ()


def test_values_of_a_link_arrive_unharmed(session):
    link = encode(default_race("formula", "x**2 + 3*y**2 - sin(x*y)"))
    session.query_params.update({name: [value] for name, value in (f.split("=", 1) for f in link.split("&"))})
    session.query_params["formula"] = ["x**2 + 3*y**2 - sin(x*y)"]
    session.query_params["a.lr"] = ["0.02", "0.03"]
    assert state.current().formula == "x**2 + 3*y**2 - sin(x*y)"
    assert state.current().choices["a"].value("lr") == 0.02
    assert len(state.sentences()) == 1 and "more than once" in state.sentences()[0]


def test_a_click_on_the_stage_is_rounded_and_can_be_undone(session):
    reports.on_event({"kind": "start", "x": 0.12345678, "y": -1})
    assert (state.current().x, state.current().y) == (0.1235, -1.0)
    assert state.history() == "push"


def test_a_preset_is_one_entry_of_the_history(session):
    reports.on_event({"kind": "preset", "name": "saddle_axis"})
    assert state.current() == PRESETS["saddle_axis"].config
    assert (state.history(), state.pick()) == ("push", PRESETS["saddle_axis"].config.slots[-1][0])


def test_back_restores_the_race_of_the_address_and_tells_its_nonsense(session):
    reports.on_event({"kind": "preset", "name": "saddle"})
    reports.on_event({"kind": "popstate", "search": "?" + encode(default_race()) + "&colour=red&pick=b&t=7"})
    assert state.current() == default_race()
    assert (state.history(), state.pick()) == ("replace", "b")
    assert len(state.sentences()) == 1


def test_the_zoom_lasts_until_surface_or_frame_change(session):
    reports.on_event({"kind": "view", "frame": [0, 1, 0, 1]})
    assert state.view() == (0.0, 1.0, 0.0, 1.0)
    reports.on_event({"kind": "start", "x": 0.5, "y": 0.5})
    assert state.view() == (0.0, 1.0, 0.0, 1.0)
    reports.on_event({"kind": "view", "frame": None})
    assert state.view() is None
    reports.on_event({"kind": "view", "frame": [0, 1, 0, 1]})
    state.act(lambda race: edits.with_surface(race, "ravine"))
    assert state.view() is None


def test_up_to_twelve_runners_and_a_sentence_for_the_thirteenth(session):
    for _ in range(len(LETTERS) - len(default_race().slots)):
        reports.on_event({"kind": "add", "name": "adam"})
    assert len(state.current().slots) == len(LETTERS)
    before = state.current()
    reports.on_event({"kind": "add", "name": "sgd"})
    assert state.current() == before
    assert state.notice("add") == "A race has room for 12 optimizers. Remove one to add another."


def test_an_added_runner_is_last_chosen_and_at_the_surface_s_rate(session):
    state.act(lambda race: changes.removed(race, "b"))
    reports.on_event({"kind": "add", "name": "momentum"})
    race = state.current()
    assert [letter for letter, _ in race.slots] == ["a", "c", "d", "e", "f", "g"]
    assert race.choices["g"].value("lr") == find("beale").lrs["momentum"]
    assert (state.pick(), state.opened(), state.history()) == ("g", "g", "push")
    assert decode(encode(race)) == (race, [])


def test_letters_are_used_again_when_the_last_one_is_taken(session):
    full = changes.removed(default_race(), "a")
    for _ in range(7):
        full, letter = changes.added(full, choice("sgd"), RACE.runners)
    assert (letter, [slot for slot, _ in full.slots]) == ("a", list(LETTERS[: len(full.slots)]))
    assert decode(encode(full)) == (full, [])


def test_removing_the_chosen_runner_chooses_another_and_the_last_one_leaves_nobody(session):
    for letter in "fedcba":
        state.act(lambda race, letter=letter: changes.removed(race, letter))
    assert state.current().slots == ()
    assert state.pick() is None
    assert decode(encode(state.current())) == (state.current(), [])
    reports.on_event({"kind": "restore"})
    assert state.current() == default_race()
    assert state.pick() == "f"


def test_a_chip_opens_alone_and_closes(session):
    for letter, opened in (("a", "a"), ("b", "b"), ("b", None), ("z", None)):
        state.choose(letter)
        assert state.opened() == opened
    assert state.pick() == "b"


def test_another_surface_brings_its_own_start_frame_steps_and_default_rates(session):
    race = changes.with_value(default_race(), "f", "lr", 0.07)
    race = edits.with_value(edits.with_value(race, "seed", 3), "noise", 0.5)
    moved = edits.with_surface(race, "ravine")
    base = default_race("ravine")
    assert (moved.x, moved.y, moved.frame, moved.steps) == (base.x, base.y, base.frame, base.steps)
    assert (moved.seed, moved.noise) == (3, 0.5)
    assert moved.choices["f"].value("lr") == 0.07
    assert all(moved.choices[letter] == base.choices[letter] for letter in "abcde")
    assert changes.runner_reset(moved, "f", RACE.runners) == replace(base, seed=3, noise=0.5)


def test_rates_that_are_compared_stay_on_another_surface_even_the_default_among_them():
    """Which of three rates is the default of a surface is nothing that its reader chose."""
    compared = decode("surface=beale&a=adam&a.lr=0.1&b=adam&b.lr=0.01&c=adam&c.lr=0.001&d=momentum&e=rmsprop")[0]
    assert default_race("beale").choices["f"].value("lr") == 0.1
    for moved in (edits.with_surface(compared, "formula", "x**2 + y**2"), edits.with_surface(compared, "ravine")):
        assert [moved.choices[letter].value("lr") for letter in "abc"] == [0.1, 0.01, 0.001]
        assert moved.choices["d"] == RACE.runners.own(moved, "momentum")
        assert moved.choices["a"].value("b1") == 0.9


def test_what_was_set_stays_where_it_is_a_default_on_the_way_and_reset_forgets_it():
    rate = find("ravine").lrs["momentum"]
    race = decode(f"surface=beale&a=momentum&a.lr={rate}")[0]
    assert rate not in (find("beale").lrs["momentum"], find("rosenbrock").lrs["momentum"])
    there = edits.with_surface(race, "ravine")
    assert edits.with_surface(there, "rosenbrock").choices["a"].value("lr") == rate
    forgotten = edits.with_surface(changes.runner_reset(there, "a", RACE.runners), "rosenbrock")
    assert forgotten.choices["a"].value("lr") == find("rosenbrock").lrs["momentum"]
    again = changes.with_value(changes.with_value(there, "a", "lr", 0.5), "a", "lr", rate)
    assert edits.with_surface(again, "rosenbrock").choices["a"].value("lr") == rate
    assert (again, hash(again)) == (there, hash(there)), "it is no part of what is computed"


def test_steps_that_were_set_stay_on_another_surface():
    race = edits.with_value(default_race(), "steps", 50)
    assert edits.with_surface(race, "ravine").steps == 50
    assert edits.with_surface(default_race(), "ravine").steps == find("ravine").steps


def test_a_formula_that_is_not_understood_keeps_the_last_good_surface_and_the_text(session):
    session.session_state["formula"] = "x**2 + y**2"
    inputs.widget("formula", "")
    inputs.typed("formula", "formula", edits.with_formula)
    race = state.current()
    assert (race.surface, race.formula) == ("formula", "x**2 + y**2")
    session.session_state["formula"] = "x**2 + y#2"
    inputs.typed("formula", "formula", edits.with_formula)
    assert state.current() == race
    assert state.text("formula", state.current().formula) == "x**2 + y#2"
    assert "character" in state.notice("formula")
    session.session_state["formula"] = "x**4 + y**2"
    inputs.typed("formula", "formula", edits.with_formula)
    assert (state.current().x, state.current().frame) == (race.x, race.frame)
    assert (state.text("formula", state.current().formula), state.notice("formula")) == ("x**4 + y**2", None)


def test_who_set_a_number_computes_no_run_again(monkeypatch):
    chosen = choice("sgd", lr=0.25)
    by_hand = chosen.with_value("lr", 0.5).with_value("lr", 0.25)
    assert by_hand.set_by_hand and not chosen.set_by_hand
    computed = []
    monkeypatch.setattr(compute, "descend", lambda *run: computed.append(run))
    for one in (chosen, by_hand):
        compute.trace("beale", (0.0078125, 0.0), 3, 0, one, 0.0)
    assert len(computed) == 1


def test_a_start_without_a_value_is_refused_and_moved_where_the_formula_changes():
    race = replace(default_race("formula", "log(x) + y**2"), x=1.0, y=1.0)
    no_value = r"must be where the formula has a finite value; there is none at \(-1, 1\)"
    for edit in (lambda: edits.with_value(race, "x", "-1"), lambda: edits.with_start(race, -1, 1)):
        with pytest.raises(ValueError, match=no_value):
            edit()
    assert edits.with_start(race, 2, -1) == replace(race, x=2.0, y=-1.0)
    with pytest.raises(ValueError, match="must leave a frame in which the formula has values, which -1 does not"):
        edits.with_value(race, "x1", "-1")
    moved = edits.with_formula(race, "log(-x) + y**2")
    assert moved.frame == race.frame and (moved.x, moved.y) == find(moved.surface_name).start != (1.0, 1.0)
    assert edits.start_moved(race, moved.formula) == [
        f"The formula has no finite value at (1, 1); the start is ({moved.x:g}, {moved.y:g}) now."
    ]
    assert edits.start_moved(race, "sqrt(x)") == [] == edits.start_moved(default_race(), "log(-x)")
