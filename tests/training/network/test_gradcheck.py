"""The gradient check: right gradients pass, wrong ones are found, and the error has the shape that theory gives."""

from __future__ import annotations

from dataclasses import replace

import jax
import numpy as np
import pytest

from surfaces import programs
from training.network import gradcheck
from training.network.config import default_network
from training.network.gradcheck import Check, check, verdict
from training.network.resolve import resolve
from training.parts.activations import ACTIVATIONS
from ui.network import gradient_check

SMALL = replace(default_network(), hidden=(8,), examples=60)


@pytest.fixture(scope="module")
def found() -> Check:
    return check(SMALL, resolve(SMALL).initial)


def test_a_right_gradient_is_great(found):
    assert found.error < 1e-8
    assert verdict(found.error) == "great"
    assert max(found.layers) < 1e-8
    assert found.entries == found.parameters == 33


def test_the_error_falls_with_the_square_of_the_step_and_then_rounding_takes_over(found):
    errors = dict(zip(found.steps, found.errors, strict=True))
    assert errors[1e-1] / errors[1e-2] == pytest.approx(100, rel=0.2)
    assert errors[1e-2] / errors[1e-3] == pytest.approx(100, rel=0.2)
    assert errors[1e-10] > 100 * errors[1e-5]


def test_a_wrong_gradient_is_a_worry(monkeypatch):
    @jax.custom_jvp
    def wrong(z):
        return jax.numpy.tanh(z)

    # A slope with the square left out, a slip that students make.
    wrong.defjvp(lambda point, tangent: (wrong(*point), (1 - jax.numpy.tanh(point[0])) * tangent[0]))
    broken = replace(ACTIVATIONS["tanh"], fn=lambda z, learned: wrong(z))
    monkeypatch.setitem(ACTIVATIONS, "tanh", broken)
    monkeypatch.setattr(programs, "PROGRAMS", programs.Programs(programs.maps, programs.MOST_MAPS))
    found = check(SMALL, resolve(SMALL).initial)
    assert found.layers[0] > 1e-2
    assert found.layers[1] < 1e-8, "the slope of a hidden layer does not reach the output's own weights"
    assert verdict(found.error) == "a worry"


def test_a_name_of_ones_own_is_no_markup(found):
    table = gradient_check.tables({"Trained by <b>Mine": found})
    assert "Trained by &lt;b&gt;Mine" in table and "<b>" not in table


def test_words():
    assert [verdict(e) for e in (0.0, 1e-9, 1e-7, 9e-7)] == ["great"] * 4
    assert [verdict(e) for e in (2e-6, 9e-6, 1e-5, 9e-5)] == ["worth a look"] * 4
    assert [verdict(e) for e in (2e-4, 1e-3, 1.0)] == ["a worry"] * 3
    for power, word in gradcheck.BANDS:
        assert verdict(10.0**power) == word and f"about $10^{{{power}}}$ is {word}" in gradient_check.bands()
    assert "not finite" in verdict(np.nan)


def test_a_large_network_is_checked_at_fewer_places():
    assert gradcheck._places(2_000_000).size < gradcheck._places(2_000).size == gradcheck.ENTRIES
