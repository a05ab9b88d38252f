"""The race page as a script: what it draws, what its widgets do, and how light it stays."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from locales.formats import in_field
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests import pages
from tests.pages import by_label, components, header, said
from training.race.config import decode, default_race, encode
from ui.race import compute
from ui.race.cards import equalities
from ui.race.presets import PRESETS
from ui.race.standings import curve, rows
from ui.session import presses


def visit(query=""):
    return pages.visit("race", query)


@pytest.fixture
def page():
    """The page of a visitor without a link."""
    return visit()


def race(app):
    return app.session_state["race_page"].config


def press(app, label):
    return by_label(app.button, label).click().run()


def test_it_opens_with_six_optimizers_on_beale(page):
    assert not page.exception and not page.warning
    told = header(page)
    assert told["link"] == encode(default_race())
    assert [runner["label"] for runner in told["runners"]] == [
        "SGD",
        "Momentum",
        "Nesterov",
        "AdaGrad",
        "RMSProp",
        "Adam",
    ]
    assert [preset["name"] for preset in told["presets"] if preset["active"]] == ["beale"]
    assert (told["history"], told["pick"]) == ("replace", "f")
    assert re.findall("<h3>(.*?)</h3>", "".join(part.proto.body for part in page.get("html"))) == [
        "Standings after 300 gradients",
        "Held equal in this race",
        "Share",
    ]


def test_only_the_chosen_runner_s_widgets_are_drawn(page):
    labels = [w.label for w in (*page.select_slider, *page.text_input)]
    assert [label for label in labels if label.startswith("Learning rate")] == [
        "Learning rate α",
        "Learning rate of Adam",
    ]
    assert len(set(labels)) == len(labels)
    assert {"x", "y", "steps", "noise", "seed", "surface"} <= {w.key for w in (*page.text_input, *page.selectbox)}


def test_a_link_opens_as_it_was_and_nonsense_is_told_once():
    app = visit("surface=rosenbrock&x=-1.5&steps=17&a=sgd&b=adam&b.lr=0.05&c=nobody")
    assert (race(app).surface, race(app).x, race(app).steps) == ("rosenbrock", -1.5, 17)
    assert len(app.warning) == 1 and said(app.warning[0]).startswith("c: must be one of ")
    assert by_label(app.text_input, "Learning rate of Adam").value == "0.05"
    by_label(app.text_input, "Start x").set_value("-1.25").run()
    assert race(app).x == -1.25
    assert not app.warning


def test_who_is_hidden_is_not_in_the_picture_and_is_in_every_link():
    page = visit("surface=beale&steps=20&hide=b,f")
    told = header(page)
    assert [runner["slot"] for runner in told["runners"]] == list("acde") and told["link"].endswith("&hide=b,f")
    cards = [block.proto.body for block in page.get("html") if 'class="link"' in block.proto.body]
    assert cards and all("&amp;hide=b,f</div>" in card for card in cards)


def test_what_a_link_says_is_shown_as_text():
    app = visit("x=![](https://nowhere.example/a.png)&a=:red[sgd]&b=$x$")
    assert not re.search(r"(?<!\\)[!:$`<\[]", app.warning[0].value)
    assert "“![](https://nowhere.example/a.png)”" in said(app.warning[0])
    assert len(app.warning[0].value.split("  \n")) == 3


def test_numbers_reach_the_player(page):
    by_label(page.text_input, "Start x").set_value("0.5").run()
    by_label(page.select_slider, "Steps").set_value(100).run()
    parts, fields = len(page.sidebar.children), len(page.text_input)
    by_label(page.text_input, "Gradient noise").set_value("0.25").run()
    # Streamlit goes by places: where one more field moved the optimizers, they would stand twice for a moment.
    assert len(page.text_input) > fields and len(page.sidebar.children) == parts
    by_label(page.text_input, "Seed").set_value("3").run()
    told = decode(header(page)["link"])[0]
    assert (told.x, told.steps, told.noise, told.seed) == (0.5, 100, 0.25, 3)
    assert by_label(page.text_input, "Number of steps").value == "100"
    assert header(page)["history"] == "replace"


def test_a_surface_of_data_has_a_field_for_its_mini_batch_and_the_others_have_none(page):
    assert not any("atch" in widget.label for widget in page.text_input)
    by_label(page.selectbox, "Surface").set_value("perceptron_kl").run()
    by_label(page.text_input, "Mini-batch, of 100 examples").set_value("10").run()
    assert race(page).batch == decode(header(page)["link"])[0].batch == 10
    by_label(page.text_input, "Mini-batch, of 100 examples").set_value("101").run()
    assert race(page).batch == 10 and "from 1 to 100" in said(page.warning[0])
    by_label(page.selectbox, "Surface").set_value("regression_raw").run()
    assert race(page).batch == 10
    by_label(page.selectbox, "Surface").set_value("beale").run()
    assert race(page) == default_race()


def test_surfaces_are_offered_in_teaching_order_and_bring_their_own_race(page):
    box = by_label(page.selectbox, "Surface")
    assert box.options == [*(surface.label for surface in SURFACES.values()), "A formula of your own"]
    box.set_value("ravine").run()
    assert race(page) == default_race("ravine")
    assert any(caption.help == f"Source: {SURFACES['ravine'].source}." for caption in page.caption)
    assert by_label(page.text_input, "Start x").value == in_field(default_race("ravine").x)


def test_a_formula_races_and_a_bad_one_keeps_the_last_good_surface(page):
    press(page, "Type a formula")
    assert race(page).surface == "formula"
    by_label(page.text_input, "Formula in x and y").set_value("x**2 + 2*y**2").run()
    good = race(page)
    assert good.formula == "x**2 + 2*y**2"
    by_label(page.text_input, "Formula in x and y").set_value("x**2 + y#2").run()
    assert race(page) == good
    assert len(page.warning) == 1 and "At character 9: “#”" in said(page.warning[0])
    assert by_label(page.text_input, "Formula in x and y").value == "x**2 + y#2"
    by_label(page.selectbox, "Surface").set_value("beale").run()
    assert race(page).surface == "beale" and not page.warning
    assert "Formula in x and y" not in {field.label for field in page.text_input}


def test_the_last_runner_may_go_and_the_page_stays(page):
    for _ in range(6):
        page.session_state["race_page"].open = page.session_state["race_page"].pick
        pages.press(page.run(), f"remove.{page.session_state['race_page'].pick}")
        assert not page.exception
    assert race(page).slots == ()
    assert header(page)["empty"]
    assert len(components(page)) == 1
    press(page, "Reset all")
    assert race(page) == default_race()


def test_a_runner_can_be_doubled_and_reset(page):
    by_label(page.text_input, "Learning rate of Adam").set_value("0.07").run()
    pages.press(page, "duplicate.f")
    assert [runner["label"] for runner in header(page)["runners"]][-2:] == ["Adam", "Adam 2"]
    assert (header(page)["pick"], header(page)["history"]) == ("g", "push")
    pages.press(page, "reset.g")
    assert race(page).choices["g"].value("lr") == 0.1
    assert race(page).choices["f"].value("lr") == 0.07
    assert page.session_state[presses.OFFERED]["reset.g"].disabled


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_can_be_set(name):
    app = visit(f"surface=beale&steps=20&a={name}")
    assert not app.exception and not app.warning
    assert len(components(app)) == 2


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_preset_draws(preset):
    app = visit()
    app.session_state["race_page"].config = preset.config
    app.run()
    assert not app.exception
    assert [button["name"] for button in header(app)["presets"] if button["active"]] == [preset.name]


def test_the_page_is_light(page):
    by_label(page.text_input, "Learning rate of Adam").set_value("0.0123").run()
    sent = [m for m in page._tree.children.values() for m in _messages(m)]
    bytes_sent = sum(len(m.SerializeToString()) for m in sent if type(m).__name__ != "BidiComponent")
    assert bytes_sent < 20_000  # and some 3 kB for the frames of about 60 messages


def _messages(node):
    if hasattr(getattr(node, "proto", None), "SerializeToString"):
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from _messages(child)


def table(config):
    traces = compute.traces(config)
    return rows(config, traces, compute.outcomes(config, traces))


def test_standings_are_best_first_and_what_is_not_finite_is_last():
    wild, _ = decode("surface=beale&steps=200&a=sgd&a.lr=0.3&b=adam&b.lr=0.1&c=sgd&c.lr=0.01")
    found = table(wild)
    assert [row["name"] for row in found] == ["Adam", "SGD lr 0.01", "SGD lr 0.3"]
    assert [row["hollow"] for row in found] == ["", "empty", ""]
    assert found[-1]["outcome"].startswith("Not finite from step ")
    assert found[-1]["final"] is found[-1]["reached"] is found[-1]["distance"] is None
    assert found[0]["final"] < found[1]["final"]
    assert {row["gradients"] for row in found} == {200}
    assert all(len(row["curve"]) == 48 for row in found)
    json.dumps(found, allow_nan=False)


def test_curves_keep_their_ends_and_stop_where_the_loss_is_not_finite():
    loss = 10.0 ** -(0.01 * np.arange(301))
    found = curve(loss, 0.0)
    assert (found[0], found[-1], len(found)) == (0.0, -3.0, 48)
    loss[150:] = float("nan")
    assert sum(height is not None for height in curve(loss, 0.0)) == 24
    assert curve(loss[:1], 0.0) == [0.0]


def test_what_is_held_equal_is_said_with_what_is_not():
    told = equalities(default_race())
    assert told["Start"] == "(1, 1.5)"
    assert told["Budget"] == "300 gradient evaluations each"
    assert told["Not equal"] == "learning rates: each has its own default for Beale"
    noisy, _ = decode("surface=beale&noise=0.5&seed=4&a=sgd&b=adam&b.lr=0.2")
    assert equalities(noisy)["Noise"] == "standard deviation 0.5, the same draws for all (seed 4)"
    assert "Mini-batches" not in told and "Not counted" not in told
    dear, _ = decode("surface=beale&a=newton&b=adam&c=lbfgs&c.form=wolfe&d=lbfgs")
    assert equalities(dear)["Not counted"] == (
        "Newton: the Hessian, about two gradients' worth of work for each coordinate. "
        "L-BFGS (wolfe): the gradients of its line search"
    )
    data, _ = decode("surface=perceptron_kl&batch=10&seed=4")
    assert equalities(data)["Mini-batches"] == (
        "10 of the 100 examples a step, the same ones in the same order for all (seed 4)"
    )
    assert equalities(default_race("perceptron_kl"))["Mini-batches"] == "all 100 examples at every step"
    assert equalities(noisy)["Not equal"] == "learning rates: set by hand for Adam, else the defaults for Beale"
    same, _ = decode("surface=beale&a=sgd&a.lr=0.01&b=adam&b.lr=0.01")
    assert equalities(same)["Not equal"] == "rules and forms; the learning rate is the same for all"
    assert equalities(decode("a=none")[0])["Not equal"] == "nothing runs yet"


def test_what_is_not_equal_stands_under_not_equal_alone():
    def card(query):
        race, sentences = decode(query)
        assert not sentences
        return equalities(race)

    rates = "learning rates: each has its own default for Bowl of any shape"
    starts = card("surface=bowl&x=1&y=2&a=sgd&b=sgd&b.x=-3&noise=0.1&seed=4")
    assert "Start" not in starts and starts["Not equal"] == "start: (1, 2), (−3, 2)"
    assert starts["Noise"] == "standard deviation 0.1, the same draws for all (seed 4)"
    knobs = card("surface=bowl&a=sgd&b=adam&b.condition=5&c=sgd&c.condition=5")
    assert knobs["Not equal"] == f"condition number: 50 (SGD), 5 (Adam, SGD); {rates}"
    alike = card("surface=bowl&x=1&y=2&a=sgd&b=sgd&a.x=3&b.x=3")
    assert alike["Start"] == "(3, 2)"
    noise = card("surface=perceptron_kl&noise=0.1&seed=4&a=sgd&b=sgd&b.noise=0.2&b.batch=8")
    assert noise["Not equal"] == "gradient noise: 0.1, 0.2; mini-batch, of 100 examples: 100, 8"
    assert noise["Draws of the noise"] == "the same for all, each at its own size (seed 4)"
    assert "Mini-batches" not in noise and "Noise" not in noise
    seeds = card("surface=perceptron_kl&batch=8&noise=0.1&a=sgd&b=sgd&b.seed=8")
    assert seeds["Not equal"] == "seed: 7, 8"
    assert seeds["Mini-batches"] == "8 of the 100 examples a step, each from a seed of its own"
    assert seeds["Noise"] == "standard deviation 0.1, each from a seed of its own"
