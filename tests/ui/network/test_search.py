"""The page of search: its trials, its header, its presets and the page itself."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from locales import speaking
from tests.pages import visit
from training.many import networks, together
from training.many.axes import Axis
from training.many.precision import precise
from training.many.search.config import ROWS, alone, decode
from training.many.search.search import Search
from training.network.config import decode as network_of
from training.network.train import train
from ui.lessons.answers import answer, apart
from ui.lessons.book import lessons
from ui.lessons.card import config_of
from ui.lessons.quantities import OF_PAGES
from ui.looks.identity import identities
from ui.network.search import compute
from ui.network.search.facts import of_trials
from ui.network.search.header import best, search_header
from ui.network.search.lines import found_of
from ui.network.search.page import PAGE, title
from ui.network.search.presets import PRESETS
from ui.network.search.tables import csv_text, frame
from ui.network.search.words import at, made, spelled
from ui.work.visitors import Guest

SMALL = (
    "data=moons&examples=40&hidden=4&steps=12&batch=8&budget=9&a=momentum&b=momentum&a.method=grid&b.method=fine"
    "&xfrom=0.01&xto=1&yaxis=gain&yfrom=0.5&yto=2"
)


def found(search):
    """All trials of a search."""
    guest = Guest()
    for _ in range(200):
        seen = compute.look(search, guest, 5)
        if not seen.missing:
            return seen
    raise AssertionError(seen.failures)


@pytest.fixture(scope="module")
def small():
    return decode(SMALL)[0], found(decode(SMALL)[0])


def test_who_waits_for_others_sees_that_above_the_picture_which_is_empty(monkeypatch):
    pool = {"wait": lambda *asked, **named: False, "progress": lambda keys: 0.0, "ahead": lambda visitor: 2}
    pool |= {"ask": lambda visitor, keys: dict.fromkeys(keys)}
    monkeypatch.setattr(compute, "POOL", SimpleNamespace(**pool))
    app = visit("search", SMALL)
    (done,) = app.get("progress")
    assert done.proto.text == "0 of 18 trials are done. Waiting while 2 other visitors have their turn."
    kinds = [part.type for part in app.main]
    assert kinds[kinds.index("progress") + 1] == "bidi_component"


def test_trials_are_known_round_by_round_and_each_opens_as_its_own_network(small):
    search, seen = small
    assert {letter: len(one.values) for letter, one in seen.tried.items()} == {"a": 9, "b": 9} and seen.done == 18
    header = search_header(search, seen.tried)
    (grid, fine) = header["runners"]
    assert (grid["cells"], fine["cells"]) == ([3, 3], None) and grid["label"] == "Grid"
    assert grid["shares"]["x"][:3] == pytest.approx([1 / 6, 1 / 2, 5 / 6], abs=1e-3)
    assert header["fields"] == {"x": ["lr", True], "y": ["gain", False]}
    assert ("repeats", "1") in header["base"] and ("stop", "none") in header["base"]
    assert {"repeats", "stop", "patience", "ensemble", "bayes"}.isdisjoint(PAGE.compares.rows(search))
    place = 4
    pairs = [*header["base"], ("gain", grid["numbers"]["y"][place]), ("a.lr", grid["numbers"]["x"][place])]
    pairs += [(f"a.{name}" if name else "a", value) for name, value in grid["own"]]
    network, said = network_of("&".join(f"{name}={value}" for name, value in pairs))
    assert said == [] and network.gain == grid["numbers"]["y"][place]
    loss = train(network, network.choices["a"]).figures.valid_loss[-1]
    assert grid["value"][place] == pytest.approx(loss, rel=1e-5)
    assert grid["told"].startswith("9 of 9 trials, best validation loss ") and "gain" in grid["told"]


def test_the_best_is_a_finite_one_and_all_go_into_a_table(small):
    search, seen = small
    one = seen.tried["a"]
    worst = one._replace(ends=one.ends._replace(valid_loss=np.full(9, np.nan, np.float32)))
    assert best(search, worst) == -1 and search_header(search, {"a": worst})["criterion"]["range"] is None
    half = one.ends.valid_loss.copy()
    half[best(search, one)] = np.inf
    assert best(search, one._replace(ends=one.ends._replace(valid_loss=half))) != best(search, one)
    people = identities(ROWS, search)
    table = frame(search, seen.tried, people)
    assert len(table) == 18 and list(table.columns)[:4] == ["Search", "Trial", "Learning rate", "Gain"]
    link, head, *_ = csv_text(search, seen.tried, people).splitlines()
    assert decode(link.removeprefix("# ")) == (search, []) and head.startswith("Search,Trial,Learning rate,Gain,")
    with speaking("de"):
        assert (
            csv_text(search, seen.tried, people).splitlines()[1] == head != ",".join(frame(search, seen.tried, people))
        )


def test_steps_to_the_tolerance_and_the_outcome_are_told_of_each_trial(small):
    search, one = decode(f"{SMALL}&shows=reached")[0], small[1].tried["a"]
    reached, lost = np.array([-1, 6, 12, -1, 4, -1, 8, -1, -1]), np.arange(9) == 7
    score = np.where(reached >= 0, 0.97, 0.5)
    loss, start = np.where(lost, np.nan, np.arange(9.0)), np.full(9, 7.5)
    one = one._replace(ends=compute.Ends(loss, loss, score, score, start, start, reached))
    (runner,) = search_header(search, {"a": one})["runners"]
    assert runner["value"] == [None, 6, 12, None, 4, None, 8, None, None] and runner["best"] == 4
    assert runner["fate"].tolist() == [-1, 0, 0, -1, 0, -1, 0, -3, -2]
    assert "best steps to tolerance 4 at " in runner["told"] and "44.4% a score of 95% or more" in runner["told"]
    assert search_header(search, {"a": one})["criterion"]["range"] == [4, 12]
    table = frame(search, {"a": one}, identities(ROWS, search))
    assert table["Steps to tolerance"].isna().sum() == 5
    assert "The tolerance is a score of 95%." in ROWS["shows"].explained(search)
    outcome = decode(f"{SMALL}&shows=outcome")[0]
    header = search_header(outcome, {"a": one})
    assert header["criterion"]["label"] == "Validation loss" and header["criterion"]["outcome"]
    assert header["runners"][0]["best"] == 0 and {*header["words"]} == {"0", "-1", "-2", "-3"}
    assert compute._plan(alone(search, "a"), {})[0][0].looks > compute._plan(alone(outcome, "a"), {})[0][0].looks == 1


def test_a_grid_of_rates_and_seeds_becomes_a_line_with_its_edge_and_sensitivity():
    search = PRESETS["seeds"].config
    lines = {}
    for letter in "ad":
        one = found(replace(search, slots=tuple(slot for slot in search.slots if slot[0] == letter))).tried[letter]
        lines[letter] = found_of(search, letter, one)
        half = one._replace(values=one.values[:9])
        assert found_of(search, letter, half) is None
    sgd, adam = lines["a"].found, lines["d"].found
    assert sgd.edge > 2 * adam.edge > 2 and adam.sensitivity < sgd.sensitivity - 0.05
    median = sgd.middle <= lines["a"].start
    assert median[:-1].all() and not median[-1] and lines["a"].numbers[-1] == sgd.edge
    assert found_of(replace(search, method="random"), "a", one) is None


def test_six_layers_train_above_the_critical_line_and_at_no_rate_well_below_it():
    values, _, score = outcome("critical", "a")
    wide, good = values[:, 0] * 4, score >= 0.9  # of the critical deviation
    assert not good[wide < 0.5].any() and 0.55 < good[(wide > 1) & (wide < 6)].mean() < 0.75
    assert good[wide > 6].mean() < 0.2


def test_it_opens_with_three_methods_on_circles():
    search, said = decode("")
    assert said == [] and isinstance(search, Search) and title(search) == "Learning rate and momentum on Circles"
    assert search == PRESETS["methods"].config


def asks_of_a_search(step):
    return step.page == "search" and step.ask and step.ask.quantity in OF_PAGES["search"]


def outcome(name, letter):
    """Numbers, validation losses and scores of the trials of a preset's runner."""
    config = PRESETS[name].config
    one = found(replace(config, slots=tuple(slot for slot in config.slots if slot[0] == letter))).tried[letter]
    return one.values, np.where(np.isfinite(one.ends.valid_loss), one.ends.valid_loss, np.inf), one.ends.valid_score


