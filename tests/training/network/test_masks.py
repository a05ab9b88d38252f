"""The masks that are shown are those that a step of training draws."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from training.network.config import default_network
from training.network.masks import masks
from training.network.model import filled
from training.network.objective import as_problem
from training.network.resolve import resolve
from training.parts import dropout
from ui.network.leftout import left_out

SMALL = replace(default_network("moons"), examples=40, hidden=(6, 5), steps=3, batch=16, keepin=0.8)


@pytest.mark.parametrize("name", ["inverted", "dropconnect"])
def test_masks_are_drawn_again_as_training_draws_them(name, monkeypatch):
    task = resolve(replace(SMALL, dropout=name))
    shown, drawn = masks(task, np.array([0, 2])), []
    original = dropout.mask
    monkeypatch.setattr(dropout, "mask", lambda *given: drawn.append(original(*given)) or drawn[-1])
    examples = filled(task.prepared.train_x, task.prepared.train_y, 32, np.dtype(np.float32))
    order = jax.tree.map(jnp.asarray, task.order(3))
    problem = as_problem(task.structure, jax.tree.map(jnp.asarray, examples), order, task.numbers)
    problem.loss(task.initial, problem.draw(None, 2))
    assert len(drawn) == len(shown) == 3
    for mask, kept in zip(drawn, shown, strict=True):
        np.testing.assert_array_equal(kept[1], np.asarray(mask if name == "dropconnect" else mask[0], bool))
    bits = left_out(task, np.array([0, 2]), 1)[1]
    size = shown[1][1].size
    np.testing.assert_array_equal(np.unpackbits(bits["bits"][1])[:size], shown[1][1].ravel())
    assert bits["whole"] == (name == "dropconnect")


def test_what_leaves_nothing_out_has_no_masks():
    for network in (SMALL, replace(SMALL, dropout="whiteout")):
        assert masks(resolve(network), np.array([0])) == [None] * 3
        assert left_out(resolve(network), np.array([0]), 1) is None
