"""Searches: the points that each method tries, and the link."""

from dataclasses import replace

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from training.choice import choice
from training.many.axes import MOMENTUM, momentum
from training.many.search.config import MOST_TRIALS, allowed, alone, decode, encode, numbers, with_value
from training.many.search.leading import searched
from training.many.search.methods import METHODS, ROUNDS, per_side
from training.many.search.points import count, point
from training.many.search.points import tried as every
from training.network.config import decode as network_of


def loss_of(points):
    """A bowl around a point that no method tries."""
    return np.sum((points - 0.3) ** 2, axis=1)


def tried(method, sides, budget, seed=0):
    """All points of a method, known round by round."""
    found = np.zeros(0)
    while True:
        points = METHODS[method].points((per_side(sides, budget),) * sides, budget, seed, found)
        if len(points) == len(found):
            return points
        assert len(points) <= budget
        found = loss_of(points)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("sides", "budget"), [(1, 7), (2, 64), (2, 10), (3, 30), (4, 100)])
def test_points_lie_inside_within_the_budget_and_what_is_known_stays(method, sides, budget):
    points = tried(method, sides, budget)
    assert points.shape[1] == sides and points.min() >= 0 and points.max() <= 1
    assert len(np.unique(points, axis=0)) == len(points)
    first = METHODS[method].points((per_side(sides, budget),) * sides, budget, 0, np.zeros(0))
    np.testing.assert_array_equal(points[: len(first)], first)
    another = tried(method, sides, budget, seed=1)
    assert (another == points).all() if not METHODS[method].chance else (another != points).any()


def test_numbers_along_a_short_side_are_told_apart():
    for scale, ends in (("log", (0.1, 0.1001)), ("memory", (0.9, 0.90001)), ("linear", (0.1, 0.1001))):
        side = "&".join(f"x{name}={value}" for name, value in zip(("scale", "from", "to"), (scale, *ends), strict=True))
        search, said = decode(f"a=momentum&xaxis=beta&yaxis=gain&{side}&precision=float64")
        shares = np.stack([(np.arange(64) + 0.5) / 64] * 2, axis=1)
        assert said == [] and len(np.unique(point(search, shares)[:, 0])) == 64 and search.precision == "float64"


@pytest.mark.parametrize("method", METHODS)
def test_of_whole_numbers_each_network_is_tried_once(method):
    near = "data=moons&hidden=8,8&a=sgd&budget=16&xaxis=width&xfrom=5&xto=6&yaxis=batch&yfrom=2&yto=3"
    search, said = decode(f"{near}&method={method}")
    found = np.zeros(0)
    while len(shares := every(search, found)) > len(found):
        values = point(search, shares)
        found = values.sum(axis=1)
    there, known = [(5, 2), (5, 3), (6, 2), (6, 3)], sorted(map(tuple, values))
    assert said == [] and (known == there or (method == "fine" and known == [one for one in there if one in known]))
    wide = replace(search, xfrom=1, xto=64, yfrom=1, yto=64, xscale="linear", budget=100)
    rounds, found = [0], np.zeros(0)
    while len(shares := every(wide, found)) > len(found):
        values = point(wide, shares)
        found = np.abs(np.log2(values / 16)).sum(axis=1)
        rounds.append(len(values))
    assert (
        len(np.unique(values, axis=0)) == len(values) <= 100
        and (every(wide, found[:9])[: rounds[1]] == shares[: rounds[1]]).all()
    )
    assert (
        len(values) == count(wide) if method != "fine" else found[rounds[-2] :].mean() < found[: rounds[1]].mean() / 2
    )
    beside = replace(wide, xaxis="lr", xscale="log", xfrom=0.01, xto=1.0, yfrom=2, yto=3)
    assert count(beside) == (20 if method == "grid" else 100)


def test_a_grid_repeats_its_values_and_random_points_do_not():
    values = {method: len(np.unique(tried(method, 2, 64)[:, 0])) for method in METHODS}
    assert values["grid"] == 8 and values["random"] == 64


def test_each_round_is_closer_to_the_best_point_and_a_lost_run_is_never_that():
    points = tried("fine", 2, 80)
    far = [np.median(np.abs(part - 0.3)) for part in np.split(points, ROUNDS)]
    assert far[-1] < far[1] < far[0] and loss_of(points).min() < loss_of(tried("random", 2, 80)).min() / 3
    lost = np.where(np.arange(20) == 5, 1.0, np.nan)
    second = METHODS["fine"].points((8, 8), 80, 0, lost)[20:]
    assert np.abs(second - METHODS["fine"].points((8, 8), 80, 0, np.zeros(0))[5]).max() <= 0.5


