"""The page of all optimizers while its runs come: what is compiled, what never is, and when there is a file."""

import json
import time
from threading import Event

import pytest

from tests.demands import waits
from tests.pages import components, said
from tests.ui.race.test_crowd import told, visit
from training.network.refused import Refused
from training.race.descend import Program
from ui.race import compute
from ui.race.all import compute as cells
from ui.race.all.config import crowd
from ui.work.pool import Pool
from ui.work.visitors import Guest


class Compiler:
    """Compiles nothing: a program is ready once it is let go, unless it is ``broken``."""

    def __init__(self, ready, broken=()):
        self.ready, self.broken, self.begun, self.dropped, self.go = {*ready}, broken, [], [], Event()

    def __call__(self, part, demand):
        self.begun.append(name := part.choice.optimizer)
        if name in self.broken:
            raise Refused(f"{name} is broken.")
        waits(self.go, demand, name, self.dropped)
        self.ready.add(name)
        return True


@pytest.fixture
def compiler(monkeypatch):
    """Lets a compiler of its own do the work of a real pool."""

    def use(*ready, broken=()):
        made = Compiler(ready, broken)
        monkeypatch.setattr(compute, "COMPILED", Pool(made, threads=2))
        monkeypatch.setattr(Program, "ready", property(lambda part: part.choice.optimizer in made.ready))
        return made

    return use


def offered(page):
    """What the page's file shows, "" where none is offered."""
    return json.loads(components(page)[0].json)["file"]


def test_what_is_not_compiled_yet_is_told_and_nothing_begun_is_dropped(few, compiler):
    made = compiler("sgd")
    page = visit(on="beale")
    assert offered(page) == ""  # it would wait for the others
    assert not page.exception and [one["slot"] for one in told(page)["runners"]] == ["sgd"]
    assert any(caption.value.startswith("1 of 3 runs are here") for caption in page.caption)
    assert [part.component_name for part in components(page)] == ["address", "crowd"] and told(page)["coming"]
    assert sorted(made.begun) == ["adam", "newton"]
    page.run()
    time.sleep(0.05)  # in which what nobody waits for is dropped
    assert len(made.begun) == 2 and not made.dropped
    made.go.set()
    page.run()
    assert len(told(page)["runners"]) == 3 and len(made.begun) == 2 and not told(page)["coming"]
    assert offered(page) == "all of these runs"


def test_what_cannot_be_compiled_is_named_once_and_not_tried_again_at_once(few, compiler):
    made = compiler("sgd", "newton", broken=("adam",))
    page = visit(on="beale")
    for _ in range(2):
        assert not page.exception and sorted(one["slot"] for one in told(page)["runners"]) == ["newton", "sgd"]
        assert "could not be compiled: Adam." in said(page.warning[0])
        assert not any("being compiled" in caption.value for caption in page.caption)  # nothing renews the page
        page.run()
    assert made.begun == ["adam"]


def test_results_of_programs_that_were_released_are_made_anew(few, compiler):
    made, guest = compiler(), Guest()
    made.go.set()
    race = crowd("beale")
    for _ in range(2):
        compute.compile_all(cells.runs_of(race).values(), guest)
        assert made.ready == {*few}
        made.ready.clear()
    assert sorted(made.begun) == sorted([*few] * 2)
