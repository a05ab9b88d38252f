"""Sharpness on the race page: only where it is asked for, and then beside what was sent before."""

import numpy as np

from tests.ui.player.test_component import unpack
from training.race.config import decode
from ui.player.component import pack
from ui.race import compute
from ui.race.header import race_header


def test_a_header_offers_it_and_has_the_curves_of_all_once_it_is_asked_for():
    race, _ = decode("surface=bowl&rotation=0&steps=30&a=sgd&a.lr=0.01&b=lion")
    traces = compute.traces(race)
    given = race, traces, compute.outcomes(race, traces)
    plain, offered = race_header(*given), race_header(*given, offered=True)
    assert "sharpness" not in plain and pack({**plain, "sharpness": "offered"}) == pack(offered)
    asked = unpack(pack(race_header(*given, sharp=compute.sharp(race), offered=True)))
    first, second = (runner["sharpness"] for runner in asked["runners"])
    assert asked["sharpness"] == "asked" and second["limit"] is second["over"] is None
    assert np.allclose([first["limit"], first["over"]], [200, 0.25]) and np.allclose(first["top"], [50, 1])
