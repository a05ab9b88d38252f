"""The network page as a script: what it draws, what its widgets do, and that it never waits for all."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from locales.formats import in_field, number
from tests import pages
from tests.network_runs import made_up
from tests.pages import by_label, header, said
from training.data.datasets import DATASETS
from training.data.points import EXAMPLE
from training.network.config import decode, default_network, each, encode
from training.network.resolve import resolve
from training.network.train import train
from ui.network import compute, data
from ui.network import header as network_header
from ui.network.cards import duration, on_surface, passes, rows
from ui.network.equal import equalities
from ui.network.milestones import first_right
from ui.network.page import PAGE as NETWORK
from ui.network.sidebar import count
from ui.widgets import numbers

SMALL = "hidden=3&steps=20&a=sgd&b=sgd&b.lr=0.01"


def visit(query=SMALL):
    return pages.visit("network", query)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Runs are waited for, so that a test sees the finished page."""
    monkeypatch.setattr(compute, "moment", lambda missing: 120.0)


@pytest.fixture
def page():
    return visit()


def network(app):
    return app.session_state["network_page"].config


def test_it_draws_the_comparison_of_its_link(page):
    assert not page.exception and not page.warning
    told = header(page)
    assert (told["kind"], told["link"], told["history"], told["pick"]) == (
        "network",
        encode(network(page)),
        "replace",
        "a",
    )
    assert [runner["state"] for runner in told["runners"]] == ["ready", "ready"]
    assert [heading.value for heading in page.subheader] == [
        "Standings after 20 gradients",
        "Diagnosis",
        "Share",
    ]
    html = "".join(part.proto.body for part in page.get("html"))
    assert "How each run ended, best first" in html and "<h3>Held equal in this comparison</h3>" in html


def test_the_widgets_have_the_names_of_the_fields(page):
    keys = {w.key for w in (*page.selectbox, *page.text_input)}
    assert {
        "data",
        "examples",
        "noise",
        "prep",
        "hidden",
        "activation",
        "init",
        "gain",
        "batch",
        "steps",
        "seed",
    } <= keys
    labels = [w.label for w in (*page.select_slider, *page.text_input) if w.label.startswith("Learning rate")]
    assert labels == ["Learning rate α", "Learning rate of SGD"]


def test_nonsense_in_a_link_is_told_once():
    app = visit("hidden=3&steps=many&a=sgd&b=nobody")
    assert len(app.warning) == 1 and said(app.warning[0]).count("\n") == 1
    by_label(app.text_input, "Steps").set_value("20").run()
    assert network(app).steps == 20 and not app.warning


def test_numbers_reach_the_player(page):
    for label, field, value in (("Batch", "batch", "16"), ("Weight seed", "seed", "5"), ("Noise", "noise", "0,1")):
        by_label(page.text_input, label).set_value(value).run()
        assert getattr(network(page), field) == numbers.read(value)
    by_label(page.select_slider, "Gain").set_value(1.5).run()
    assert network(page).gain == 1.5 and "gain=1.5&" in header(page)["link"]


def test_layers_that_cannot_be_are_told_and_the_last_good_ones_stay(page):
    by_label(page.text_input, "Hidden layers").set_value("3, x").run()
    assert network(page).hidden == (3,) and "not “3, x”" in said(page.warning[0])
    assert by_label(page.text_input, "Hidden layers").value == "3, x"
    by_label(page.text_input, "Hidden layers").set_value("none").run()
    assert network(page).hidden == () and not page.warning and not page.exception


def test_what_depends_on_another_field_follows_it(page):
    assert "initvalue" not in {w.key for w in page.text_input}
    by_label(page.selectbox, "Initialization").set_value("normal").run()
    assert by_label(page.text_input, "Standard deviation").value == in_field(network(page).initvalue)
    assert list(by_label(page.selectbox, "Data").options) == [*(d.label for d in DATASETS.values()), "Own points"]


def test_own_points_bring_their_field_and_need_no_number(page):
    by_label(page.selectbox, "Data").set_value("own").run()
    assert network(page).points == EXAMPLE and not page.exception
    assert "examples" not in {w.key for w in page.text_input}
    page.text_area[0].set_value("0,0,a\n1,1,b\n0,1,a\n1,0").run()
    assert network(page).points == "0,0,a;1,1,b;0,1,a" and "Line 4" in said(page.warning[0])


