"""The stage answers: a click sets the start, a zoom survives a slider, a wheel over nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser.pixels import FRAME, READY, on_page
from training.race.config import default_race

RANGES = f"() => {FRAME}"


@pytest.fixture
def guest(opened, request):
    """The same visitor for both tests."""
    request.node.visitors = [opened]
    opened.until(READY)
    return opened


def test_a_click_on_the_stage_moves_the_start(guest):
    wanted = (2.0, -1.0)
    guest.page.mouse.click(*on_page(guest.page, [wanted])[0])
    guest.page.wait_for_function("() => new URLSearchParams(location.search).get('x') !== '1'")
    guest.until_idle()
    start = float(guest.query["x"]), float(guest.query["y"])
    assert start == pytest.approx(wanted, abs=0.02)
    assert (float(guest.number("Start x").input_value()), float(guest.number("Start y").input_value())) == start


def test_a_zoom_survives_a_slider(guest):
    guest.scrub(40)
    race = default_race()
    before = guest.page.evaluate(RANGES)
    x, y = on_page(guest.page, [(2.5, 0.5)])[0]
    guest.page.mouse.move(x, y)
    for _ in range(4):
        guest.page.mouse.wheel(0, -200)
        guest.page.wait_for_timeout(60)
    guest.page.wait_for_function(f"(before) => Math.abs(({RANGES})()[0] - before[0]) > 0.2", arg=before)
    guest.page.wait_for_timeout(600)
    guest.until_idle()
    zoomed = guest.page.evaluate(RANGES)
    letter, _ = race.slots[-1]
    field = guest.number("Learning rate of Adam")
    field.fill("0.05")
    field.press("Enter")
    guest.until_address(**{f"{letter}.lr": "0.05"})
    guest.until_idle()
    assert np.allclose(guest.page.evaluate(RANGES), zoomed, atol=1e-9)
    assert (guest.step, guest.playing) == (40, False)
