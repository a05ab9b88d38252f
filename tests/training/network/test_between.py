"""Losses on the line between two networks against a forward pass in numpy, and what is said of them."""

from dataclasses import fields, replace

import numpy as np
import pytest

from training.network.between import MIDDLE, POINTS, alike, barrier, line
from training.network.config import default_network
from training.network.model import Structure
from training.network.resolve import resolve
from training.parts.layers import Layer, dense


def direct(params, x, y):
    """Mean binary cross entropy of a network of tanh units, in float64."""
    for place, layer in enumerate(params):
        x = x @ layer["w"] + layer["b"]
        x = np.tanh(x) if place + 1 < len(params) else x
    z = x[:, 0]
    return np.mean(np.logaddexp(0, z) - y * z)


def test_losses_are_those_of_a_direct_evaluation():
    network = replace(default_network(), hidden=(8, 8))
    task, ends = resolve(network), [resolve(replace(network, seed=seed)).initial for seed in (1, 2)]
    found = line(network, *ends)
    assert found.shares[MIDDLE] == 0.5 and found.shares.shape == (POINTS,)
    for place in (0, 7, MIDDLE, POINTS - 1):
        share = place / (POINTS - 1)
        mixed = [{name: (1 - share) * a[name] + share * b[name] for name in a} for a, b in zip(*ends, strict=True)]
        for losses, x, y in (
            (found.train, task.prepared.train_x, task.prepared.train_y),
            (found.valid, task.prepared.valid_x, task.prepared.valid_y),
        ):
            assert losses[place] == pytest.approx(direct(mixed, x.astype(np.float64), y), rel=1e-5)
    assert np.isnan(line(replace(network, split=0.0), *ends).valid).all()


def test_a_barrier_is_what_rises_above_the_mean_of_the_ends():
    losses = np.zeros(POINTS)
    losses[[0, MIDDLE, MIDDLE + 1, -1]] = 1.0, 5.0, 7.0, 2.0
    assert barrier(losses) == (1.0, 2.0, 5.0, 3.5, 7.0)


def test_who_can_be_mixed():
    own = Structure(2, dense((4, 4), "relu", 1), "bce")
    others = [dense((4, 5), "relu", 1), dense((4, 4), "tanh", 1), dense((4, 4), "relu", 1, "batch")]
    assert alike(own, Structure(2, dense((4, 4), "relu", 1, dropout="inverted"), "bce"))
    assert not any(alike(own, Structure(2, layers, "bce")) for layers in others)


@pytest.mark.parametrize("field", [field.name for field in fields(Layer) if field.name != "dropout"])
def test_a_layer_that_is_another_in_anything_makes_another_network(field):
    own = Structure(2, dense((4, 4), "relu", 1), "bce")
    values = {"units": 5, "activation": "tanh", "norm": "batch", "groups": 2, "after": True}
    first, *rest = own.layers
    assert not alike(own, Structure(2, (replace(first, **{field: values[field]}), *rest), "bce"))