def test_runs_of_momentum_are_alike_along_a_ridge_up_to_a_cliff():
    values, loss, _ = outcome("methods", "a")
    ratio = values[:, 0] / (1 - values[:, 1])
    assert ratio[loss < 0.1].min() >= 0.1 and ratio[loss < 0.1].max() <= 10 < 30 * (values[loss < 0.1, 0].max())
    assert np.ptp(np.log10(values[loss < 0.1, 0])) > np.ptp(np.log10(ratio[loss < 0.1])) + 0.4
    assert np.median(loss[ratio > 30]) > 10
    near, far = outcome("methods", "c")[1], outcome("methods", "b")[1]
    assert np.mean(near < 0.1) > 0.6 > 0.45 > np.mean(far < 0.1)


def test_on_a_linear_scale_most_rates_are_large():
    above = {letter: np.mean(outcome("scales", letter)[0][:, 0] > 0.1) for letter in "ab"}
    assert above["a"] == pytest.approx(0.9, abs=0.07) and above["b"] == pytest.approx(0.25, abs=0.12)


def test_more_rates_and_batches_fit_adam_than_sgd():
    share = {letter: np.mean(outcome("rules", letter)[2] > 0.9) for letter in "ad"}
    assert share["a"] == pytest.approx(2 / 5, abs=0.08) and share["d"] == pytest.approx(2 / 3, abs=0.08)


