"""Edits of a network: what another field brings along, and what is refused in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.data.datasets import DATASETS, find
from training.data.points import EXAMPLE
from training.network.budget import most_steps
from training.network.config import FIELDS, decode, default_network, encode, losses
from training.network.edits import with_data, with_points, with_value
from ui.network.page import PAGE as NETWORK
from ui.session import changes

DEFAULT = default_network()


@pytest.mark.parametrize("data", sorted(DATASETS))
def test_other_data_bring_what_is_theirs_and_keep_the_rest(data):
    mine = replace(DEFAULT, batch=16, hidden=(8,), gain=1.5, seed=3)
    moved, base = with_data(mine, data), default_network(data)
    for field in ("examples", "noise", "balance", "prep", "loss", "steps", "slots"):
        assert getattr(moved, field) == getattr(base, field)
    assert (moved.batch, moved.hidden, moved.gain, moved.seed) == (16, (8,), 1.5, 3)
    assert decode(encode(moved)) == (moved, [])
    back = with_data(moved, "spirals")
    assert back == mine


def test_what_was_chosen_by_hand_stays_where_it_can():
    chosen = replace(DEFAULT, prep="white", loss="l2")
    assert "l2" in losses(find("moons"))
    moved = with_data(chosen, "moons")
    assert (moved.prep, moved.loss) == ("white", "l2")
    assert with_data(chosen, "curve").loss == default_network("curve").loss


def test_rates_and_steps_that_were_set_by_hand_stay():
    tuned = changes.with_value(replace(DEFAULT, steps=4000), "b", "lr", 0.5)
    moved, base = with_data(tuned, "pentagons"), default_network("pentagons")
    assert moved.choices["b"] == tuned.choices["b"] and moved.choices["a"] == base.choices["a"] != tuned.choices["a"]
    assert moved.steps == with_data(moved, "spirals").steps == 4000
    assert with_data(replace(DEFAULT, steps=800), "pentagons").steps == base.steps, "too few for these data"
    assert with_data(moved, "spirals").choices == tuned.choices


def test_no_more_steps_are_brought_than_can_be_made():
    wide = replace(DEFAULT, hidden=(512,) * 4)
    most = most_steps(with_data(wide, "pentagons"))
    assert DEFAULT.steps < with_data(wide, "pentagons").steps == most < default_network("pentagons").steps


def test_points_that_are_drawn_leave_the_steps_as_they_are():
    own = with_value(with_data(DEFAULT, "own"), "steps", 100)
    assert with_points(own, own.points + ";9,9,1").steps == 100


def test_a_runner_that_joins_has_the_rate_of_the_data():
    rates = {data: NETWORK.runners.own(default_network(data), "adam").value("lr") for data in ("moons", "pentagons")}
    assert rates["pentagons"] < rates["moons"]
    link = decode("data=pentagons&a=adam&b=adam&b.lr=0.03")[0]
    assert link.choices["a"].value("lr") == rates["pentagons"] and link.choices["b"].value("lr") == 0.03


def test_a_number_out_of_range_is_refused_in_words():
    assert with_value(DEFAULT, "batch", 64).batch == 64
    with pytest.raises(ValueError, match="must be a whole number from 1 to 1,024, not “0”"):
        with_value(DEFAULT, "batch", 0)
    with pytest.raises(ValueError, match="to 1,797"):
        with_value(default_network("digits"), "examples", 5000)


def test_an_initialization_brings_its_number():
    normal = with_value(DEFAULT, "init", "normal")
    assert normal.initvalue == FIELDS["initvalue"].usual(normal) != 0
    assert with_value(normal, "init", "he").initvalue == 0
    assert with_value(normal, "initvalue", 2).initvalue == 2.0
    with pytest.raises(ValueError, match="one of"):
        with_value(DEFAULT, "loss", "mse")


def test_layers_are_read_as_typed_and_nonsense_is_a_sentence():
    assert with_value(DEFAULT, "hidden", "16, 8").hidden == (16, 8)
    assert with_value(DEFAULT, "hidden", "none").hidden == ()
    with pytest.raises(ValueError, match=r"must be up to 12 whole numbers .* not “8;8”"):
        with_value(DEFAULT, "hidden", "8;8")


def test_what_would_take_minutes_is_refused_with_what_is_possible():
    large = replace(DEFAULT, examples=10_000, steps=5000)
    with pytest.raises(ValueError, match=r"would allow [\d,]+ steps \(2,885,120 weights and 32 examples a step\)"):
        with_value(large, "hidden", ",".join(["512"] * 12))
    with pytest.raises(ValueError, match=r"weights and 1 example a step\)"):
        with_value(replace(large, batch=1), "hidden", ",".join(["512"] * 12))
    wide = replace(DEFAULT, hidden=(512, 512, 512), batch=1024, steps=100)
    assert most_steps(wide) < 5000
    with pytest.raises(ValueError, match=f"must be at most {most_steps(wide):,} with 525,824 weights and 300 examples"):
        with_value(wide, "steps", 5000)


def test_own_points_are_pasted():
    own = with_data(DEFAULT, "own")
    assert own.points == EXAMPLE and own.examples == len(EXAMPLE.split(";"))
    pasted = with_points(own, "x,y,class\n1,2,a\n3,4,b\n")
    assert (pasted.points, pasted.examples) == ("1,2,a;3,4,b", 2)
    assert decode(encode(pasted)) == (pasted, [])
    with pytest.raises(ValueError, match=r"\.$"):
        with_points(pasted, "1,2,a")


def test_more_points_keep_the_noise_and_are_refused_in_a_sentence_where_training_takes_too_long():
    own = with_value(with_data(DEFAULT, "own"), "noise", 0.25)
    assert with_points(own, own.points + ";9,9,1").noise == 0.25
    large = replace(own, hidden=(512,) * 12, batch=1024)
    large = replace(large, steps=most_steps(large))
    many = ";".join(f"{n},0,{n % 2}" for n in range(500))
    with pytest.raises(ValueError, match=r"^Points would allow .* fewer than the [\d,]+ that are set\.$"):
        with_points(large, many)


def test_runners_come_and_go_as_in_a_race_but_six_at_most():
    network = DEFAULT
    for letter in "def":
        network, added = changes.added(network, NETWORK.runners.own(network, "rmsprop"), NETWORK.runners)
        assert added == letter
    with pytest.raises(ValueError, match="A comparison of networks has room for 6 optimizers"):
        changes.added(network, NETWORK.runners.own(network, "sgd"), NETWORK.runners)
    assert changes.runners_reset(changes.removed(network, "a"), NETWORK.runners).slots == DEFAULT.slots
    tuned = changes.with_value(network, "a", "lr", 0.5)
    assert changes.runner_reset(tuned, "a", NETWORK.runners) == network


def test_what_was_set_of_the_data_stays_on_data_that_allow_it():
    mine = replace(DEFAULT, examples=600, balance=0.8, noise=find("spirals").noise_high)
    moved = with_data(mine, "digits")
    assert (moved.examples, moved.balance) == (600, 0.8)
    assert moved.noise == (mine.noise if mine.noise <= find("digits").noise_high else default_network("digits").noise)
    assert with_data(mine, "own").examples == default_network("own", EXAMPLE).examples, "all points are used"
    assert with_data(replace(mine, examples=9000), "iris").examples == find("iris").examples, "there are no more"


def test_a_rate_that_was_set_stays_where_it_is_a_default_on_the_way():
    here, there = (default_network(data).choices["a"].value("lr") for data in ("spirals", "pentagons"))
    assert here != there
    tuned = changes.with_value(DEFAULT, "a", "lr", there)
    assert with_data(with_data(tuned, "pentagons"), "spirals").choices["a"].value("lr") == there
    assert with_data(with_data(DEFAULT, "pentagons"), "spirals").choices["a"].value("lr") == here
