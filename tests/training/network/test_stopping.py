"""Early stopping against a plain loop as Keras' EarlyStopping has it, and what of a run is kept."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.config import decode, each, encode
from training.network.edits import with_value
from training.network.fan import fan_of
from training.network.resolve import resolve
from training.network.stopping import kept, stop_in, stop_of
from ui.network import compute
from ui.network.cards import rows
from ui.network.equal import equalities
from ui.network.header import network_header

SMALL = "hidden=4&steps=40&a=sgd&b=sgd&b.stop=patience&b.patience=8"


def as_in_keras(losses, patience):
    """EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True) of Keras, an epoch a row."""
    best, best_epoch, wait = math.inf, 0, 0
    for epoch, current in enumerate(losses):
        wait += 1
        if current < best:
            best, best_epoch, wait = current, epoch, 0
        elif wait >= patience and epoch > 0:
            return best_epoch, epoch
    return best_epoch, None


@pytest.mark.parametrize("seed", range(40))
def test_it_stops_where_keras_stops(seed):
    rng = np.random.RandomState(seed)
    rows, every, patience = rng.randint(1, 60), rng.randint(1, 5), rng.randint(1, 15)
    losses = np.cumsum(rng.randn(rows)) + 0.05 * (np.arange(rows) - 20) ** 2 * (seed % 2)
    losses = np.round(losses, 1)  # so that some are equal
    losses[rng.rand(rows) < 0.1] = rng.choice([np.nan, np.inf])
    at = np.arange(rows) * every
    assert tuple(stop_of(at, losses, patience * every)) == as_in_keras(losses, patience)


def test_patience_counts_gradients_between_rows_and_no_row_is_later_than_it_must_be():
    at, losses = np.array([0, 3, 6, 9, 10]), np.array([2.0, 1.0, 3.0, 3.0, 3.0])
    assert [stop_of(at, losses, patience) for patience in (1, 3, 4, 6, 7, 8)] == [
        (1, 2),
        (1, 2),
        (1, 3),
        (1, 3),
        (1, 4),
        (1, None),
    ]
    assert stop_of(at, np.full(5, np.nan), 4) == (0, 2)


def turning(network, row, fan=None):
    """A made-up run whose validation loss is lowest at a row, and 1 and more beside it."""
    run = made_up(network)
    valid = (1 + np.abs(np.arange(len(run.steps)) - row)).astype(np.float32)
    valid[row] = 0.5
    return run._replace(figures=run.figures._replace(valid_loss=valid))


def test_what_is_kept_is_the_run_up_to_its_best_row():
    own = each(decode(SMALL)[0])
    run = turning(own["b"], 12)
    stop = stop_in(own["b"], run, 1)
    assert stop == (12, 20) and stop_in(own["a"], run, 1) is None and kept(run, None) is run
    assert stop_in(own["b"], run, 2).stop == 16  # whose steps take two gradients
    cut = kept(run, stop)
    assert cut.steps[-1] == 12 and len(cut.losses) == 13 and cut.frames[-1] == 12
    for values, whole in zip((*cut.figures, *cut.layers), (*run.figures, *run.layers), strict=True):
        np.testing.assert_array_equal(values, whole[:13])
    np.testing.assert_array_equal(cut.params[0]["w"][-1], run.params[0]["w"][12])


def test_of_several_seeds_the_median_stops():
    own = each(decode(SMALL)[0])["b"]
    figures = [turning(own, row).figures for row in (5, 12, 13)]
    lost = [figures[0]._replace(train_loss=np.where(np.arange(41) > 30, np.nan, 1.0)), *figures[1:]]
    run = made_up(own)._replace(fan=fan_of(lost))
    stop = stop_in(own, run, 1)
    assert stop == stop_of(np.arange(41), run.fan.median.valid_loss, 8)
    cut = kept(run, stop)
    assert run.fan.lost == 1 and cut.fan.lost == 0 and cut.fan.median.valid_loss[-1] == min(run.fan.median.valid_loss)


def test_without_a_validation_part_nothing_stops():
    said = decode(f"{SMALL}&split=0")[1]
    assert len(said) == 2 and all("only where a share is kept for validation" in words for words in said)
    own = each(decode(SMALL)[0])["b"]
    run = made_up(own)
    bare = run._replace(figures=run.figures._replace(valid_loss=np.full(41, np.nan)))
    assert stop_in(own, bare, 1) is None
    edited = with_value(decode(SMALL)[0], "split", 0.0)
    assert edited.choices["b"].differs == () and decode(encode(edited)) == (edited, [])


def test_a_run_is_trained_once_whatever_it_is_judged_by():
    keys = compute.keys_of(decode(f"{SMALL}&bayes=7&c=sgd&c.stop=patience")[0])
    assert len({*keys.values()}) == 1
    own = each(decode(SMALL)[0])
    assert resolve(own["a"]) is resolve(own["b"])


def test_the_page_tells_where_it_stops_and_what_it_keeps():
    network = decode(SMALL)[0]
    runs = {slot: turning(one, 12) for slot, one in each(network).items()}
    header = network_header(network, runs)
    assert [runner.get("stop") for runner in header["runners"]] == [None, {"best": 12, "stop": 20}]
    ticks = {tick["kind"]: (tick["slot"], tick["step"]) for tick in header["milestones"]}
    assert ticks["best"] == ("b", 12) and ticks["stop"] == ("b", 20)
    told = rows(network, runs)
    assert told["b"]["Ending"] == "stopped at step 20" and told["b"]["Weights kept"] == "of step 12"
    assert told["b"]["Loss, validation"] == "0.50" and told["a"]["Weights kept"] == "of the end"
    assert "early stopping" in equalities(network, runs)["Not equal"].lower()


def test_a_page_without_early_stopping_is_as_it_was():
    network = decode("hidden=4&steps=40&a=sgd")[0]
    runs = {"a": turning(network, 12)}
    assert "stop" not in network_header(network, runs)["runners"][0]
    assert "Weights kept" not in rows(network, runs)["a"]
    assert not {"Stopping", "Bayes error (%)"} & {*equalities(network, runs)}
    all_alike = replace(network, stop="patience")
    assert equalities(all_alike, runs)["Stopping"] == "Early stopping"
