"""Runners of networks that differ in fields: what is said and drawn of each is true of its own network."""

from __future__ import annotations

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.answers import answers
from training.network.config import decode, each
from training.network.resolve import resolve
from ui.network import cards, compute, gradient_check, pictures
from ui.network.data import stage
from ui.network.equal import equalities, subtitle
from ui.network.header import inside, network_header
from ui.network.page import tab
from ui.network.pictures import logits

SMALL = "hidden=6,5&steps=20&batch=300"
DIFFERENCES = {
    "init": f"{SMALL}&a=adam&b=adam&b.init=he",
    "hidden": f"{SMALL}&a=adam&b=adam&b.hidden=9&c=sgd&c.hidden=none",
    "activation": f"{SMALL}&a=adam&b=adam&b.activation=prelu",
    "prep": f"{SMALL}&a=adam&b=adam&b.prep=standard&c=adam&c.prep=pca",
    "examples": f"{SMALL}&a=adam&b=adam&b.examples=50",
    "noise": f"{SMALL}&noise=0&a=adam&b=adam&b.noise=0.3&b.dataseed=3",
    "loss": f"{SMALL}&a=adam&b=adam&b.loss=softmax",
    "curve": f"data=curve&{SMALL}&a=adam&b=adam&b.noise=0.5&b.prep=centred",
    "digits": f"data=digits&examples=300&{SMALL}&a=adam&b=adam&b.dataseed=3&b.prep=none",
    "slice": f"data=iris&stage=pca&{SMALL}&a=adam&b=adam&b.prep=none&b.dataseed=3",
}


def started(own):
    """A run whose weights are always those that the network begins with."""
    run = made_up(own)
    frames = len(run.frames)
    first = [{name: np.repeat(v[None], frames, 0) for name, v in layer.items()} for layer in resolve(own).initial]
    return run._replace(params=first, losses=run.losses + own.seed)


@pytest.mark.parametrize("query", DIFFERENCES.values(), ids=[*DIFFERENCES])
def test_a_picture_is_what_the_runner_s_own_network_says(query):
    network, sentences = decode(query)
    assert not sentences
    own = each(network)
    header = network_header(network, {slot: started(one) for slot, one in own.items()})
    for runner in header["runners"]:
        task, data = resolve(own[runner["slot"]]), header["data"] | runner.get("data", {})
        if "affine" in data:
            frame, flat = data["frame"], data["kind"] == "curve"
            places = pictures.nodes(frame, data["columns"], data["rows"])
            if flat:
                places = np.linspace(frame[0], frame[1], data["columns"])[:, None]
            x = np.asarray(data["affine"][0] + places @ data["affine"][1:], np.float32)
        else:
            judged = task.prepared.valid_x if len(task.prepared.valid_x) else task.prepared.train_x
            x = judged[: len(data["truth"])]
        said = answers(task.structure, [{n: v[None] for n, v in layer.items()} for layer in task.initial], x)[0]
        picture = runner["picture"][0]
        if "gentle" not in runner:
            expected = said[:, 0] if data["numeric"] else said.argmax(1)
            np.testing.assert_allclose(picture, expected, rtol=1e-4, atol=1e-5)
            continue
        z = logits(said[:, 0] if said.shape[1] == 1 else said.T)
        held = (picture.astype(float) - 1) / 254
        with np.errstate(divide="ignore"):
            back = -np.log(1 / np.clip(held, 1e-9, 1) - 1) * runner["gentle"][0]
        inner = (held > 0.1) & (held < 0.9)
        np.testing.assert_allclose(back[inner], z[inner], atol=0.06 * runner["gentle"][0])


