"""The player in windows of every size and at every size of text: its transport is in sight, and nothing is covered."""

from __future__ import annotations

import pytest

from tests.browser.player.test_accessibility import DARK
from tests.browser.visitor import NEXT, visitor

SIDEBAR = [(780, 900), (800, 1280), (820, 1180), (844, 390), (860, 700)]  # with it open beside the page
ALONE = [(320, 256), (360, 740), (375, 667), (390, 844), (640, 360), (683, 330), (744, 1133)]
HIT = """(one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
HIDDEN = """() => {
  const transport = document.querySelector('.op-transport');
  transport.scrollIntoView({ block: 'nearest' });
  const all = [...transport.querySelectorAll('button, input, select')];
  const parts = all.filter((one) => one.offsetParent && !one.matches('.op-milestone'));
  const covered = parts.filter((one) => {
    const { left, right, top, height } = one.getBoundingClientRect();
    const y = top + height / 2;
    return [left + 2, (left + right) / 2, right - 2].some((x) => !one.contains(document.elementFromPoint(x, y)));
  });
  return { parts: parts.length, covered: covered.map((one) => one.getAttribute('aria-label')) };
}"""
SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map((one) => one.scrollWidth - one.clientWidth)"""
FONTS = """() => {
  window.drawn = [];
  const plain = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    const size = parseFloat(/[\\d.]+(?=px)/.exec(this.font)[0]);
    if (this.canvas.isConnected) window.drawn.push((size * this.getTransform().a) / devicePixelRatio);
    return plain.apply(this, given);
  };
}"""
STILL = """() => new Promise((done) => {
  let last = "";
  const look = () => {
    const now = JSON.stringify(document.querySelector('.op-transport').getBoundingClientRect());
    if (now === last) return done();
    last = now;
    setTimeout(look, 100);
  };
  look();
})"""
# All of the page and of its controls, but for the strip of presets, which is scrolled.
INSIDE = """() => document.documentElement.scrollWidth <= innerWidth
  && [...document.querySelectorAll('.player :is(button, input, canvas)')].filter((one) => one.offsetParent)
    .every((one) => one.closest('.op-presets') || one.getBoundingClientRect().right <= innerWidth + 1)"""
LAID = "([width, height]) => innerWidth === width && innerHeight === height"


@pytest.fixture(scope="module")
def guest(browser, server):
    """A visitor whose window takes all these sizes: with the sidebar open, for it opens from 769 px on."""
    one = visitor(browser, server.url, viewport={"width": 860, "height": 700}, reduced_motion="reduce").open()
    one.until_idle()
    yield one
    one.close()


def resize(guest, width, height):
    guest.page.set_viewport_size({"width": width, "height": height})
    guest.page.wait_for_function(LAID, arg=[width, height])
    guest.page.evaluate(NEXT)
    guest.page.evaluate(STILL)  # the room of the sentence is measured once the rest is laid out


def check(guest, width, height):
    resize(guest, width, height)
    found = guest.page.evaluate(HIDDEN)
    assert (found["covered"], guest.page.evaluate(SIDEWAYS)) == ([], [0, 0]), (width, height)
    assert found["parts"] >= 8  # restart, back, play, forward, step, track, speed, loop


def fits(guest):
    """In both themes."""
    width = guest.page.viewport_size["width"]
    for scheme in ("dark", "light"):
        guest.page.emulate_media(color_scheme=scheme)
        guest.page.wait_for_function(DARK, arg=scheme == "dark")
        assert guest.page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollWidth <= main.clientWidth")
        box = guest.player.bounding_box()
        assert box["y"] >= 52 and box["x"] + box["width"] <= width
        assert guest.page.evaluate(INSIDE), (width, scheme)
    assert guest.errors == []


@pytest.mark.parametrize("width, height", [(1440, 900), (1024, 768), (390, 844)])
def test_fits_the_window(guest, width, height):
    resize(guest, width, height)
    fits(guest)


def test_the_transport_is_in_sight_beside_an_open_sidebar(guest):
    for size in SIDEBAR:
        check(guest, *size)
        stage = guest.page.locator(".op-stage").bounding_box()
        assert stage["x"] >= guest.page.get_by_test_id("stSidebar").bounding_box()["width"] - 1, size
    resize(guest, 844, 390)
    dock = guest.page.locator(".op-transport").bounding_box()
    assert dock["height"] < 80  # one row, so that the stage has the rest


def test_the_transport_is_in_sight_on_phones_and_enlarged(guest):
    for size in ALONE:
        check(guest, *size)
    resize(guest, 683, 330)
    stage, dock = (guest.page.locator(name).bounding_box()["height"] for name in (".op-stage", ".op-transport"))
    header = guest.page.get_by_test_id("stHeader").bounding_box()["height"]
    assert stage + dock + header <= 330  # the whole stage beside the transport; 95 px of it were left


def test_a_docked_transport_does_not_cover_the_end_of_the_page(guest):
    for size in [(1440, 900), (390, 844)]:
        resize(guest, *size)
        guest.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
        guest.page.evaluate(STILL)
        code = guest.page.get_by_role("link", name="Optax code")
        assert code.evaluate(HIT), size


def test_text_of_twice_the_size_makes_the_player_grow(guest):
    resize(guest, 1440, 900)
    size = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    step = guest.page.locator(".op-step")
    before = step.evaluate(size), guest.page.locator(".op-play").bounding_box()["width"]
    guest.page.evaluate(FONTS)
    guest.page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        guest.until("getComputedStyle(player).getPropertyValue('--op-s') === '1' && player.dataset.layout === 'phone'")
        after = step.evaluate(size), guest.page.locator(".op-play").bounding_box()["width"]
        assert after == (before[0] * 2, before[1] * 2)
        guest.page.evaluate(NEXT)
        assert 24 <= guest.page.evaluate("Math.min(...window.drawn)") <= 30  # text on canvases is 12.5 and more
    finally:
        guest.page.evaluate("document.documentElement.style.fontSize = ''")
