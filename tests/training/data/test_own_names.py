"""Runners under names of one's own: in the link, on the page, and nowhere in what is computed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from optimizers import OPTIMIZERS
from training.choice import LONGEST_NAME, NAME, choice, form_names, named
from training.network import config as network_config
from training.race import config
from training.race.edits import with_surface
from ui.looks.copies import put_on
from ui.looks.identity import identify
from ui.network import compute as network_compute
from ui.race import compute
from ui.race.page import PAGE
from ui.race.takeaway.files import csv_text
from ui.session import changes
from ui.widgets.runners import detail, marks

SCRIPTS = (
    "Mine",
    "schnell & gut",
    "0.1 = zu groß?",
    "速い",
    "سریع",
    "می\u200cروم",
    "быстрый",
    "<b>*a* [x](y)</b>",
    "🚀 fast",
)


@pytest.mark.parametrize("page", [config, network_config])
def test_a_name_of_any_script_is_in_the_link(page):
    start = page.decode("a=adam&b=sgd&c=sgd")[0]
    for name in SCRIPTS:
        changed = changes.with_name(start, "b", f"  {name} ")
        assert changed.choices["b"].name == name
        assert page.decode(page.encode(changed)) == (changed, [])
        assert identify(changed.choices)["b"].label == name
        assert changes.with_name(changed, "b", " ") == start
    assert f".{NAME}=" not in page.encode(start)


@pytest.mark.parametrize("bad", ["x" * (LONGEST_NAME + 1), "a\u202eb", "a\x00b", "\ud800"])
def test_a_bad_name_is_one_short_sentence(bad):
    with pytest.raises(ValueError, match=f"must be up to {LONGEST_NAME} characters that can be seen"):
        named(choice("adam"), bad)
    with pytest.raises(ValueError, match=r"^Name must be .*\.$"):
        changes.with_name(config.default_race(), "a", bad)
    race, sentences = config.decode("a=adam&a.name=" + "x" * 25)
    assert race.choices["a"].name == "" and len(sentences) == 1
    assert sentences[0].startswith("a.name: must be up to 24") and sentences[0].endswith("Adam was used.")


def test_an_edit_keeps_the_name_and_a_reset_takes_it_away():
    race = changes.with_name(config.default_race(), "f", "Mine")
    edited = changes.with_value(changes.with_value(race, "f", "lr", 0.5), "f", "clip", "norm")
    assert edited.choices["f"].name == with_surface(edited, "rosenbrock").choices["f"].name == "Mine"
    assert changes.runner_reset(edited, "f", PAGE.runners).choices["f"].name == ""


def test_no_two_runners_bear_one_name():
    slots = {"a": choice("adam"), "b": named(choice("sgd"), "Adam"), "c": named(choice("sgd"), "Adam")}
    assert [who.label for who in identify(slots).values()] == ["Adam", "Adam 2", "Adam 3"]


def test_a_name_computes_nothing_anew(monkeypatch):
    race, network = config.default_race(), network_config.default_network()
    asked = []
    monkeypatch.setattr(compute, "_short_run", lambda *key: asked.append(key))
    for one in (race, changes.with_name(race, "a", "Mine")):
        compute.trace("beale", (1.0, 1.5), 10, 0, one.choices["a"], 0.0)
    assert asked[0] == asked[1]
    assert network_compute.keys_of(changes.with_name(network, "a", "Mine")) == network_compute.keys_of(network)


def test_a_name_is_no_formula_of_a_spreadsheet():
    race = replace(config.default_race(), steps=1, slots=(("a", named(choice("adam"), "=1+1")),))
    rows = list(csv.DictReader(io.StringIO(csv_text(race, compute.traces(race)))))
    assert {row["optimizer"] for row in rows} == {"'=1+1"}


def test_the_chip_says_what_is_put_on_the_rule():
    parts = {"lr.schedule": "cosine", "clip": "norm"}
    slots = {"a": choice("adam"), "b": choice("adam", **parts), "c": choice("sgd", **parts)}
    slots["d"] = named(choice("momentum"), "Mine")
    people = identify(slots)
    told = {slot: detail(chosen, people[slot]) for slot, chosen in slots.items()}
    assert told["c"] == "lr 0.01" and told["d"].startswith("Momentum · lr ")
    signs = {slot: marks(chosen) for slot, chosen in slots.items()}
    assert signs == {"a": "", "b": signs["c"], "c": " :material/show_chart: :material/content_cut:", "d": ""}
    assert put_on(slots["b"]) == ("cosine", "clip norm") and marks(choice("sgd", sam="on")) == " :material/layers:"


def test_no_rule_has_a_number_or_form_of_that_name():
    for spec in OPTIMIZERS.values():
        assert NAME not in {*form_names(spec), *(hyper.name for hyper in spec.hypers), *(o.name for o in spec.options)}
