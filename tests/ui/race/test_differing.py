"""Races whose runners differ in fields: each is run, judged and drawn by its own, and the page says so."""

from __future__ import annotations

import json

import numpy as np
import pytest

from surfaces import find
from tests.ui.player.test_component import header_of, unpack
from tests.ui.player.test_export import embedded
from training.outcome import to_minima
from training.race import edits
from training.race.config import decode, each, encode
from training.race.descend import descend
from ui.race import compute
from ui.race.export import html
from ui.race.standings import curve, rows

STARTS = "surface=himmelblau&x=0&y=1&steps=60&a=sgd&b=sgd&b.x=-1&c=adam&c.x=2&c.y=-2"
KNOBS = "surface=bowl&rotation=0&steps=60&a=sgd&a.condition=2&b=sgd&b.condition=20&c=sgd&c.condition=200"
DRAWN = "surface=perceptron_kl&steps=20&noise=0.1&a=sgd&b=sgd&b.noise=0.2&c=sgd&c.batch=5&d=sgd&d.batch=5&d.seed=3"


def race_of(query):
    race, sentences = decode(query)
    assert not sentences
    return race


def by_slot(header):
    return {runner["slot"]: runner for runner in header["runners"]}


@pytest.mark.parametrize("query", [STARTS, KNOBS, DRAWN])
def test_each_runner_runs_as_it_does_alone(query):
    race = race_of(query)
    found = by_slot(header_of(race))
    for slot, own in each(race).items():
        alone = by_slot(header_of(own))[slot]
        name, chosen = own.surface_name, race.choices[slot]
        run = descend(name, (own.x, own.y), own.steps, own.seed, chosen, own.noise, own.batch)
        np.testing.assert_array_equal(found[slot]["params"], run.params)
        np.testing.assert_array_equal(
            found[slot]["distance"], to_minima(run.params.astype(float), find(name).minima).min(axis=1)
        )
        for part in ("loss", "gradnorm", "steplen", "outcome", "lowest"):
            np.testing.assert_array_equal(found[slot][part], alone[part])
    runs = {slot: runner["params"] for slot, runner in found.items()}
    assert len({run.tobytes() for run in runs.values()}) == len(runs)


def test_the_stage_shows_surface_and_start_of_the_chosen_runner():
    race = race_of(KNOBS)
    for slot, own in each(race).items():
        header = header_of(race, pick=slot)
        surface = header["surface"]
        np.testing.assert_array_equal(surface["relief"]["z"], compute.relief(own.surface_name, race.frame)["z"])
        label = by_slot(header)[slot]["label"]
        assert surface["of"] == slot
        assert header["subtitle"].endswith(f"60 gradients each, contours of {label}")
        assert f"They are those of {label}; each runs on a surface of its own." in surface["description"]
    race = race_of(STARTS)
    assert header_of(race, pick="a")["surface"]["start"] == [0, 1]
    assert header_of(race, pick="c")["surface"]["start"] == [2, -2]
    described = header_of(race)["surface"]["description"]
    assert described.endswith("The starts are at (0, 1), (−1, 1) and (2, −2).")
    assert "contours of" not in header_of(race)["subtitle"] and header_of(race)["surface"]["of"] is None
    zoomed = header_of(race_of(KNOBS), pick="a", view=(-1.0, 1.0, -1.0, 1.0))["view"]["relief"]
    wanted = compute.relief(each(race_of(KNOBS))["a"].surface_name, (-1.0, 1.0, -1.0, 1.0))
    np.testing.assert_array_equal(zoomed["z"], wanted["z"])


def test_sparklines_count_from_the_lowest_value_of_the_own_surface():
    race = race_of(KNOBS)
    traces = compute.traces(race)
    found = {row["name"]: row["curve"] for row in rows(race, traces, compute.outcomes(race, traces))}
    labels = {slot: runner["label"] for slot, runner in by_slot(header_of(race)).items()}
    assert found == {labels[slot]: curve(trace.loss, 0.0) for slot, trace in traces.items()}


def test_an_exported_page_has_the_surface_and_start_of_every_runner():
    found = unpack(embedded(html(race_of(KNOBS)), "data"))
    assert set(found["grounds"]) == set("abc")
    for slot, own in each(race_of(KNOBS)).items():
        np.testing.assert_array_equal(
            found["grounds"][slot]["surface"]["relief"]["z"], compute.relief(own.surface_name, own.frame)["z"].ravel()
        )
    starts = unpack(embedded(html(race_of(STARTS)), "data"))["grounds"]
    assert {slot: ground["surface"]["start"] for slot, ground in starts.items()} == {
        "a": [0, 1],
        "b": [-1, 1],
        "c": [2, -2],
    }
    assert "relief" not in starts["a"]["surface"]
    assert unpack(embedded(html(race_of("a=sgd&b=adam&steps=20")), "data"))["grounds"] == {}
    hidden = unpack(embedded(html(race_of(KNOBS), hidden=frozenset("a")), "data"))["grounds"]
    assert set(hidden) == set("bc") and all("hidden" in ground["subtitle"] for ground in hidden.values())


def test_a_click_moves_the_start_of_the_chosen_runner_where_that_has_its_own():
    race = race_of(STARTS)
    page = edits.with_start(race, 3, 3, "a")
    assert (page.x, page.y) == (3, 3) and page.slots == race.slots
    own = edits.with_start(race, 3, 3, "b")
    assert (own.x, own.y) == (0, 1) and dict(own.choices["b"].differs) == {"x": 3, "y": 3}
    assert own.choices["c"] == race.choices["c"] and decode(encode(own)) == (own, [])
    with pytest.raises(ValueError, match="must be a number from"):
        edits.with_start(race, 1e9, 0, "b")


def test_without_differences_nothing_is_said_of_them():
    header = header_of(race_of("a=sgd&b=adam&steps=20"))
    assert header["subtitle"] == "Two optimizers, one start, 20 gradients each"
    assert json.dumps(header["surface"]["description"]).count("The start is at") == 1