def test_what_columns_are_used_as_is_said_and_chosen():
    app = visit(f"{SMALL}&data=own&points=a,b,unused:<i>c</i>,class:k;1,2,3,u;4,5,6,v;1,1,1,v;2,2,0,u")
    notes = [part.proto.body for part in app.get("html") if "Class: k" in part.proto.body]
    words = "Class: k (u 2, v 2). Inputs: a and b. Not used: &lt;i&gt;c&lt;/i&gt;."
    assert notes == [f'<p class="note">{words}</p>']
    numbers = [f"{name}, as {what}" for name in ("a", "b", "<i>c</i>") for what in ("classes", "a number")]
    assert by_label(app.selectbox, "Predict").options == [*numbers, "k, as classes"]
    by_label(app.multiselect, "From").set_value(["a", "<i>c</i>"]).run()
    assert network(app).points.startswith("a,unused:b,<i>c</i>,class:k;1,2,3,u;")
    by_label(app.multiselect, "From").set_value([]).run()
    assert network(app).points.startswith("a,unused:b,<i>c</i>,class:k;") and not app.exception
    assert by_label(app.multiselect, "From").value == ["a", "<i>c</i>"]


class Somebody:
    """Waits for runs beside the page."""


def test_what_is_ready_is_drawn_and_the_page_comes_back_for_the_rest(monkeypatch):
    drawn, stages, slow = [], [], Event()

    def work(key, demand):
        assert key[1].value("lr") > 0.05 or slow.wait(60)
        return train(*key)

    def kept(config, runs, staged, **words):
        drawn.append((sorted(runs), words["pending"]))
        slow.set()
        return draw(config, runs, staged, **words)

    draw, stage = network_header.network_header, data.stage
    monkeypatch.setattr(data, "stage", lambda config: (stages.append(config), stage(config))[1])
    monkeypatch.setattr(network_header, "network_header", kept)
    monkeypatch.setattr(compute, "POOL", compute.Pool(work, threads=2))
    monkeypatch.setattr(compute, "moment", lambda missing: 2.0)
    app = visit("hidden=3&steps=20&a=sgd&a.lr=0.5&b=sgd&b.lr=0.01")
    assert "b" not in drawn[0][0]
    keys = compute.keys_of(network(app)).values()
    assert compute.POOL.wait(Somebody(), keys, 60.0, every=True)
    app.run()  # in a browser the page looks for more by itself
    assert not app.exception
    assert drawn[-1] == (["a", "b"], "") and len(stages) == len(drawn)  # one of each, for whatever wants it
    assert [runner["state"] for runner in header(app)["runners"]] == ["ready", "ready"]


def test_nobody_to_train_is_a_page_too():
    app = visit("hidden=3&a=none")
    assert not app.exception and header(app)["empty"]
    by_label(app.button, "Reset all").click()
    assert network(app).slots == ()


def test_one_that_cannot_train_it_is_said_to_and_the_others_run():
    app = visit("hidden=3&steps=20&a=gaussnewton&b=sgd")
    states = {runner["slot"]: runner["state"] for runner in header(app)["runners"]}
    assert states == {"a": "refused", "b": "ready"} and not app.exception
    refused = NETWORK.runners.own(network(app), "gaussnewton")
    assert "sum of squares" in NETWORK.runners.refusal(network(app), refused)


def test_the_table_ranks_what_is_finite_first(page):
    config = network(page)
    runs = {slot: train(*key) for slot, key in compute.keys_of(config).items()}
    lost = runs["a"]._replace(losses=runs["a"].losses * float("nan"))
    table = rows(config, {"a": lost, "b": runs["b"]})
    assert list(table) == ["b", "a"]
    assert table["a"]["Ending"] == "not finite from step 0" and table["b"]["Ending"] == "finished"


def test_the_table_says_what_a_run_and_an_epoch_took():
    network = decode("steps=600&a=adam&a.batch=1&b=adam&b.batch=1024&c=nesterov&c.batch=64")[0]  # 210 examples
    runs = {slot: made_up(network)._replace(seconds=0.3) for slot in "abc"}
    assert {slot: row["Computed in"] for slot, row in rows(network, runs).items()} == {
        "a": "300 ms, 105 ms an epoch",
        "b": "300 ms, 0.50 ms an epoch",
        "c": "300 ms, 2.0 ms an epoch",
    }
    assert [duration(seconds) for seconds in (0.0, 2e-5, 0.0123, 0.99999, 12.34)] == [
        *("0 ms", "0.020 ms", "12 ms", "1.0 s", "12 s"),
    ]