@pytest.mark.parametrize("name", ["prep", "examples", "noise", "digits", "slice"])
def test_the_examples_of_a_runner_are_its_own_and_only_what_is_other_is_sent(name):
    network = decode(DIFFERENCES[name])[0]
    own = each(network)
    header = network_header(network, {})
    assert "data" not in header["runners"][0]
    for runner in header["runners"][1:]:
        prepared, data = resolve(own[runner["slot"]]).prepared, header["data"] | runner["data"]
        judged = prepared.valid_y if len(prepared.valid_y) else prepared.train_y
        assert data["count"] == len(judged)
        if "train" in data:
            np.testing.assert_array_equal(data["train"]["y"], prepared.train_y)
            np.testing.assert_array_equal(data["valid"]["y"], prepared.valid_y)
        else:
            np.testing.assert_array_equal(data["truth"], judged[: len(data["truth"])])
    if name == "prep":
        assert not {"train", "valid", "frame"} & {*header["runners"][1]["data"]}
    if name == "noise":
        x0, x1, y0, y1 = header["data"]["frame"]
        both = [resolve(one).prepared for one in own.values()]
        points = np.concatenate([part for one in both for part in (one.raw_train_x, one.raw_valid_x)])
        assert (points > [x0, y0]).all() and (points < [x1, y1]).all()
        assert (x1 - x0) / (y1 - y0) == pytest.approx(pictures.ASPECT)


@pytest.mark.parametrize("name", ["init", "loss", "activation", "hidden"])
def test_runners_on_the_same_examples_share_them(name):
    assert not any("data" in runner for runner in network_header(decode(DIFFERENCES[name])[0], {})["runners"])


def test_the_layers_are_those_of_the_chosen_runner():
    for name in ("hidden", "activation"):
        network = decode(DIFFERENCES[name])[0]
        shown, own = stage(network), each(network)
        runs = {slot: started(one) for slot, one in own.items()}
        for slot, one in own.items():
            found = network_header(network, runs, pick=slot)["inside"]
            assert found["sizes"] == list(resolve(one).structure.sizes)
            assert found["activation"]["name"] == one.activation
            exported = inside(shown.of(one), slot, network.choices[slot], runs[slot])
            np.testing.assert_array_equal(found["weights"]["layers"][0]["w"], exported["weights"]["layers"][0]["w"])


def test_who_cannot_train_its_own_network_is_refused_alone():
    network = decode("hidden=3&steps=20&a=newton&b=newton&b.hidden=64,64")[0]
    states = [(r["state"], r["reason"]) for r in network_header(network, {})["runners"]]
    assert [state for state, _ in states] == ["computing", "refused"] and "4,417" in states[1][1]
    assert [*compute.keys_of(network)] == ["a"]


def test_what_is_pending_counts_the_weights_of_those_that_are_missing(monkeypatch):
    network = decode(DIFFERENCES["hidden"])[0]
    monkeypatch.setattr(compute.POOL, "waits", lambda keys: False)
    monkeypatch.setattr(compute.POOL, "new", lambda keys: False)
    assert compute.pending(network, ["b"]) == "Training 27 weights for 20 steps."
    assert compute.pending(network, ["a", "b"]) == "Training up to 47 weights for 20 steps."


def test_one_that_learned_nothing_is_measured_by_its_own_examples():
    network = decode("data=blobs&hidden=3&steps=20&a=adam&b=adam&b.examples=30")[0]
    for slot, own in each(network).items():
        y = resolve(own).prepared.train_y
        run = made_up(own)._replace(judged=(len(y), 0))
        often = np.bincount(y.astype(int)).max() / len(y)
        for score, nothing in ((often, True), (often + 0.05, False)):
            scores = np.full(len(run.steps), score)
            table = cards.rows(network, {slot: run._replace(figures=run.figures._replace(train_score=scores))})
            assert (table[slot]["Ending"] == cards.NOTHING) is nothing


def test_the_gradient_is_checked_of_the_network_of_the_chosen_runner(monkeypatch):
    checked = []
    monkeypatch.setattr(gradient_check, "_checked", lambda bare, params: checked.append((bare, params)))
    network = decode(DIFFERENCES["hidden"])[0]
    bare = gradient_check.checked_network(network, "b")
    assert bare == resolve(each(network)["b"]).network and gradient_check.checked_network(network, None).hidden == (
        6,
        5,
    )
    gradient_check._initial(bare)
    assert checked[0][0].hidden == (9,) and checked[0][1][0]["w"].shape == (2, 9)


