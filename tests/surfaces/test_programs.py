"""The bound over compiled programs: the oldest go, of whatever kind, and what they held comes back."""

from __future__ import annotations

import gc

import jax
import numpy as np
import pytest

from surfaces import programs
from surfaces.programs import Programs, kept, loads, maps, understood
from training.choice import choice
from training.race.descend import QUICK, descend, program


def test_the_oldest_are_released_once_there_is_no_room():
    found = Programs(lambda number: number, most=4)
    for key in "abcd":
        found.find(key, lambda key=key: key.upper())
    assert found.find("a", lambda: pytest.fail("it is kept")) == "A"
    found.keep("e", "E")
    assert "b" not in found and all(key in found for key in "acde")


def test_one_bound_holds_for_every_kind(monkeypatch):
    monkeypatch.setattr(programs, "PROGRAMS", found := Programs(lambda number: number, most=2))
    made = []

    @kept
    def one(name):
        made.append(name)
        return name

    @kept
    def other(name):
        made.append(name.upper())
        return name

    assert [one("x"), other("x"), one("x")] == ["x"] * 3 and made == ["x", "X"]
    one("y")
    assert len(found) == 2 and not other.has(("x",)) and one.has(("x",))


def test_a_hundred_programs_stay_under_the_bound_and_their_maps_come_back(monkeypatch):
    jax.jit(lambda x: x * 2)(1.0)  # what only the first program takes
    gc.collect()
    before, most = maps(), []
    monkeypatch.setattr(programs, "PROGRAMS", found := Programs(maps, before + 150))

    @kept
    def formula(number):
        return jax.jit(lambda x: x + number)

    for number in range(100):
        assert float(formula(number)(1.0)) == 1.0 + number
        most.append(maps(len(found)))
    assert max(most) < before + 250, "a program more than there is room for, and what compiling asks for"
    assert max(most) > before + 100 and len(found) < 100
    found._most = 0
    found.keep("last", None)
    gc.collect()
    assert maps(len(found)) < before + 100


def test_a_race_whose_program_was_released_is_compiled_again_with_the_same_digits(monkeypatch):
    monkeypatch.setattr(programs, "PROGRAMS", Programs(lambda number: number, most=1))
    first = descend("ravine", (-8, 1), 20, 0, choice("sgd", lr=0.01))
    descend("beale", (1, 1.5), 20, 0, choice("sgd", lr=0.01))
    assert not program("ravine", choice("sgd")).ready and program("beale", choice("sgd", lr=0.5)).ready
    again = descend("ravine", (-8, 1), 20, 0, choice("sgd", lr=0.01))
    np.testing.assert_array_equal(first.params, again.params)


def test_what_a_program_is_depends_on_all_but_numbers():
    plain = program("beale", choice("adam", lr=0.1))
    assert plain == program("beale", choice("adam", lr=0.2))
    for other in (
        program("ravine", choice("adam")),
        program("beale", choice("adamw")),
        program("beale", choice("adam", **{"lr.schedule": "cosine"})),
        program("beale", choice("adam", clip="norm")),
    ):
        assert other != plain


def test_where_the_system_does_not_tell_of_maps_programs_are_counted(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "MAPS", tmp_path / "none")
    assert maps(0) == 0 and maps(programs.MOST_PROGRAMS) == programs.MOST_MAPS


def test_a_thread_that_listens_hears_of_loads_alone():
    with loads() as found:
        programs._hear("/jax/another/event")
        programs._hear(programs.LOADED)
    programs._hear(programs.LOADED)
    assert len(found) == 1


def test_options_that_the_compiler_does_not_know_are_left_out():
    assert understood(("xla_no_such_option", True), *QUICK) == dict(QUICK)