def test_where_batch_sizes_differ_the_table_says_the_epoch_of_a_step_too():
    network = decode("steps=600&a=adam&b=adam&b.batch=64")[0]
    own, run = each(network), made_up(network)
    run = run._replace(figures=run.figures._replace(valid_score=np.float32(run.steps >= 33)))
    runs = {"a": run, "b": run}
    for task in map(resolve, own.values()):
        seen = np.cumsum(task.order(600).count[:600]) / len(task.prepared.train_y)
        assert [passes(task, step) for step in range(1, 601)] == pytest.approx(seen)
    right = first_right(run)
    for slot, row in rows(network, runs).items():
        assert row["99% right at"] == f"{right} (epoch {number(passes(resolve(own[slot]), right), 2)})"
    alike = decode("steps=600&a=adam&b=sgd")[0]
    assert {row["99% right at"] for row in rows(alike, runs).values()} == {str(right)}


def test_a_regression_is_explained_and_not_right():
    curve = default_network("curve")
    heads = rows(curve, {"a": made_up(curve)})["a"]
    assert heads["99% explained at"] == "not reached" and "99% right at" not in heads
    spirals = default_network()
    assert "99% right at" in rows(spirals, {"a": made_up(spirals)})["a"]


def test_one_that_learned_nothing_is_said_to_in_a_word_and_below():
    reason = "Learned nothing: one and the same answer to all training examples does about as well."
    link = "data=blobs&hidden=3&steps=100&a=sgd&a.lr={}"
    assert reason in [said(caption) for caption in visit(link.format(1e-6)).caption]
    assert reason not in [said(caption) for caption in visit(link.format(0.3)).caption]


def test_what_is_held_equal_is_said(page):
    config = network(page)
    runs = {slot: train(*key) for slot, key in compute.keys_of(config).items()}
    told = equalities(config, runs)
    assert told["Initial weights"].startswith("the same for all: LeCun, gain 1, biases")
    assert told["Mini-batches"] == "the same for all: 32 examples a step, in a new random order every epoch"
    assert told["Budget"].startswith("20 gradients each") and told["Computed on"] == "CPU"
    assert told["Not equal"] == "learning rates: set by hand for SGD lr 0.01, else the defaults for networks"
    fixed = equalities(decode("shuffle=off&batch=16")[0], {})
    assert fixed["Mini-batches"] == "the same for all: 16 examples a step, always in the order of the data"


@pytest.mark.parametrize(
    ("link", "batches", "budget"),
    [
        ("", "32 examples a step", "600 gradients each, 85.7 epochs"),  # 210 examples: six batches of 32, one of 18
        ("batch=1&steps=1", "1 example a step", "1 gradient each, 0.0048 epochs"),
        ("batch=21&steps=30", "21 examples a step", "30 gradients each, 3 epochs"),
        ("batch=1000&steps=1", "all 210 examples at every step", "1 gradient each, 1 epoch where"),
        ("batch=1000&steps=5000", "all 210 examples at every step", "5,000 gradients each, 5,000 epochs"),
    ],
)
def test_batches_and_epochs_are_counted_as_they_are_drawn(link, batches, budget):
    told = equalities(decode(link)[0], {})
    assert told["Mini-batches"].startswith(f"the same for all: {batches}")
    assert told["Budget"].startswith(budget)


def test_an_activation_without_a_hidden_layer_is_grey_and_says_why():
    grey, usual = (
        by_label(visit(f"hidden={hidden}&steps=5&a=sgd").selectbox, "Activation") for hidden in ("none", "3")
    )
    assert grey.disabled and grey.help == "There is no hidden layer, and the output has no activation."
    assert not usual.disabled


def test_the_balance_names_the_class_that_it_is_the_share_of():
    def shares(link):
        app = visit(f"{link}&hidden=3&steps=5&a=sgd")
        app.session_state["more.data"] = True
        return [field.label for field in app.run().text_input if field.label.startswith("Share")]

    balance, *kept = shares("data=pentagons")
    assert balance == "Share of “outside” among all examples"
    assert kept == ["Share kept for validation", "Share kept for a test"]
    assert shares("data=own") == shares("data=iris") == kept


def test_weights_are_counted_as_in_the_lectures():
    assert count(default_network()) == "2,144 weights, 2,241 with biases"
    assert count(decode("norm=batch")[0]) == "2,144 weights, 2,433 with biases and what else is learned"


def test_the_race_gets_the_same_rules(page):
    assert on_surface(network(page)) == "a=sgd&b=sgd"