def test_numbers_between_memories_are_drawn_as_the_lectures_say():
    # beta = 1 - 10^U(-3, -1): half of the samples lie above 0.99; of a uniform beta it would be nine in a hundred.
    link = "a=momentum&yaxis=beta&yfrom=0.9&yto=0.999"
    shares = np.random.RandomState(0).uniform(size=(4000, 2))
    above = {}
    for scale in ("memory", "linear"):
        values = point(decode(f"{link}&yscale={scale}")[0], shares)
        above[scale] = np.mean(values[:, 1] > 0.99)
    assert above["memory"] == pytest.approx(0.5, abs=0.02) and above["linear"] == pytest.approx(0.091, abs=0.01)
    whole = point(decode("a=sgd&yaxis=batch&yfrom=1&yto=8")[0], shares[:50])[:, 1]
    assert {*whole} <= {*range(1, 9)}


@pytest.mark.parametrize(
    ("runners", "second"),
    [
        ("a=sgd", "gain"),
        ("a=adagrad", "gain"),
        ("a=adam&b=nesterov&c=sgd", "gain"),
        ("a=momentum&b=nesterov", "beta"),
        ("a=adam&b=adamw", "b1"),
    ],
)
def test_at_first_a_number_varies_beside_the_rate_that_all_runners_have_and_the_data_do_not(runners, second):
    search, said = decode(f"data=spirals&hidden=4&steps=20&{runners}")
    assert said == [] and search.yaxis == second


def test_the_likely_numbers_come_first_whoever_has_them():
    known = [*numbers(decode("data=spirals&hidden=4&a=adam&b=nesterov&c=sgd")[0])]
    leads = {
        link: searched(network_of(f"data=spirals&hidden=4&{link}")[0]).yaxis for link in ("a=adam&b=nesterov", "a=sgd")
    }
    assert leads == {"a=adam&b=nesterov": "beta", "a=sgd": "gain"}
    assert known[:5] == ["lr", "beta", "b1", "b2", "eps"] and known.index("gain") > 4
    assert momentum(choice("dadaptation")) == "b1" and momentum(choice("dadaptation", base="sgd")) == "momentum"


def test_a_number_says_that_it_is_the_momentum_whatever_its_name():
    hypers = [hyper for spec in OPTIMIZERS.values() for hyper in spec.hypers]
    called = [hyper for hyper in hypers if hyper.label in (MOMENTUM, "First-moment decay")]
    assert [hyper for hyper in hypers if hyper.momentum] == called
    assert {momentum(choice(name)) for name in ("lion", "schedulefree", "yellowfin", "sgd")} == {""}


@pytest.mark.parametrize(
    "link",
    [
        "",
        "a=none",
        "a=adam&xaxis=b1&zaxis=lr&waxis=gain",
        "data=moons&hidden=8&norm=batch&a=sgd&b=sgd&b.norm=none&b.method=grid&b.yscale=linear&b.searchseed=4",
    ],
)
def test_a_link_gives_the_search_again(link):
    search, said = decode(link)
    if "searchseed" in link:
        assert said == ["b.searchseed: counts only where points are drawn at random; it was ignored."]
    assert decode(encode(search)) == (search, [])


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("a=sgd&xaxis=beta", "xaxis: must be one of lr, "),
        ("a=sgd&yaxis=lr", "yaxis: must be another number than xaxis, not lr; "),
        ("a=sgd&xaxis=gain&yaxis=gain", "yaxis: must be another number than xaxis, not gain; lr was used."),
        ("a=sgd&zaxis=lr", "zaxis: must be one of none, "),
        ("a=sgd&zscale=log", "zscale: counts only where zaxis is not none; it was ignored."),
        ("a=sgd&method=luck", "method: must be one of "),
        ("a=sgd&steps=3000", "steps: must be a whole number from 1 to 2,000, not “3000”; "),
        (
            "data=pentagons&a=sgd&steps=3000",
            "steps: must be a whole number from 1 to 2,000, not “3000”; 2000 was used.",
        ),
        ("a=sgd&hidden=512,512&steps=2000&budget=900", "budget: must be at most 5 with trials of 2,000 steps of "),
        (
            "a=sgd&hidden=64,64&steps=2000&budget=900&yaxis=batch&yfrom=1&yto=300",
            "budget: must be at most 22 with trials",
        ),
        ("a=sgd&split=0&shows=score", "shows: must be one of outcome, train, reached, not “score”; train was used."),
        ("a=sgd&stop=patience", "“stop” is not a field of a search; it was ignored."),
        ("a=sgd&a.repeats=3", "“a.repeats” is not a field of a search; it was ignored."),
        (
            "data=moons&transfer=all&sourcesteps=5000&hidden=512,512&budget=1&a=sgd",
            "sourcesteps: must be at most ",
        ),
        (
            "data=digits&hidden=512,512&steps=2000&batch=32&budget=1&a=sgd&yaxis=batch&yfrom=1&yto=1024",
            "steps: must be at most ",
        ),
        (
            "a=sgd&split=0.001&shows=score",
            "shows: must be one of outcome, train, reached, not “score”; train was used.",
        ),
        ("a=sgd&colour=red", "“colour” is not a field of a search; it was ignored."),
    ],
)
def test_what_is_not_understood_of_a_link_is_told(link, said):
    search, sentences = decode(link)
    assert len(sentences) == 1 and sentences[0].startswith(said) and decode(encode(search)) == (search, [])


