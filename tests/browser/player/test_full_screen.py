"""Full screen, as on a projector: text follows the screen's height, keys reach all that a talk needs, on every page."""

from __future__ import annotations

import pytest

from tests.browser.player.test_windows import FONTS
from tests.browser.visitor import NEXT, visitor
from ui.race.presets import PRESETS

SMALLEST = 27  # px, 2.5 % of 1080
# The window of a test stays what it is: the page is filled, as where a browser refuses.
REFUSED = "Element.prototype.requestFullscreen = undefined"
PRESS_F = """() => {
  window.drawn = [];
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }));
}"""
LISTENING = "() => document.documentElement.style.getPropertyValue('--op-projector') !== ''"
WRITTEN = """() => {
  const page = document.querySelector('.op-full') ?? document.querySelector('[data-testid=stMain]');
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    const { top, height, width } = one.getBoundingClientRect();
    const seen = one.checkVisibility({ visibilityProperty: true }) && height > 4 && top < innerHeight;
    if (!seen || !walker.currentNode.textContent.trim() || one.closest('option, style, math, sup')) continue;
    const factor = width / one.offsetWidth || 1;
    sizes.push([parseFloat(getComputedStyle(one).fontSize) * factor, walker.currentNode.textContent]);
  }
  return sizes;
}"""


@pytest.fixture
def talk(browser, server):
    """Opens a page on a screen of 1080 lines."""
    opened = []

    def start(path):
        screen = {"viewport": {"width": 1920, "height": 1080}, "reduced_motion": "reduce"}
        opened.append(visitor(browser, server.url + path, **screen))
        opened[-1].page.add_init_script(REFUSED)
        opened[-1].page.goto(opened[-1].url)
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def test_text_of_a_race_follows_the_screen_and_keys_turn_its_presets(talk):
    guest = talk("/")
    guest.until("player.dataset.steps && player.dataset.step === player.dataset.steps")  # neither stands there at first
    guest.page.evaluate(FONTS)
    guest.page.evaluate(PRESS_F)  # and count from then on
    guest.until("player.classList.contains('op-full')")
    guest.page.evaluate(NEXT)
    assert min(guest.page.evaluate("window.drawn")) >= SMALLEST
    assert [words for size, words in guest.page.evaluate(WRITTEN) if size < SMALLEST] == []
    names = list(PRESETS)
    for key, place in [("PageDown", 1), ("PageDown", 2), ("PageUp", 1)]:
        guest.page.keyboard.press(key)
        shown = PRESETS[names[place]].shows
        guest.until(f"player.querySelector('.op-shows').textContent === {shown!r}")
        assert guest.page.locator(".op-shows").is_visible() and guest.page.locator(".op-sentence").is_visible()
    assert guest.page.locator(".op-place").inner_text().startswith(f"2 of {len(names)}")
    box = guest.page.locator(".op-sentence").bounding_box()
    assert box["y"] + box["height"] <= 1080
    guest.page.keyboard.press("f")
    guest.until("!player.classList.contains('op-full')")
    guest.page.keyboard.press("PageDown")  # scrolls, as on any page
    guest.page.keyboard.press("Shift+PageDown")
    guest.until(f"player.querySelector('.op-shows').textContent === {PRESETS[names[2]].shows!r}")


def test_a_network_of_four_runners_has_its_transport_on_the_screen(talk):
    runners = "&".join(
        f"{letter}=sgd&{letter}.batch={size}" for letter, size in zip("abcd", (1, 4, 8, 16), strict=True)
    )
    guest = talk(f"/network?data=moons&examples=40&hidden=4&steps=20&{runners}&full=1")
    guest.page.locator(".op-chooser").nth(3).wait_for()
    guest.page.evaluate(NEXT)
    scrubber = guest.page.locator(".op-transport").bounding_box()
    assert scrubber["y"] + scrubber["height"] <= 1080


def test_f_fills_the_screen_with_a_page_that_has_no_player(talk):
    guest = talk("/initialization")
    guest.page.locator(".op-deep-layers").first.wait_for()
    guest.until_idle()
    columns = "(one) => getComputedStyle(one).gridTemplateColumns.split(' ').length"
    guest.page.set_viewport_size({"width": 1366, "height": 768})
    assert guest.page.locator(".op-deep-layers").first.evaluate(columns) == 10  # none alone on a second row
    guest.page.set_viewport_size({"width": 1920, "height": 1080})
    guest.page.wait_for_function(LISTENING)
    guest.page.evaluate(NEXT)
    guest.page.keyboard.press("f")
    guest.page.wait_for_function("() => document.documentElement.classList.contains('op-projector')")
    guest.page.evaluate(NEXT)
    assert not guest.page.get_by_test_id("stSidebar").is_visible()
    assert [words for size, words in guest.page.evaluate(WRITTEN) if size < SMALLEST] == []
    guest.page.keyboard.press("PageDown")
    guest.until_address(initvalue="1", full="1")
    guest.page.reload()  # the link opens as full screen does
    guest.page.wait_for_function("() => document.documentElement.classList.contains('op-projector')")
    guest.page.keyboard.press("Escape")
    guest.page.get_by_test_id("stSidebar").wait_for()
    guest.page.wait_for_function("() => !new URLSearchParams(location.search).has('full')")
