"""A Task: one for all runners, made only as far as it is asked for, and safe to share."""

from dataclasses import replace

import numpy as np
import pytest

from training.choice import choice
from training.network import resolve as resolving
from training.network.config import default_network
from training.network.network import FIRST
from training.network.resolve import resolve
from training.parts.layers import Layer

NETWORK = replace(default_network("digits"), hidden=(6, 5), activation="relu")


def test_layers_end_with_outputs_without_an_activation():
    structure = resolve(NETWORK).structure
    assert (structure.inputs, structure.loss) == (64, NETWORK.loss)
    assert structure.layers == (Layer(6, "relu"), Layer(5, "relu"), Layer(10, "identity"))
    assert resolve(replace(NETWORK, hidden=())).structure.layers == (Layer(10, "identity"),)


def test_runners_and_pictures_have_one_task_and_all_else_its_own():
    task = resolve(NETWORK)
    assert resolve(replace(NETWORK, slots=(("a", choice("sgd")),), stage=FIRST)) is task
    assert not task.network.slots
    for field in ("seed", "dataseed", "batch", "steps"):
        assert resolve(replace(NETWORK, **{field: getattr(NETWORK, field) + 1})) is not task


def test_a_refusal_needs_neither_examples_nor_weights(monkeypatch):
    monkeypatch.setattr(resolving, "prepare", lambda *fields: pytest.fail("they are not needed"))
    task = resolve(replace(NETWORK, dataseed=71, hidden=(300,)))
    assert "weights and biases" in task.refusal(choice("newton"))
    for more in ({"norm": "batch"}, {"activation": "prelu"}):
        learning = resolve(replace(NETWORK, hidden=(300,), **more))
        assert "weights, biases and what else is learned" in learning.refusal(choice("newton"))
    assert "sum of squares" in task.refusal(choice("gaussnewton"))
    assert task.refusal(choice("adam")) == ""


def test_what_is_shared_is_made_once_and_cannot_be_written():
    task = resolve(NETWORK)
    assert task.prepared is task.prepared and task.initial is task.initial
    for array in (task.prepared.train_x, *(values for layer in task.initial for values in layer.values())):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_step_sees_no_more_examples_than_there_are():
    task = resolve(replace(NETWORK, examples=50, split=0.0, batch=1024))
    assert task.batch == 50
    assert np.array_equal(task.order(3).count[:4], [50] * 4)