def test_a_penalty_helps_against_overfitting_and_dropout_helps_where_that_is_weak():
    values, loss, _ = outcome("overfitting", "a")
    weak, most, place = values[:, 0] == values[:, 0].min(), values[:, 1] == values[:, 1].max(), int(np.argmin(loss))
    assert values[place, 0] == pytest.approx(0.006, rel=0.3) and most[place]
    assert loss[place] < loss[weak & most][0] / 3.5 and loss[weak].min() < loss[weak & most][0] / 2


@pytest.mark.parametrize("step", [s for one in lessons().values() for s in one.steps if asks_of_a_search(s)])
def test_what_lessons_ask_of_searches_has_an_answer_without_a_doubt(step):
    search = config_of(step, PAGE)
    facts = of_trials(search, found(search).tried)
    assert answer(step.ask, facts).right and apart(step.ask, facts) and {*facts.values} == {*OF_PAGES["search"]}


def test_the_edge_of_trainability_is_rough_from_near_too_where_runs_side_by_side_end_as_by_themselves():
    search = alone(PRESETS["trainability"].config, "a")
    key = compute._plan(search, {})[0][0]
    assert search.precision == "float64" and {*key.own} == {"lr", "gain"}
    stable, whole, near = slice(0, 4), slice(4, 28), slice(28, 52)
    rates = np.concatenate([np.linspace(0.01, 0.3, 4), np.linspace(2, 26, 24), np.linspace(14, 15.8, 24)])
    own, beats = {"lr": rates, "gain": np.full(len(rates), 3.04)}, []
    many = together.trained(key.network, own, search.precision, beat=beats.append)
    with precise(search.precision):
        by_itself = networks.ends(key.network, own)
    for name in many._fields:
        np.testing.assert_allclose(getattr(many, name)[stable], getattr(by_itself, name)[stable], rtol=1e-10)
    alike = np.abs(many.train_loss - by_itself.train_loss) <= 0.1 * by_itself.train_loss
    assert 0.5 < np.mean(alike) < 1 and beats == sorted(beats) and beats[-1] == 1.0
    for part in (whole, near):  # one change from what trains to what does not would be a smooth edge
        trained = many.train_loss[part][alike[part]] < 0.5
        assert 0.5 < trained.mean() < 0.95 and (trained[1:] != trained[:-1]).sum() > 1
    axes = search_header(search, {})["axes"]
    assert axes["x"]["count"] == 64 and axes["y"]["low"] < 0.1 < 4 < axes["y"]["high"]
    words = made(search, "a")
    assert "in 64-bit floats, side by side" in words and "by itself in 32-bit floats: where training is" in words


def test_what_is_known_of_a_round_is_asked_for_with_the_same_keys():
    search = alone(replace(decode(SMALL)[0], budget=100), "b")
    keys = compute._plan(search, {})[0]
    ends = {key: compute.Ends(*np.ones((7, len(key.own["lr"])))) for key in keys}
    later = compute._plan(search, ends)[0]
    assert len(keys) == 4 < len(later) == 8 and all(one is other for one, other in zip(keys, later, strict=False))
    assert hash(replace(keys[0])) == hash(keys[0]) and replace(keys[0], precision="float64") != keys[0]
    values = np.stack([np.concatenate([key.own[name] for key in later]) for name in ("lr", "gain")], axis=1)
    np.testing.assert_array_equal(values[:25], compute._plan(search, ends)[1].values)


@pytest.mark.parametrize(
    ("scale", "low", "high", "value", "text"),
    [
        ("linear", 2, 26, 14.739, "14.74"),
        ("linear", 2.00001, 2.00003, 2.0000123, "2.0000123"),
        ("log", 1e-4, 10, 0.0123456, "0.01235"),
        ("log", 1, 1.000001, 1.00000012, "1.00000012"),
        ("memory", 0, 0.99999, 0.99997, "0.99997"),
        ("linear", -1, 1, -0.12341, "−0.1234"),
        ("linear", 1, 3, 2.0, "2"),
    ],
)
def test_a_number_tells_where_along_its_side_it_lies(scale, low, high, value, text):
    assert spelled(Axis("lr", low, high, 2, scale), value) == text


def test_trials_seen_from_near_say_numbers_of_their_own_and_in_which_floats_they_are():
    search = decode(f"{SMALL}&xfrom=0.10001&xto=0.10002&precision=float64".replace("xfrom=0.01&xto=1&", ""))[0]
    values = compute._plan(alone(search, "a"), {})[0][0].own
    values = np.stack([*values.values()], axis=1)
    tried = compute.Tried(values, values, compute.NONE, 9)
    assert len({at(search, tried, place) for place in range(8)}) == 8
    assert "in 64-bit floats. *Train this one* trains it in 32-bit floats: where" in made(search, "ab")
    assert made(decode(SMALL)[0], "ab").endswith("unless these vary, on the CPU in 32-bit floats.")


def test_of_four_numbers_the_rate_decides_most():
    values, loss, _ = outcome("four", "a")
    ranks = np.argsort(np.argsort(values, axis=0), axis=0) / len(values)
    spread = ranks[np.argsort(loss)[:15]].std(axis=0)
    assert spread[0] < 0.12 and spread[1:].min() > 0.18
