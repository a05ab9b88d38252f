"""The pictures of the presets, and the geometry behind them."""

import json
import re

import numpy as np
import pytest

from training.race.config import fields_of
from ui.looks.identity import identities
from ui.race.presets import PRESETS
from ui.thumbs.outlines import outlines, simplified
from ui.thumbs.race import FILE, HEIGHT, WIDTH, covering, picture


def written():
    text = FILE.read_text()
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def area(ring):
    x, y = np.array(ring).T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def test_the_file_has_the_presets_in_their_order_and_is_small():
    assert list(written()) == list(PRESETS), "run python -m ui.thumbs.race"
    assert FILE.stat().st_size < 40_000
    assert FILE.read_text().count("\nexport const THUMBS = {") == 1


@pytest.mark.parametrize("name", PRESETS)
def test_a_picture_has_each_runner_in_both_themes(name):
    svg, people = written()[name], identities(fields_of(PRESETS[name].config), PRESETS[name].config)
    for who in people.values():
        assert f"--light:{who.light};--dark:{who.dark}" in svg
    assert svg.count('class="op-hue"') == len(people)
    assert not re.search(r"nan|inf|href|url\(", svg)


def test_the_file_is_what_the_generator_writes_now():
    fresh = picture(PRESETS["beale"].config)
    assert re.sub(r"[\d.]+", "", fresh)[:300] == re.sub(r"[\d.]+", "", written()["beale"])[:300]


def test_the_view_covers_the_frame_in_the_shape_of_the_picture():
    for frame in ((0, 1, 0, 5), (0, 5, 0, 1), (-1, 2, -3, 1)):
        x0, x1, y0, y1 = covering(frame)
        assert x0 <= frame[0] + 1e-9 and x1 >= frame[1] - 1e-9 and y0 <= frame[2] + 1e-9 and y1 >= frame[3] - 1e-9
        assert (x1 - x0) / (y1 - y0) == pytest.approx(WIDTH / HEIGHT)


def test_outlines_of_a_hill_a_hollow_and_a_saddle_are_closed_and_of_the_right_size():
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-2, 2, 41))
    (hill,) = outlines(1 - x**2 - y**2, 0.0)
    assert abs(area(hill)) * 0.01 == pytest.approx(np.pi, rel=0.01)  # cells of 0.1 by 0.1
    hollow = sorted(outlines(x**2 + y**2 - 1, 0.0), key=lambda ring: abs(area(ring)))
    assert len(hollow) == 2 and abs(area(hollow[1])) == pytest.approx(1600)
    assert area(hollow[0]) * area(hollow[1]) < 0  # the hole turns the other way round
    assert len(outlines(x * y, 0.01)) == 2
    assert outlines(x, 5.0) == []
    (everything,) = outlines(x, -5.0)
    assert abs(area(everything)) == pytest.approx(1600)


def test_outlines_of_noise_always_close():
    z = np.random.default_rng(3).normal(size=(30, 30))
    z[4, 5] = np.nan
    rings = outlines(z, 0.1)
    assert rings and all(len(ring) >= 2 for ring in rings)


def test_a_simplified_curve_stays_near_and_keeps_its_ends():
    t = np.linspace(0, 6, 400)
    curve = np.stack([t, np.sin(t)], axis=1)
    short = simplified(curve, 0.01)
    assert len(short) < 40
    np.testing.assert_array_equal(short[[0, -1]], curve[[0, -1]])
    assert (
        np.abs(np.interp(t, short[:, 0], short[:, 1]) - curve[:, 1]).max() < 0.0142
    )  # across the slope of 1 the tolerance is longer
    assert len(simplified(np.zeros((5, 2)), 0.1)) == 2
