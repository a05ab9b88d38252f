"""What runners are said to have in common before the first step is what their arrays and orders have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.network import common
from training.network.config import default_network
from training.network.resolve import resolve
from training.parts.initializers import INITIALIZERS

SMALL = replace(default_network(), hidden=(6, 5), activation="leaky_relu", slots=())
STARTS = [
    replace(SMALL, init=name, initvalue=0.0 if row.number is None else row.number.default, **more)
    for name, row in INITIALIZERS.items()
    for more in ({}, {"gain": 2.0}, {"activation": "tanh"}, {"prep": "standard"})
]


def scaled(one, other):
    """Whether the columns of both are the same but for a factor above zero."""
    a, b = (w / np.maximum(np.linalg.norm(w, axis=0), 1e-30) for w in (one, other))
    return np.allclose(a, b, atol=1e-5)


@pytest.mark.parametrize("number", range(len(STARTS)), ids=lambda number: f"{number} {STARTS[number].init}")
def test_initial_weights_are_the_same_or_scaled_where_it_is_said(number):
    for other in STARTS[number:]:
        pairs = [(a["w"], b["w"]) for a, b in zip(*(resolve(n).initial for n in (STARTS[number], other)), strict=True)]
        same = all(np.allclose(a, b, rtol=1e-6, atol=0) for a, b in pairs)
        said = common.beginning([STARTS[number], other])
        drawn = all(INITIALIZERS[n.init].draws for n in (STARTS[number], other))
        if drawn or said in (common.SAME, common.SCALED):
            assert (said == common.SAME) == same, (STARTS[number], other)
        if said == common.SCALED:
            looks = {"lsuv", "data_dependent"} & {STARTS[number].init, other.init}
            first = pairs[:1] if looks and STARTS[number].prep != other.prep else pairs
            assert all(scaled(a, b) for a, b in first), (STARTS[number], other)
        elif drawn and said != common.SAME:
            assert not scaled(*pairs[1])


def test_uniform_and_normal_weights_are_no_common_draws():
    own = [replace(SMALL, init=init) for init in ("glorot", "deck", "he")]
    assert common.beginning(own) == common.beginning(own[:2]) == common.APART
    assert common.beginning(own[1:]) == common.SCALED


def test_weights_of_other_shapes_or_seeds_have_nothing_in_common():
    for other in (replace(SMALL, seed=8), replace(SMALL, hidden=(6, 4)), replace(SMALL, loss="softmax")):
        assert common.beginning([SMALL, other]) == ""
    assert common.beginning([SMALL]) == common.beginning([]) == common.SAME


@pytest.mark.parametrize(
    ("changes", "batches", "order"),
    [
        ({"init": "he"}, True, True),
        ({"prep": "standard"}, True, True),
        ({"batch": 16}, False, True),
        ({"shuffle": "off"}, False, False),
        ({"dataseed": 3}, False, False),
        ({"examples": 200}, False, False),
    ],
    ids=str,
)
def test_batches_and_orders_are_the_same_where_it_is_said(changes, batches, order):
    both = [SMALL, replace(SMALL, **changes)]
    assert (common.batches(both), common.order(both)) == (batches, order)
    epochs, steps = [], []
    for network in both:
        task = resolve(network)
        found = task.order(30)
        rows = task.prepared.raw_train_x
        steps.append([rows[found.order[t, : found.count[t]]] for t in range(30)])
        count = -(-len(rows) // task.batch)
        epochs.append(np.concatenate(steps[-1][:count]))
    assert np.array_equal(*epochs) is order
    assert all(np.array_equal(a, b) for a, b in zip(*steps, strict=True)) is batches


def test_full_batches_are_the_same_whatever_their_size():
    assert common.batches([replace(SMALL, batch=n) for n in (300, 1024)])


def test_every_kind_of_draws_has_two_initializations():
    kinds = [row.draws for row in INITIALIZERS.values() if row.draws]
    assert all(kinds.count(kind) > 1 for kind in kinds)
