"""How the training of a network ended: the kinds, their steps, and what header and table make of them."""

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.choice import choice
from training.network.config import default_network
from training.network.fan import fan_of
from ui.network.cards import rows
from ui.network.header import network_header
from ui.network.milestones import ending, first_right


@pytest.fixture(scope="module")
def network():
    return default_network()


def test_one_step_is_named_for_a_run_that_is_lost_and_a_run_that_comes_back_is_not(network):
    run = made_up(network)
    batches, loss = run.losses.copy(), run.figures.train_loss.copy()
    loss[30:], batches[run.steps[30] + 1 :] = np.inf, np.nan  # the loss of the part is lost a step before the batch's
    lost = run._replace(losses=batches, figures=run.figures._replace(train_loss=loss))
    assert ending(lost) == ("not finite", run.steps[30])
    back = run.losses.copy()
    back[run.steps[30] + 1] = np.inf
    assert ending(run._replace(losses=back)) == ("finished", None)


def test_a_training_that_stands_still_or_diverges_is_named(network):
    run = made_up(network)
    layers = run.layers._replace(update_ratio=np.where(np.arange(201)[:, None] < 50, run.layers.update_ratio, 0))
    loss = np.where(np.arange(201) < 50, run.figures.train_loss, run.figures.train_loss[50])
    still = run._replace(layers=layers, figures=run.figures._replace(train_loss=loss))
    assert ending(still) == ("still", run.steps[50])
    assert ending(still._replace(layers=run.layers)) == ("finished", None)  # its weights move
    rises = run._replace(
        figures=run.figures._replace(train_loss=run.figures.train_loss[::-1] * np.linspace(9, 10, 201))
    )
    kind, step = ending(rises)
    assert kind == "diverging" and step == run.steps[1]
    header = network_header(network, {"a": still, "b": rises, "c": run})
    assert [r["outcome"]["kind"] for r in header["runners"]] == ["still", "diverging", "finished"]
    table = rows(network, {"a": still, "b": rises})
    assert table["a"]["Ending"] == f"stands still from step {run.steps[50]}"
    assert table["b"]["Ending"] == f"diverging from step {step}"
    assert {"Adam stands still", "Momentum diverging"} & {event["text"] for event in header["milestones"]}


def test_several_seeds_end_as_their_median_does_and_those_that_are_lost_are_counted(network):
    fine, lost = [made_up(network, seed) for seed in range(3)], [made_up(network, seed, lost=40) for seed in range(3)]
    best = fine[1]._replace(figures=fine[1].figures._replace(valid_score=fine[1].figures.valid_score - 0.1))

    def repeated(*runs):
        return runs[0]._replace(fan=fan_of([run.figures for run in runs]))

    runs = {"a": repeated(*lost[:2], fine[0]), "b": repeated(lost[0], *fine[:2]), "c": repeated(fine[0], best, best)}
    table = rows(network, runs)
    assert {slot: row["Ending"] for slot, row in table.items()} == {
        "b": "1 of 3 seeds not finite",
        "c": "finished",
        "a": "2 of 3 seeds not finite",
    }
    assert [*table] == ["b", "c", "a"]
    assert table["c"]["Accuracy, validation"] == "85% (85 to 95)"
    assert table["b"]["Accuracy, validation"] == "95% (– to 95)" and table["a"]["Accuracy, validation"] == "–"
    assert table["b"]["Loss, training"].endswith("to not finite)")
    header = network_header(network, runs)
    assert [(r["outcome"]["kind"], r["fan"]["lost"]) for r in header["runners"]] == [
        ("not finite", 2),
        ("finished", 1),
        ("finished", 0),
    ]
    told = {event["text"].split(" ", 1)[1] for event in header["milestones"] if event["slot"] == "b"}
    assert told == {"first seed not finite"}
    assert {event["kind"] for event in header["milestones"] if event["slot"] == "a"} == {"not finite"}


def test_the_loss_of_mini_batches_is_that_of_the_rows_steps_and_only_where_they_are_not_all(network):
    runs = {slot: made_up(network) for slot in network.choices}
    shown = network_header(network, runs)["runners"][0]
    np.testing.assert_array_equal(shown["stepLoss"], runs["a"].losses[runs["a"].steps].astype(np.float32))
    assert "stepLoss" not in network_header(replace(network, batch=1024), runs)["runners"][0]


def test_who_is_right_first_is_a_tick(network):
    run = made_up(network)
    figures = run.figures._replace(valid_score=np.linspace(0.5, 1.0, len(run.steps)))
    run = run._replace(figures=figures)
    row = int(np.argmax(figures.valid_score >= 0.99))
    assert first_right(run) == run.steps[row] and ending(run)[0] == "finished"
    events = network_header(network, {"b": run})["milestones"]
    assert [(e["slot"], e["text"], e["step"]) for e in events] == [("b", "Nesterov 99% right", run.steps[row])]
    curve = replace(default_network("curve"), steps=network.steps, slots=network.slots)
    explained = made_up(curve)._replace(figures=figures)
    assert [e["text"] for e in network_header(curve, {"b": explained})["milestones"]] == ["Nesterov 99% explained"]
    copies = replace(network, slots=(("a", choice("sgd", lr=0.1)), ("b", choice("sgd", lr=1.0))))
    assert [e["text"] for e in network_header(copies, {"b": run})["milestones"]] == ["SGD lr 1: 99% right"]
    alone = run._replace(figures=figures._replace(valid_score=np.full(len(run.steps), np.nan)))
    assert first_right(alone) is not None
