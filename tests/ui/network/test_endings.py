"""How the training of a network ended: the kinds, their steps, and what header and table make of them."""

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.config import default_network
from ui.network.cards import rows
from ui.network.header import ending, network_header


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
    assert table["a"]["Outcome"] == f"stands still from step {run.steps[50]}"
    assert table["b"]["Outcome"] == f"diverging from step {step}"
    assert {"Adam stands still", "Momentum diverging"} & {event["text"] for event in header["events"]}
