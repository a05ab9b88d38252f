"""Fingers on the stage of a phone: one sets and drags the start and scrolls the page, two zoom and move the view."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser import pixels
from tests.browser.pixels import READY, on_page
from tests.browser.player.test_windows import fits
from training.race.config import default_race

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
STAGE = "[data-testid=player] .op-stage"
CENTRED = f"document.querySelector('{STAGE}').scrollIntoView({{block: 'center'}})"
SCROLLED = "() => [...document.querySelectorAll('*')].reduce((sum, e) => sum + e.scrollTop, window.scrollY)"
BOX = f"""() => {{
  const {{ left, top, width, height }} = document.querySelector('{STAGE}').getBoundingClientRect();
  return [left, top, width, height];
}}"""
FRAME = f"() => {pixels.FRAME}"


class Hand:
    """Fingers on the page of a phone, in its pixels."""

    def __init__(self, guest):
        self.guest, self.page = guest, guest.page
        self.touches = self.page.context.new_cdp_session(self.page)

    def put(self, kind, places):
        points = [{"x": float(x), "y": float(y), "id": number} for number, (x, y) in enumerate(places)]
        self.touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, places, ends, parts=10):
        """Put fingers down one after the other, move all of them in some parts, and lift them."""
        places, ends = np.array(places, float), np.array(ends, float)
        for count in range(1, len(places) + 1):
            self.put("touchStart", places[:count])
        for part in range(1, parts + 1):
            self.put("touchMove", places + (ends - places) * part / parts)
        for count in range(len(places) - 1, -1, -1):
            self.put("touchEnd", ends[:count])

    @property
    def scrolled(self):
        return self.page.evaluate(SCROLLED)

    def frame(self, width):
        """What the stage shows, once that is a frame of this width."""
        wide = f"([width]) => {{ const [x0, x1] = ({FRAME})(); return Math.abs((x1 - x0) / width - 1) < 0.03; }}"
        self.page.wait_for_function(wide, arg=[width])
        return np.array(self.page.evaluate(FRAME))


@pytest.fixture
def hand(visit):
    """A hand at a phone whose stage stands in the middle of the screen, at the start of the race."""
    guest = visit(**PHONE, reduced_motion="reduce")
    guest.until(READY)
    guest.until_idle()
    guest.scrub(0)  # later, the name of a runner may lie where a finger goes
    guest.page.evaluate(CENTRED)
    return Hand(guest)


def test_a_drag_of_the_start_does_not_scroll(hand):
    race, before = default_race(), hand.scrolled
    at = on_page(hand.page, [[race.x, race.y]])
    hand.drag(at, np.add(at, [0, 80]))
    moved = "(y) => Math.abs(Number(new URLSearchParams(location.search).get('y')) - y) > 0.05"
    hand.page.wait_for_function(moved, arg=race.y)
    assert hand.scrolled == before


def test_two_fingers_zoom_about_their_middle_and_move_the_view(hand):
    left, top, width, height = hand.page.evaluate(BOX)
    x0, x1, y0, y1 = hand.page.evaluate(FRAME)
    unit, before = (x1 - x0) / width, hand.scrolled  # of the surface, in a pixel
    point = np.array([x0 + 0.6 * width * unit, y1 - 0.5 * height * unit])
    middle = np.array([left + 0.6 * width, top + 0.5 * height])
    fingers = np.array([[-30, -20], [30, 20]])
    hand.drag(middle + fingers, middle + 2 * fingers)
    zoomed = hand.frame((x1 - x0) / 2)
    halves = np.array([x0 + point[0], x1 + point[0], y0 + point[1], y1 + point[1]]) / 2
    np.testing.assert_allclose(zoomed, halves, atol=2 * unit)
    for way in ([0, 50], [40, 0], [-40, -50]):  # across the line between the fingers too
        level = middle + np.array([[-30, 0], [30, 0]])
        hand.drag(level, level + np.array(way))
        zoomed += np.array([-way[0], -way[0], way[1], way[1]]) * unit / 2
        there = f"(want) => ({FRAME})().every((v, i) => Math.abs(v - want[i]) < {2 * unit})"
        hand.page.wait_for_function(there, arg=zoomed.tolist())
    race = default_race()
    assert (hand.scrolled, hand.guest.query["x"], hand.guest.query["y"]) == (before, f"{race.x:g}", f"{race.y:g}")


def test_a_tap_sets_the_start_and_one_finger_scrolls_the_page_which_fits(hand):
    hand.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    fits(hand.guest)
    hand.page.evaluate(CENTRED)
    left, top, width, height = hand.page.evaluate(BOX)
    middle = np.array([[left + 0.6 * width, top + 0.6 * height]])
    frame, before = hand.page.evaluate(FRAME), hand.scrolled
    hand.drag(middle, middle, parts=0)
    x, unit = frame[0] + 0.6 * (frame[1] - frame[0]), (frame[1] - frame[0]) / width
    tapped = f"(x) => Math.abs(Number(new URLSearchParams(location.search).get('x')) - x) < {2 * unit}"
    hand.page.wait_for_function(tapped, arg=x)
    assert hand.scrolled == before
    aside = middle - [0.4 * width, 0]  # off the start, which a finger would drag
    hand.drag(aside, aside - [0, 100])
    hand.page.wait_for_function(f"(y) => ({SCROLLED})() - y > 60", arg=before)
    assert hand.page.evaluate(FRAME) == frame