def test_edits_keep_how_runners_search():
    search = decode("")[0]
    for name, value in (("hidden", "8"), ("data", "moons"), ("norm", "batch"), ("steps", 50), ("budget", 30)):
        search = with_value(search, name, value)
        assert [alone(search, letter).method for letter in "abc"] == ["grid", "random", "fine"]
        assert decode(encode(search)) == (search, [])
    assert [count(alone(search, letter)) for letter in "abc"] == [25, 30, 30]
    swapped = with_value(search, "xaxis", search.yaxis)
    assert (swapped.xaxis, swapped.yaxis, swapped.xto) == (search.yaxis, search.xaxis, search.yto)
    assert "keep" not in numbers(search) and "keep" in numbers(with_value(search, "dropout", "plain"))
    with pytest.raises(ValueError, match=r"would allow 5 trials of 2,000 steps .*, fewer than the 900 that are set"):
        with_value(with_value(with_value(search, "budget", 900), "steps", 2000), "hidden", "512, 512")
    with pytest.raises(ValueError, match="must be at most 5 with trials of 2,000 steps"):
        with_value(decode("a=sgd&hidden=512,512&steps=2000&budget=5")[0], "budget", 900)
    with pytest.raises(ValueError, match="a whole number from 1 to 2,000"):
        with_value(search, "steps", 5000)


def test_no_trial_takes_longer_than_a_training_may_whatever_varies():
    wide = decode("data=digits&hidden=512,512&steps=2000&budget=1&a=sgd&yaxis=batch&yfrom=1&yto=64")[0]
    assert wide.steps == 2000
    with pytest.raises(
        ValueError, match=r"would allow \d+ steps \(.* and 1,000 examples a step\), fewer than the 2,000"
    ):
        with_value(wide, "yto", 1024)
    within = with_value(with_value(wide, "steps", 300), "yto", 1024)
    with pytest.raises(ValueError, match=r"must be at most \d+ with .* and 1,000 examples a step, not 2,000"):
        with_value(within, "steps", 2000)


def test_what_is_learned_before_counts_once_or_for_every_trial_where_it_depends_on_what_varies():
    link = "data=moons&transfer=all&steps=200&budget=1024&a=sgd&yaxis="
    most = {name: allowed(decode(link + name)[0]) for name in ("turn", "gain", "seed")}
    assert most["turn"] == MOST_TRIALS > 2 * most["gain"] > 2 and most["seed"] == most["gain"]


def test_without_validation_trials_are_told_apart_by_the_training_loss():
    search = decode("a=sgd")[0]
    for share in (0.0, 0.001):  # of 300 examples that is none
        without = with_value(search, "split", share)
        assert (search.shows, without.shows) == ("valid", "train") and decode(encode(without)) == (without, [])
        with pytest.raises(ValueError, match="must be one of train"):
            with_value(without, "shows", "valid")


def test_what_a_link_leaves_out_is_no_warning():
    search, told = decode("data=moons&hidden=4&steps=50&a=sgd&xaxis=gain")
    assert told == [] and (search.xaxis, search.yaxis) == ("gain", "lr")


def test_data_of_long_trainings_are_searched_for_as_long_as_a_search_takes():
    search = with_value(decode("data=moons&hidden=4&a=sgd")[0], "data", "pentagons")
    assert search.steps == 2000 and decode(encode(search)) == (search, [])
