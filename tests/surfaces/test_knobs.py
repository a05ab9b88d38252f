"""Surfaces with numbers of their own: found by name, turned without a compile, spelled in the link."""

import numpy as np
import pytest

from surfaces import SURFACES, find
from surfaces.base import grid
from tests.compiles import heard
from training.race.config import choice, decode, default_race, encode
from training.race.descend import descend

TURNED = "bowl?condition=20&rotation=90"


def test_a_turned_surface_is_found_by_its_name():
    assert find(TURNED) is find(TURNED)
    assert find(TURNED).untuned is SURFACES["bowl"]
    point = np.array([3.0, 1.0], np.float32)
    assert float(find(TURNED).fn(point)) == pytest.approx((1 + 20 * 9) / 2, rel=1e-5)
    assert float(SURFACES["bowl"].turned({"condition": 50, "rotation": 0}).fn(point)) == pytest.approx(
        float(SURFACES["ravine"].fn(point)), rel=1e-6
    )
    np.testing.assert_allclose(sum(find(TURNED).residuals(point) ** 2), find(TURNED).fn(point), rtol=1e-5)


def test_the_path_is_that_of_the_turned_surface():
    trace = descend(TURNED, (3, 1), 20, 0, choice("sgd", lr=0.05))
    np.testing.assert_allclose(trace.params[:, 0], 3 * (1 - 0.05 * 20.0) ** np.arange(21), atol=1e-5)
    np.testing.assert_allclose(trace.params[:, 1], 0.95 ** np.arange(21), rtol=1e-4)


def test_turning_compiles_nothing():
    def look(condition):
        name = f"bowl?condition={condition}&rotation=10"
        descend(name, (3, 1), 20, 0, choice("sgd", lr=0.01))
        grid(find(name), (-1, 1, -1, 1), 8, 8)

    look(3)
    with heard() as compiles:
        look(7)
    assert [name for name in compiles if "compile" in name] == []


def test_knobs_are_words_of_the_link():
    race, sentences = decode("surface=bowl&condition=7&a=sgd")
    assert sentences == [] and dict(race.knobs) == {"condition": 7, "rotation": 30}
    assert decode(encode(race)) == (race, []) and "condition=7" in encode(race)
    assert race.surface_name == "bowl?condition=7&rotation=30"
    _, sentences = decode("surface=bowl&condition=0.1")
    assert len(sentences) == 1 and all(w in sentences[0] for w in ("condition", "1 to 10,000", "50 was used"))
    _, sentences = decode("surface=beale&condition=5")
    assert sentences == ["“condition” is not a field of a race; it was ignored."]
    assert default_race("beale").knobs == ()


def test_no_knob_is_a_word_of_the_race():
    words = {"v", "surface", "formula", "x", "y", "steps", "noise", "seed", "x0", "x1", "y0", "y1", "t", "view", "pick"}
    for surface in SURFACES.values():
        assert not words & {knob.name for knob in surface.knobs} and all(len(knob.name) > 1 for knob in surface.knobs)