WORDS = [  # query, the subtitle, lines of the card
    (
        "a=adam&b=adam&b.init=he&c=adam&c.init=normal&c.initvalue=0.01",
        "Adam, three initializations, same batches, 600 gradients each",
        {
            "Optimizer": "Adam with the same numbers for all",
            "Initial weights": "not the same draws for all: gain 1, biases random in the first layer (weight seed 7)",
            "Not equal": "initialization: LeCun, He, Normal 0.01",
        },
    ),
    (
        "init=normal&a=adam&b=adam&b.initvalue=1",
        "Adam, two standard deviations, same batches, 600 gradients each",
        {
            "Initial weights": "the same draws for all, each in its own scale: Normal, gain 1, "
            "biases random in the first layer (weight seed 7)"
        },
    ),
    (
        "a=adam&b=adam&b.biasvalue=0.5",
        "Adam, two standard deviations of the first biases, same weights, same batches, 600 gradients each",
        {},
    ),
    (
        "a=adam&b=adam&b.batch=1&c=adam&c.batch=1024",
        "Adam, three batch sizes, same weights, 600 gradients each",
        {
            "Mini-batches": "cut from the same examples in a new random order every epoch",
            "Budget": "600 gradients each, 2.9 to 600 epochs where a step takes one",
            "Not equal": "batch: 32, 1, 1024",
        },
    ),
    ("a=adam&b=sgd&b.batch=16", "Two batch sizes, same weights, 600 gradients each", {"Optimizer": None}),
    (
        "a=adam&b=adam&b.examples=50&b.dataseed=3",
        "Adam, two numbers of examples, two data seeds, same weights, 600 gradients each",
        {"Examples": None, "Mini-batches": "32 examples a step, in a new random order every epoch"},
    ),
    (
        "a=adam&b=adam&b.hidden=8,8&b.activation=relu&b.init=he",
        "Adam, three differences, same batches, 600 gradients each",
        {"Not equal": "hidden layers: 32-32-32, 8-8; activation: tanh, ReLU; initialization: LeCun, He"},
    ),
    (
        "a=adam&a.repeats=3&b=adam&b.repeats=2",
        "Adam, two numbers of repeats, same weights, same batches, 600 gradients each",
        {"Repeats": None, "Not equal": "repeats: 3, 2"},
    ),
    (
        "activation=relu&a=adam&a.init=he&b=adam&b.init=he",
        "Same weights, same batches, 600 gradients each",
        {"Initial weights": "the same for all: He, gain 1, biases random in the first layer (weight seed 7)"},
    ),
]


@pytest.mark.parametrize(("query", "told", "lines"), WORDS, ids=[query for query, *_ in WORDS])
def test_only_what_is_equal_is_said_to_be(query, told, lines):
    network, sentences = decode(query)
    assert not sentences and subtitle(network) == told
    card = equalities(network, {})
    assert {term: card.get(term) for term in lines} == lines


def test_the_tab_has_what_is_equal_and_then_what_is_not():
    assert tab(decode("hidden=4&a=adam&b=adam&b.init=he")[0]) == "Two spirals, 4 tanh, Adam: LeCun, He"
    assert tab(decode("a=adam&a.hidden=4&b=sgd&b.hidden=none")[0]) == "Two spirals, tanh: Adam, 4; SGD, no hidden layer"
    assert tab(decode("hidden=none&a=adam&b=adam&b.batch=1")[0]).startswith("Two spirals, no hidden layer, Adam:")


def test_without_differences_every_runner_trains_the_network_of_the_page():
    for query in ("", "hidden=4&init=he&batch=7&a=sgd&b=adam", "data=digits&a=momentum"):
        network = decode(query)[0]
        bare = resolve(network).network
        assert compute.keys_of(network) == {slot: (bare, chosen.bare) for slot, chosen in network.slots}
