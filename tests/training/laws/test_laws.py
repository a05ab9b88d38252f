"""Laws: each holds as it is measured, a fault of each kind is caught, and its link opens."""

from dataclasses import replace

import numpy as np
import pytest

from training.laws import (
    LAWS,
    averages,
    descent,
    edge,
    ends,
    layers,
    limits,
    modes,
    numbers,
    paths,
    selu,
    signals,
    unseen,
)
from training.laws.law import AXES
from ui.lessons.book import read
from ui.notes.texts import groups
from ui.pages import PAGES

LESSON = "lib/lesson/"


@pytest.mark.parametrize("name", LAWS)
def test_it_holds_and_its_link_opens(name):
    law = LAWS[name]
    assert law.name == name and 0 < law.tolerance <= 0.05
    found = law.measured()
    assert law.holds(found.value)
    if found.series:
        series, (places, values) = found.series, found.series.drawn(law.expected)
        assert {series.across, series.up} <= {*AXES} and series.places.shape == series.values.shape
        assert np.all(np.diff(series.places) > 0) and np.isfinite([places, values]).all()
    url, _, query = law.link.partition("?")
    if url.startswith(LESSON):
        assert read(url.removeprefix(LESSON))
    elif url == "notes":
        assert query.removeprefix("card=") in {entry["key"] for group in groups() for entry in group["entries"]}
    elif law.link:
        (page,) = (page for page in PAGES.values() if page.url == url)
        assert page.decode(query)[1] == [] if page.decode else not query


def test_laws_of_a_training_name_the_weights_that_they_begin_with():
    named = [law for law in LAWS.values() if "weights of seed" in law.how]
    assert {law.name for law in named} >= {"edge", "edge_tenth", "edge_heavy_ball", "edge_nesterov", "edge_adam"}
    for law in named:
        network, _ = PAGES["network"].decode(law.link.partition("?")[2])
        assert f"from the weights of seed {network.seed}:" in law.how


def test_the_toy_problem_of_tensorflow_ends_where_its_closed_form_does():
    w = 0.0
    for _ in range(100):
        w -= 0.01 * (2 * w - 10)
    toy = LAWS["toy"]
    assert toy.measured().value == pytest.approx(w, rel=1e-6) and "w² − 10w + 25" in toy.claim
    assert "formula=x**2-10*x%2B25" in toy.link


def test_a_planted_fault_is_caught():
    limit, rate = LAWS["limit_heavy_ball"], LAWS["rate_gd"]
    assert not limit.holds(limits._edge("a=momentum&a.beta=0.87", 0.5 * limit.expected, 1.45 * limit.expected).value)
    assert not rate.holds(descent._contraction(f"{descent._BOWL}&a=sgd&a.lr=0.019", 100, 300).value)
    assert not LAWS["relu_halves"].holds(signals._a_layer("activation=relu&init=he").value)
    assert not LAWS["norm_tanh"].holds(signals._last("activation=tanh&init=normal&initvalue=1").value)
    assert not LAWS["critical"].holds(signals._critical(0.06).value) and not LAWS["first_step"].holds(0.3001)
    assert not LAWS["adam_fails"].holds(ends._online("adam", {"bias_correction": "off"}, 10).value)
    assert not LAWS["unseen_adam"].holds(unseen._right("sgd", 0.1)) and not LAWS["noise_left"].holds(
        averages._noise(0.89)
    )
    assert not LAWS["sigmoid_slope"].holds(layers._rise(4.9))
    assert not LAWS["muon_small"].holds(ends._singular(2e-3, 1.0)) and not LAWS["depth_scale"].holds(
        signals._depth_scale(1.4, 0.05).value
    )
    assert not LAWS["ripple"].holds(limits._edges(1.2).value) and not LAWS["ripples"].holds(limits._edges(0.95).value)
    assert not LAWS["edge"].holds(edge._settled("a=sgd&a.lr=0.21", 16_000).value)
    assert not LAWS["edge_adam"].holds(edge._settled("a=adam&a.lr=0.001&a.b2=0.99&a.b1=0.85", 8_000).value)
    assert not LAWS["edge_never"].holds(edge._below(edge._SLOW, 16_000, 20.0).value)
    assert not LAWS["plateau_strong"].holds(modes._of_two(1.0).value)
    assert not LAWS["network_weak"].holds(modes._half(modes._net()[:, 1], 1.0).value)
    assert not LAWS["crest_gd"].holds(paths._left_at(f"{paths._CREST}&a=sgd&a.lr=0.0201").value)
    assert not LAWS["three_conventions"].holds(paths._lengths(paths._FALLING, "b"))
    assert not LAWS["selu_far"].holds(selu._drawn_back(16.0, 20).value)
    assert not LAWS["muon_least"].holds(ends._band(np.median).value)
    assert not LAWS["unseen_heavy_ball"].holds(unseen._right("rmsprop", 0.01))
    assert not LAWS["trapped"].holds(ends._lowest(ends._TRAPPED.replace("x=0.5&y=-2", "x=4&y=3")).value)
    assert not LAWS["half_the_rate"].holds(ends._reached("a").value)
    assert not LAWS["verdicts"].holds(numbers._as_in_the_lecture(bayes=15.0))
    assert not replace(LAWS["beale"], expected=14.2).holds(LAWS["beale"].measured().value)


def test_a_law_is_seen_by_a_link_or_says_why_no_page_shows_it():
    assert all(bool(law.link) != bool(law.unshown) for law in LAWS.values())
    assert {name for name, law in LAWS.items() if law.unshown} == {"network_strong", "network_middle", "network_weak"}


def test_no_edge_where_none_is_passed():
    assert np.isnan(limits._edge("a=sgd", 0.001, 0.002).value)
