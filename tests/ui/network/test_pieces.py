"""The pictures of linear pieces: what the network says, shades that stay, and nothing unless it is asked for."""

from dataclasses import replace

import numpy as np
import pytest

from tests.network_runs import made_up
from training.network.answers import answers
from training.network.config import default_network, each
from training.network.pieces import Pieces, pieces
from ui.network import pictures
from ui.network.data import stage
from ui.network.header import network_header
from ui.network.pieces import BYTES, COLUMNS, FRAMES, ROWS, shaded
from ui.network.presets import PRESETS


@pytest.fixture(scope="module")
def network():
    return replace(default_network(), hidden=(6, 5), activation="relu", steps=40)


def headers(network, **asked):
    runs = {slot: made_up(own) for slot, own in each(network).items()}
    return runs, network_header(network, runs, pick="a", **asked)


def test_the_picture_has_the_class_that_the_network_says(network):
    runs, header = headers(network, ground="pieces")
    found, shown = header["pieces"], stage(network)
    assert found["picture"].shape == (FRAMES, ROWS * COLUMNS) and found["at"][0] == 0 and found["at"][-1] == 40
    inputs = shown.at(pictures.nodes(shown.data["frame"], COLUMNS, ROWS))
    said = answers(shown.task.structure, pictures.of_frames(runs["a"].params, np.array([40])), inputs)[0, :, 0]
    sure = abs(said - 0.5) > 1e-6
    assert np.array_equal(((found["picture"][-1] - 1) // (BYTES // 2))[sure], (said > 0.5)[sure])
    assert (found["units"], found["most"]) == (11, None) and 11 < found["seen"][-1] <= 2**11


def test_a_pattern_keeps_its_shade_and_what_is_not_finite_has_none():
    patterns = np.array([1, 2, 1, 3], np.uint64) << np.uint64(41)
    found = Pieces(patterns, np.array([0, 0, 1, 1]), np.array([True, True, True, False]))
    picture, seen = shaded(found, 127)
    assert picture[0] != picture[1] and picture[2] == picture[0] + 127 and picture[3] == 0 and seen == 2


def test_there_are_none_unless_they_are_asked_for_and_can_be(network):
    plain, asked = headers(network)[1], headers(network, ground="pieces")[1]
    assert {*asked} - {*plain} == {"ground", "pieces"}
    smooth = headers(replace(network, activation="tanh"), ground="pieces")[1]
    assert smooth["ground"] == "pieces" and "pieces" not in smooth
    assert "pieces" not in headers(replace(default_network("curve"), activation="relu"), ground="pieces")[1]


def test_the_plane_has_the_fewer_pieces_the_deeper_its_units_stand():
    network, counts = PRESETS["linear_pieces"].config, []
    for own in each(network).values():
        shown = stage(network).of(own)
        places = shown.at(pictures.nodes(shown.data["frame"], COLUMNS, ROWS))
        counts.append(pieces(shown.task.structure, shown.task.initial, places).seen)
    assert counts == pytest.approx([255, 204, 41], abs=1)  # a place on a line is on this side or on that
