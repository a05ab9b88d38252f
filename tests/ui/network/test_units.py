"""Pictures of units that the browser cannot compute: right, of the layers that need them, and few enough bytes."""

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.config import default_network
from training.network.model import Structure
from training.parts.layers import dense, forward
from ui.network import units
from ui.network.data import stage
from ui.network.layers import SIDE
from ui.network.pictures import nodes
from ui.network.units import hidden_from, unit_pictures


def drawn(network):
    run = made_up(network)
    return run, unit_pictures(stage(network), run, 2)


def structure(inputs, *units, norm="none", dropout="none"):
    return Structure(inputs, dense(units[:-1], "tanh", units[-1], norm, dropout), "bce")


def test_layers_behind_a_wide_one_are_pictured():
    assert hidden_from(structure(2, 64, 64, 1)) == [False] * 3
    assert hidden_from(structure(2, 65, 64, 1)) == [False, True, True]
    assert hidden_from(structure(2, 8, 512, 8, 1)) == [False, False, True, True]


@pytest.mark.parametrize("more", [{"norm": "layer"}, {"dropout": "plain"}])
def test_no_layer_of_a_network_with_more_to_it_is_left_to_the_player(more):
    assert hidden_from(structure(2, 8, 8, 1, **more)) == [True] * 3


def test_pictures_are_the_answers_of_the_network():
    network = replace(default_network(), hidden=(70, 80), activation="prelu", steps=40)
    run, found = drawn(network)
    assert found["layers"][0] is None and found["at"][0] == 0 and found["at"][-1] == 80
    shown = stage(network)
    inputs = shown.task.prepared.transform(nodes(shown.data["frame"], found["columns"], found["rows"]))
    for place in (1, 2):
        layer = found["layers"][place]
        for frame, step in ((0, 0), (-1, 40)):
            params = [{name: values[step] for name, values in one.items()} for one in run.params]
            passed = forward(shown.task.structure.layers, params, inputs.astype(np.float32))
            exact = np.asarray(passed[place].act)[:, :SIDE].T
            held = (layer["values"][frame].astype(float) - 128) / 127 * layer["scale"][frame][:, None]
            assert np.abs(held - exact).max() <= np.abs(exact).max() / 200


@pytest.mark.parametrize(("data", "hidden"), [("spirals", (512,) * 12), ("spirals", (65,)), ("curve", (512, 512))])
def test_pictures_keep_to_their_bytes(data, hidden):
    _, found = drawn(replace(default_network(data), hidden=hidden, steps=4))
    size = sum(layer["values"].nbytes for layer in found["layers"] if layer)
    assert 0 < size <= units.BYTES and len(found["at"]) >= 2


def test_who_needs_no_picture_has_none():
    assert drawn(replace(default_network(), hidden=(64, 64), steps=4))[1] is None
    assert drawn(replace(default_network("digits"), hidden=(512, 512), steps=4))[1] is None
