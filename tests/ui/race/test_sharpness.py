"""Sharpness on the race page: only where it is asked for, and then beside what was sent before."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import components, header_text, script
from tests.ui.player.test_component import unpack
from training.race.config import decode
from ui.player.component import pack
from ui.race import compute
from ui.race.header import race_header
from ui.race.sharpness import with_map, with_sharpness


def test_a_header_offers_it_and_has_the_curves_of_all_once_it_is_asked_for():
    race, _ = decode("surface=bowl&rotation=0&steps=30&a=sgd&a.lr=0.01&b=lion")
    traces = compute.traces(race)
    given = race, traces, compute.outcomes(race, traces)
    plain = race_header(*given)
    assert pack(with_sharpness(plain, None)) == pack({**plain, "sharpness": "offered"})
    asked = unpack(pack(with_sharpness(plain, compute.sharp(race))))
    first, second = (runner["sharpness"] for runner in asked["runners"])
    assert asked["sharpness"] == "asked" and second["limit"] is second["over"] is None
    assert np.allclose([first["limit"], first["over"]], [200, 0.25]) and np.allclose(first["top"], [50, 1])


def test_the_stage_shows_it_where_that_is_asked_for_and_3d_keeps_the_loss():
    race, _ = decode("surface=rosenbrock&steps=5&a=sgd")
    traces = compute.traces(race)
    given = race, traces, compute.outcomes(race, traces)
    frame = (0.5, 1.5, 0.5, 1.5)
    made = race_header(*given, view=frame)
    plain, mapped = (unpack(pack(one)) for one in (made, with_map(made, race)))
    assert "sharp" not in plain["surface"] and "sharp" not in plain["view"]
    both = unpack(pack(with_map(made, race, beside=True)))
    assert {*both["surface"]} - {*mapped["surface"]} == {"beside"} and both["surface"]["beside"] is True
    np.testing.assert_array_equal(mapped["surface"]["relief"]["z"], plain["surface"]["relief"]["z"])
    assert mapped["surface"]["description"] == plain["surface"]["description"]  # which is that of 3-D, too
    field = mapped["view"]["sharp"]
    heights = field["zlo"] + field["z"].reshape(field["ny"], field["nx"]) / 65535 * (field["zhi"] - field["zlo"])
    x0, x1, y0, y1 = field["frame"]
    row, column = (round((1 - low) / (high - low) * count) for low, high, count in ((y0, y1, 223), (x0, x1, 319)))
    there = 10 ** heights[row, column] + field["floor"] if field["log"] else heights[row, column]
    assert there == pytest.approx(1001.6, rel=0.02) and field["of"] == "sharpness" and field["floor"] == 0


@pytest.mark.parametrize("ground", ["usual", "sharpness", "both"])
def test_a_stage_that_shades_it_has_the_limits_whatever_curves_are_looked_at(ground):
    page = AppTest.from_file(script("race"), default_timeout=300)
    page.query_params.update({"surface": "bowl", "steps": "30", "a": "sgd", "a.lr": "0.01", "ground": ground})
    header = header_text(next(part for part in components(page.run()) if part.component_name == "player").bytes)
    (runner,) = header["runners"]
    assert header["sharpness"] == ("offered" if ground == "usual" else "asked")
    assert ground == "usual" or np.allclose(runner["sharpness"]["limit"], 200)
