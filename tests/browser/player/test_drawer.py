"""The sidebar of a phone, a drawer over the page: swipes scroll it, sliders take what is meant for them, it closes."""

from __future__ import annotations

import pytest

from tests.browser.player.test_accessibility import SIDEBAR
from tests.browser.player.test_full_screen import LISTENING
from tests.browser.player.test_touch import PHONE, Hand
from tests.browser.visitor import shared, visitor

DRAWER = """() => [...document.querySelectorAll("[data-testid=stSidebar], [data-testid=stSidebar] *")]
  .reduce((most, one) => Math.max(most, one.scrollTop), 0)"""
# Once it scrolls no more: a swipe goes on for a while after the finger has left.
RESTED = f"""() => new Promise((done) => {{
  let last = -1;
  const look = () => {{
    const now = ({DRAWER})();
    if (now === last) return done();
    last = now;
    setTimeout(look, 100);
  }};
  look();
}})"""
CENTRED = "(one) => one.scrollIntoView({ block: 'center' })"  # the list of pages stands above the sliders
TRACK = "[data-testid=stSlider] [data-rac][style*=relative]"


@pytest.fixture(scope="module")
def opened(browser, server):
    """A visitor with a phone, who has opened nothing yet."""
    phone = {**PHONE, "viewport": {"width": 390, "height": 680}}
    one = visitor(browser, server.url, reduced_motion="reduce", **phone)
    yield one
    one.close()


@pytest.fixture
def hand(opened, request):
    """A hand at the phone, whose drawer is open until it closes behind the choice of the last test."""
    with shared(opened, request) as guest:
        if guest.away:
            guest.open()
            guest.page.wait_for_function(LISTENING)
            guest.until_idle()
            guest.page.get_by_test_id("stExpandSidebarButton").tap()
            guest.page.locator(TRACK).first.wait_for()
            guest.page.wait_for_function(SIDEBAR)  # it slides in
        yield Hand(guest)


def test_a_swipe_that_begins_on_a_slider_scrolls_and_a_drag_or_a_tap_changes_it(hand):
    guest = hand.guest
    track = guest.page.locator(TRACK).first
    slider = guest.page.get_by_test_id("stSlider").first.get_by_role("slider")
    untouched = slider.input_value()
    track.evaluate(CENTRED)
    before = guest.page.evaluate(DRAWER)
    box = track.bounding_box()
    x, y = box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2
    steps = guest.query["steps"]
    hand.drag([[x, y]], [[x + 3, y - 120]])
    guest.page.wait_for_function(f"() => ({DRAWER})() > {before + 60}")
    guest.page.evaluate(RESTED)
    guest.until_idle()
    assert slider.input_value() == untouched  # which changes at once, and the field beside it once the server has heard
    assert guest.number("Number of steps").input_value() == steps
    track.evaluate(CENTRED)
    hand.drag([[x, y]], [[x, y]], parts=0)
    guest.page.wait_for_function("(was) => new URLSearchParams(location.search).get('steps') !== was", arg=steps)
    tapped = guest.query["steps"]
    hand.drag([[x, y]], [[x - 60, y + 2]])
    guest.page.wait_for_function("(was) => new URLSearchParams(location.search).get('steps') !== was", arg=tapped)
    assert int(guest.query["steps"]) < int(tapped)
    assert guest.page.evaluate(DRAWER) == before


def test_the_drawer_closes_behind_a_choice(hand):
    page = hand.page
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Schedules").tap()
    page.wait_for_url("**/schedules**")
    page.get_by_role("heading", name="Schedules and averages").wait_for()
    page.wait_for_function(
        "() => (document.querySelector('[data-testid=stSidebar]')?.getBoundingClientRect().right ?? 0) <= 0"
    )
