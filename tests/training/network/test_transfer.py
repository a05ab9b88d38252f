"""Networks that have learned another task before."""

from collections import OrderedDict
from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import layers_left_out
from training.choice import choice
from training.many import networks
from training.network import common
from training.network import train as engine
from training.network.budget import most_steps
from training.network.config import decode, default_network, each, encode
from training.network.edits import with_value
from training.network.network import SOURCE_EXAMPLES
from training.network.rates import default_choice
from training.network.resolve import resolve
from training.network.sharpness import sharpness
from training.network.train import begun_with, train
from training.network.transfer import source_of
from ui.network.equal import equalities

SMALL = replace(default_network("moons"), examples=40, hidden=(6, 5), steps=3, batch=16, sourcesteps=3, turn=30.0)


def test_examples_are_turned_around_their_mean_and_stand_as_they_were_drawn():
    plain, turned = (resolve(replace(SMALL, turn=angle)).prepared for angle in (0.0, 30.0))
    before, after = (np.concatenate([one.raw_train_x, one.raw_valid_x]) for one in (plain, turned))
    around = (before - before.mean(axis=0)) @ [1, 1j]
    np.testing.assert_allclose((after - before.mean(axis=0)) @ [1, 1j], np.exp(1j * np.pi / 6) * around, atol=1e-12)
    assert resolve(SMALL).prepared.valid_y.tolist() == plain.valid_y.tolist()


@layers_left_out()
def test_it_begins_with_what_adam_has_learned_on_other_examples_that_are_not_turned():
    source = source_of(SMALL)
    assert (source.turn, source.steps, source.examples, source.transfer) == (0.0, 3, SOURCE_EXAMPLES, "none")
    last = train(source, default_choice("adam", "moons")).params
    for way in ("all", "head"):
        task = resolve(replace(SMALL, transfer=way))
        for layer, learned, initial in zip(begun_with(task).params, last, task.initial, strict=True):
            assert {*layer} == {*initial}
            for name in layer:
                np.testing.assert_array_equal(layer[name], learned[name][-1])
    assert begun_with(resolve(SMALL)).params is resolve(SMALL).initial


class Learned(OrderedDict):
    """Ends what is done as soon as something is learned."""

    def __setitem__(self, key, value):
        raise InterruptedError


ADAM = default_choice("adam", "moons")
WORK = {
    "a run": lambda network, beat: train(network, ADAM, beat),
    "many": lambda network, beat: networks.ends(replace(network, slots=(("a", ADAM),)), {"lr": np.ones(1)}, beat),
    "sharpness": lambda network, beat: sharpness(network, ADAM, beat),
}


@layers_left_out()
@pytest.mark.parametrize("work", WORK)
def test_while_it_learns_before_no_share_is_told_which_would_say_that_all_is_compiled(work, monkeypatch):
    beats = []
    monkeypatch.setattr(engine, "LEARNED", Learned())
    with pytest.raises(InterruptedError):
        WORK[work](replace(SMALL, transfer="all"), beats.append)
    assert {*beats} == {None}


@layers_left_out()
def test_the_last_layer_alone_is_trained_also_where_weights_decay():
    """One step of SGD with decay: that of a logistic regression on what the layer before makes of the examples."""
    network = replace(SMALL, transfer="head")
    task, run = resolve(network), train(network, choice("sgd", lr=0.1, **{"decoupled": "torch", "decoupled.wd": 0.5}))
    for layer in run.params[:-1]:
        assert all((values == values[0]).all() for values in layer.values())
    first, second, last = ({name: values[0] for name, values in layer.items()} for layer in run.params)
    order, part = task.order(1), task.prepared
    rows = order.order[0, : order.count[0]]
    a = np.tanh(np.tanh(part.train_x[rows] @ first["w"] + first["b"]) @ second["w"] + second["b"])
    off = 1 / (1 + np.exp(-(a @ last["w"] + last["b"])[:, 0])) - part.train_y[rows]
    expected = 0.95 * last["w"] - 0.1 * a.T @ off[:, None] / len(rows)
    np.testing.assert_allclose(run.params[-1]["w"][1], expected, rtol=1e-4, atol=1e-6)
    assert task.trained.held == 2 and task.structure == resolve(SMALL).trained  # what is looked at compiles once


def test_links_edits_and_what_is_held_equal():
    network = replace(SMALL, transfer="head")
    assert decode(encode(network)) == (network, [])
    said = decode("data=digits&transfer=head&turn=30")[1]
    assert len(said) == 2 and "drawn from a formula" in said[0] + said[1] and "points of a plane" in said[0] + said[1]
    other = with_value(network, "data", "digits")
    assert (other.transfer, other.turn) == ("none", 0.0)
    runners = decode("data=moons&transfer=head&a=adam&b=adam&b.transfer=all")[0]
    other = with_value(runners, "data", "digits")
    assert other.choices["b"].differs == () and decode(encode(other)) == (other, [])
    assert common.beginning([network, replace(network, transfer="all")]) == common.SAME
    assert common.beginning([network, SMALL]) == common.beginning([network, replace(network, sourcesteps=4)]) == ""
    wide = replace(SMALL, hidden=(512,) * 6, examples=SOURCE_EXAMPLES, sourcesteps=100)
    assert most_steps(wide) - most_steps(replace(wide, transfer="all")) == pytest.approx(100, abs=1)


def test_the_card_tells_that_weights_were_learned_before():
    told = [
        equalities(decode(f"data=moons&a=sgd&b=sgd{own}")[0], {})["Initial weights"]
        for own in ("", "&transfer=all", "&b.transfer=all")
    ]
    assert told[0].startswith("the same for all: LeCun") and "learned" not in told[0]
    assert told[1].startswith("the same for all: learned before, from LeCun")
    assert told[2].startswith("LeCun") and told[2].endswith("; some have learned from there")


def test_how_groups_are_placed_counts_only_where_they_are_shifted():
    """A link that says the usual of it, as older ones do, is understood; one that asks for more is told."""
    plain, said = decode("data=moons&regroup=off&a=sgd")
    assert said == [] and "regroup" not in encode(plain)
    assert "Shifted groups" not in dict(equalities(plain, {}))
    refused = ["regroup: counts only where groups are shifted; it was ignored."]
    assert decode("data=moons&regroup=on&a=sgd") == (plain, refused)
    for link in ("a=sgd&b=sgd&b.regroup=on&b.groupshift=3", "regroup=on&groupshift=3&a=sgd"):
        moved, said = decode(f"data=moons&{link}")
        assert said == [] and [*each(moved).values()][-1].regroup == "on" and decode(encode(moved)) == (moved, [])
    assert with_value(moved, "groupshift", 0).regroup == "off"
